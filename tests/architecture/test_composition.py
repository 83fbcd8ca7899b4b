import ast
import os
import re
import shutil
import subprocess

import pytest
import yaml

from tests.architecture.tree import ROOT, files

COMPOSITION = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSITION["services"]
OURS = {"migrate", "web", "worker", "beat"}
# What an installation must say for itself; the rest has a default that serves.
MUST_BE_SAID = {
    "SECRET_KEY",
    "MATCH_KEYS",
    "FIELD_KEYS",
    "ALLOWED_HOSTS",
    "BASE_URL",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
}


def settings_variables() -> set[str]:
    """The environment variables that the settings, gunicorn's file and Python itself read."""
    names = set()
    for name in ("cii/settings.py", "cii/gunicorn.py"):
        for node in ast.walk(ast.parse((ROOT / name).read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and (ast.unparse(node.func.value) in {"env", "os.environ"})
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                names.add(node.args[0].value)
    return names


def script(name: str) -> str:
    return (ROOT / "scripts" / name).read_text()


def words(command: str) -> list[str]:
    return command.replace(".venv/bin/", "").split()


def test_the_services_are_those_of_an_installation():
    assert set(SERVICES) == OURS | {"postgres", "redis"}
    assert {SERVICES[name]["image"] for name in OURS} == {"cii-valais"}
    assert all(SERVICES[name]["build"] == "." for name in OURS)


def test_versions_are_those_that_the_project_is_tested_with():
    assert SERVICES["postgres"]["image"] == "postgres:15-bookworm"
    assert SERVICES["redis"]["image"] == "redis:7-bookworm"
    assert "FROM python:3.11-slim-bookworm" in (ROOT / "Dockerfile").read_text()


def test_every_variable_is_one_that_the_settings_read():
    known = settings_variables()
    for name in OURS:
        assert set(SERVICES[name]["environment"]) - known == set(), name
        assert set(SERVICES[name]["environment"]) >= MUST_BE_SAID, name
    set_in_image = re.search(r"^ENV (.*)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)[1]
    names = {pair.split("=")[0] for pair in set_in_image.split()}
    assert {name for name in names if not name.startswith("PYTHON")} <= known


def test_only_the_migration_knows_the_owner():
    assert "cii_owner" in SERVICES["migrate"]["environment"]["DATABASE_OWNER_URL"]
    for name in OURS:
        assert "//cii_app:" in SERVICES[name]["environment"]["DATABASE_URL"]
        if name != "migrate":
            assert "DATABASE_OWNER_URL" not in SERVICES[name]["environment"]
    assert "CREATE ROLE cii_app LOGIN NOSUPERUSER" in script("create-application-role")


def test_nothing_serves_the_demonstration_or_debugging():
    assert all(not {"DEMO", "DEBUG"} & set(SERVICES[name]["environment"]) for name in OURS)


def test_no_secret_is_written_down():
    text = (ROOT / "docker-compose.yml").read_text()
    for name in ("SECRET_KEY", "APPLICATION_PASSWORD", "OWNER_PASSWORD"):
        assert re.findall(rf"\$\{{{name}(:\?)?\}}", text)
        assert all(found == ":?" for found in re.findall(rf"\$\{{{name}(:\?)?\}}", text))


def test_commands_are_those_of_the_run_script():
    run = words(script("run"))
    for name in ("web", "worker", "beat"):
        program = [
            word
            for word in SERVICES[name]["command"]
            if not word.startswith("/") and word != "--schedule"
        ]
        assert set(program) <= set(run), name
    assert SERVICES["migrate"]["command"] == ["python", "manage.py", "prepare"]
    assert "manage.py prepare" in script("run")
    assert '["gunicorn", "-c", "python:cii.gunicorn"]' in (ROOT / "Dockerfile").read_text()


def test_background_work_starts_after_the_migration():
    for name in OURS - {"migrate"}:
        assert SERVICES[name]["depends_on"]["migrate"] == {
            "condition": "service_completed_successfully"
        }
    assert "data:/data" in SERVICES["worker"]["volumes"]


def test_the_image_installs_what_the_set_up_installs():
    image = (ROOT / "Dockerfile").read_text()
    libraries = re.search(r"for package in (lib[^;]*);", script("setup"))[1].split()
    assert set(libraries) | {"gettext"} <= set(image.split())
    assert "--require-hashes -r requirements.lock" in image
    assert "USER cii" in image


def test_makefile_and_integration_call_the_scripts():
    makefile = (ROOT / "Makefile").read_text()
    for target in re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split():
        assert re.search(rf"^{target}: .*\n\t@exec scripts/{target}", makefile, re.MULTILINE)
        assert (ROOT / "scripts" / target).stat().st_mode & 0o100
    integration = (ROOT / ".ci/run").read_text()
    assert "make --no-print-directory check" in integration
    assert "make --no-print-directory test" in integration


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_the_lock_holds_each_direct_dependency_with_its_hash(name):
    lock = (ROOT / f"{name}.lock").read_text()
    for line in (ROOT / f"{name}.txt").read_text().splitlines():
        package = re.match(r"(\w[\w-]*)(?:\[[\w,-]+\])?(==\S+)?", line)
        if package:
            pinned = re.escape(package[1]) + r"(\[.*\])?" + re.escape(package[2] or "==")
            assert re.search(rf"^{pinned}.*\\\n    --hash=sha256:", lock, re.MULTILINE), line


def test_no_file_names_a_package_index():
    named = [
        str(path.relative_to(ROOT))
        for path in files("Makefile", "scripts/*", ".ci/*", "Dockerfile", "*.toml", "requirements*")
        if re.search(r"--(extra-)?index-url|--find-links\b|--trusted-host", path.read_text())
    ]
    assert named == []


@pytest.mark.parametrize("path", files("scripts/*", ".ci/*"), ids=lambda path: path.name)
def test_scripts_are_sound_bash(path):
    subprocess.run(["bash", "-n", str(path)], check=True)


def compose() -> list[str]:
    """The command that reads a composition, empty where there is none; no engine is needed."""
    docker = shutil.which("docker")
    if (
        docker
        and not subprocess.run([docker, "compose", "version"], capture_output=True).returncode
    ):
        return [docker, "compose"]
    standalone = shutil.which("docker-compose")
    return [standalone] if standalone else []


def configure(**said: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*compose(), "config", "--quiet"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **said},
        capture_output=True,
        text=True,
    )


def test_docker_compose_reads_the_composition(capsys):
    if not compose():
        with capsys.disabled():
            print("\nNOT RUN: docker compose config (docker-compose is not installed)")
        return
    said = dict.fromkeys({"APPLICATION_PASSWORD", "OWNER_PASSWORD", *MUST_BE_SAID}, "x")
    complete = configure(**said)
    assert complete.returncode == 0, complete.stderr
    for name in said:
        assert configure(**{key: said[key] for key in said if key != name}).returncode != 0, name
