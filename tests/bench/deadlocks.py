"""C6: the page of stuck cases, of a post of one size and of one that grows (C6)."""

from collections.abc import Iterator

from django.urls import reverse

from accounts.models import User
from cases.deadlocks import OPEN
from cases.models import Case
from core.context import acting
from tests.bench.databases import Sizes
from tests.bench.figures import Figure, at_most
from tests.bench.measure import medians, read_by
from tests.bench.need_to_know import SMALL, asked
from tests.bench.plan import key

# Blocks that one open case of the post may cost.
BLOCKS_A_CASE = 120


def qf5(sizes: Sizes, large: int) -> Iterator[Figure]:
    """A post with the same cases costs the same in a large canton; a larger post no more a case."""
    url = reverse("governance:blocked_cases")
    for name in ("few", "tenth"):
        pages, read, cases = {}, {}, {}
        for size in (SMALL, large):
            sizes.use(size)
            user = User.objects.get(pk=key(f"coordinator-{name}"))
            pages[size] = asked(user, url)
            read[size] = read_by(pages[size])
            with acting(user.pk):
                cases[size] = Case.objects.coordinated_by(user).filter(state__in=OPEN).count()
        took = medians({size: sizes.on(size, page) for size, page in pages.items()}, rounds=10)
        title = f"C6 stuck cases, post of {cases[large]} open cases"
        ratio = took[large] / took[SMALL] * cases[SMALL] / cases[large]
        yield at_most(1.3, f"{title}: a case, {large} ÷ {SMALL} cases", ratio, "×")
        yield Figure(f"{title}: {large} cases", round(took[large], 2), "ms", "", None)
        more = read[large].queries - read[SMALL].queries
        yield at_most(0, f"{title}: queries more than at {SMALL}", more, "queries")
        blocks = read[large].buffers / cases[large]
        yield at_most(BLOCKS_A_CASE, f"{title}: buffers a case", blocks, "blocks of 8 kB")
        if name == "few":
            scans = len(read[large].scanned)
            yield at_most(0, f"{title}: big tables read whole", scans, "tables")
