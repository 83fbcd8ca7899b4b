import importlib
import re
from pathlib import Path

from core.access import iter_urls
from tests.architecture.tree import ROOT, files

# The numbered requirements of the domain: letter → how many.
NUMBERS = {"G": 13, "S": 6, "C": 17, "F": 9, "R": 5, "P": 11}
REQUIREMENTS = [f"{letter}{n}" for letter, last in NUMBERS.items() for n in range(1, last + 1)]
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError")


def test_nothing_is_left_for_later():
    wrong = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files("*.py", "*.html", "*.md", "*.toml", "*.yml", "Makefile", "scripts/*")
        if "vendor" not in path.parts and path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if UNFINISHED.search(line)
    ]
    assert wrong == []


def test_no_module_is_a_drawer_for_anything():
    drawers = {"utils", "helpers", "services", "signals", "misc", "common"}
    assert [path for path in files("*.py") if drawers & {path.stem, *path.parts}] == []


def test_files_stay_near_three_hundred_lines():
    wrong = {
        str(path.relative_to(ROOT)): lines
        for path in files("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 320
    }
    assert wrong == {}


# --- docs/coverage.md ---------------------------------------------------------------------------


def coverage() -> dict[str, list[str]]:
    rows = {}
    for line in (ROOT / "docs/coverage.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if re.fullmatch(r"[A-Z]{1,2}\d+", cells[0]):
            assert cells[0] not in rows, f"{cells[0]} stands twice"
            rows[cells[0]] = cells[1:]
    return rows


def exists(name: str) -> bool:
    """Whether a name in the table is a file, a test in a file, a URL name or a Python name."""
    path, _, test = name.partition("::")
    if "/" in path or path.endswith((".py", ".md", ".html")):
        file = ROOT / path
        return file.exists() and (not test or f"def {test}(" in file.read_text())
    if ":" in name:
        return name in url_names()
    module, _, attribute = name.rpartition(".")
    while module:
        try:
            found = importlib.import_module(module)
        except ModuleNotFoundError:
            module, _, last = module.rpartition(".")
            attribute = f"{last}.{attribute}"
            continue
        for part in attribute.split("."):
            found = getattr(found, part, None)
        return found is not None
    return False


def url_names() -> set[str]:
    return {url.name for url in iter_urls()}


def test_coverage_has_a_row_for_each_requirement():
    assert set(REQUIREMENTS) - set(coverage()) == set()
    assert all(len(cells) == 3 for cells in coverage().values())


def test_coverage_names_what_exists():
    wrong = [
        f"{number}: {name}"
        for number, cells in coverage().items()
        for name in re.findall(r"`([^`]+)`", " ".join(cells))
        if re.search(r"[./:]", name) and " " not in name and not exists(name)
    ]
    assert wrong == []
