"""QF1–QF4: what need to know costs, at two sizes beside each other."""

from collections.abc import Callable, Iterator

from django.db import transaction
from django.test import Client
from django.urls import reverse
from guardian.backends import ObjectPermissionBackend

from accounts.choices import Role
from accounts.models import Mandate, User
from accounts.scope import Scope
from cases.actions.gates import stale_gates
from cases.actions.procurations import withdraw_procuration
from cases.caseload import caseload
from cases.models import Case, CaseGate
from cases.reading import case_or_404
from core import clock
from core.context import acting
from governance.actions.mandates import begin_mandate, end_mandate
from tests.bench.databases import Sizes
from tests.bench.figures import Figure, at_least, at_most
from tests.bench.measure import access_rows_written_by, medians, queries_of, read_by
from tests.bench.plan import key
from tests.bench.twins import PERMISSION, cases_of, first_page, make_twin

SMALL = 1000
# The goals of QF2 speak of this size.
FULL = 1_000_000
# Reader → synthetic person, and the blocks that her list may read.
READERS = {
    "case manager": ("manager1-0", 1000),
    "worker in charge": ("worker1-0", 1000),
    "répondant": ("repondant-adult1", 1000),
    "coordinator of 10 %": ("coordinator-tenth", 1500),
    "coordinator of 33 %": ("coordinator-third", 1500),
    "cantonal officer": ("officer", 1500),
}
# Reader → guardian ÷ ours, with its count to the end and capped like ours.
TWINS = {
    "case manager": (100, 100),
    "répondant": (40, 30),
    "coordinator of 10 %": (20, 3),
}
# So many cases of a post are compared with the facts after its holder changed.
SAMPLE = 200


def reader(name: str) -> User:
    return User.objects.get(pk=key(READERS[name][0]))


def twin_of(user: User) -> User:
    return User.objects.get(email=f"twin-{user.email}")


def make_twins() -> None:
    """A twin of each reader who is compared with guardian, in the connected database."""
    for name in TWINS:
        make_twin(reader(name))


def qf1(sizes: Sizes, large: int) -> Iterator[Figure]:
    """The first page of « Mes dossiers », request and trace included, and the list alone."""
    for name, (_person, buffers) in READERS.items():
        pages, lists, read = {}, {}, {}
        for size in (SMALL, large):
            sizes.use(size)
            user = reader(name)
            pages[size] = _page(user)
            lists[size] = _list(user)
            # The first call of a connection also reads the catalogue.
            pages[size]()
            read[size] = read_by(pages[size])
        for what, calls in (("page", pages), ("list", lists)):
            took = medians({size: sizes.on(size, call) for size, call in calls.items()})
            ratio = took[large] / took[SMALL]
            yield at_most(1.3, f"QF1 {what}, {name}: {large} ÷ {SMALL} cases", ratio, "×")
            yield Figure(
                f"QF1 {what}, {name}: {large} cases", round(took[large], 2), "ms", "", None
            )
        more = read[large].queries - read[SMALL].queries
        yield at_most(0, f"QF1 page, {name}: queries more than at {SMALL}", more, "queries")
        scans = len(read[large].scanned)
        yield at_most(0, f"QF1 page, {name}: big tables read whole", scans, "tables")
        blocks = read[large].buffers
        yield at_most(buffers, f"QF1 page, {name}: buffers", blocks, "blocks of 8 kB")


def _page(user: User) -> Callable[[], None]:
    return asked(user, reverse("cases:case_list"))


def asked(user: User, url: str) -> Callable[[], None]:
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)

    def ask() -> None:
        if client.get(url).status_code != 200:
            raise RuntimeError("The page could not be shown.")

    return ask


def _dossier(user: User) -> Callable[[], None]:
    return asked(user, reverse("dossier", args=[caseload(Scope.of(user)).cases[0].pk]))


def _list(user: User) -> Callable[[], object]:
    return lambda: caseload(Scope.of(user))


def qf2(sizes: Sizes, large: int) -> Iterator[Figure]:
    """Guardian's list ÷ ours, the same rows in the same run; goals of the full size.

    Without row-level security, which `qf4_row_security` measures: its policies mislead the planner
    about guardian's joins, so that a page took minutes.
    """
    sizes.use(sizes.unbound(large))
    for name, (whole, capped) in TWINS.items():
        user = reader(name)
        twin = twin_of(user)
        if set(cases_of(twin)) != set(Case.objects.visible_to(user)):
            raise RuntimeError(f"{name} and her twin see different cases.")
        took = medians(
            {
                "ours": _list(user),
                "whole": lambda twin=twin: first_page(twin, capped=False),
                "capped": lambda twin=twin: first_page(twin, capped=True),
            },
            rounds=10,
        )
        for how, goal in (("whole", whole), ("capped", capped)):
            ratio = took[how] / took["ours"]
            title = f"QF2 guardian ÷ ours, {name}, count {how}: {large} cases"
            yield at_least(goal, title, ratio, "×", judged=large >= FULL)


def qf3(sizes: Sizes, large: int) -> Iterator[Figure]:
    """One case: the permission asked of Django, and the way of a view to it."""
    calls = {}
    for size in (SMALL, large):
        sizes.use(size)
        user = reader("case manager")
        twin, scope = twin_of(user), Scope.of(user)
        # As in a request, which reads the scope once.
        user.request_scope = scope
        case = caseload(scope).cases[0]
        calls |= {
            ("ours", size): lambda u=user, c=case: u.has_perm("cases.view_case", c),
            ("guardian", size): lambda u=twin, c=case: ObjectPermissionBackend().has_perm(
                u, PERMISSION, c
            ),
            ("opened", size): lambda s=scope, c=case: case_or_404(s, c.pk),
            ("fetched", size): lambda c=case: Case.objects.select_related(
                "client", "home_office", "region", "post"
            ).get(pk=c.pk),
        }
    took = medians({way: sizes.on(way[1], call) for way, call in calls.items()}, rounds=100)
    sizes.use(large)
    probes = queries_of(calls["ours", large])
    yield at_most(2, "QF3 has_perm: probes of one case", probes, "queries")
    ratio = took["guardian", large] / took["ours", large]
    yield at_least(2, f"QF3 has_perm, guardian ÷ ours: {large} cases", ratio, "×")
    ratio = took["ours", large] / took["ours", SMALL]
    yield at_most(1.3, f"QF3 has_perm: {large} ÷ {SMALL} cases", ratio, "×")
    ratio = took["opened", large] / took["fetched", large]
    yield at_most(3, f"QF3 opening a case ÷ fetching its row: {large} cases", ratio, "×")


def qf4(sizes: Sizes, large: int) -> Iterator[Figure]:
    """Rows written when access changes, and gates that differ from the facts afterwards."""
    sizes.use(large)
    with transaction.atomic():
        yield from _holder_changes()
        transaction.set_rollback(True)
    with transaction.atomic():
        yield from _consent_is_withdrawn()
        transaction.set_rollback(True)


def _holder_changes() -> Iterator[Figure]:
    officer, now = reader("cantonal officer"), clock.now()
    former = reader("coordinator of 10 %")
    successor = User.objects.get(pk=key("successor-tenth"))
    mandate = Mandate.objects.get(user=former)
    seen = Case.objects.visible_to(former).count()
    following = Mandate(
        user=successor, role=Role.COORDINATOR, post=mandate.post, valid_from=clock.today()
    )

    def change() -> None:
        end_mandate(mandate, by=officer, at=now)
        begin_mandate(following, by=officer, at=now)

    written = access_rows_written_by(change)
    yield at_most(2, f"QF4 new holder of a post with {seen} cases: rows written", written, "rows")
    taken_over = Case.objects.visible_to(successor).count()
    kept = Case.objects.visible_to(former).count()
    wrong = abs(seen - taken_over) + kept
    yield at_most(0, "QF4 new holder of a post: cases open to the wrong one", wrong, "cases")
    cases = Case.objects.filter(post=mandate.post)[:SAMPLE]
    stale = sum(len(stale_gates(case)) for case in cases)
    yield at_most(
        0, f"QF4 new holder of a post: gates left stale, of {SAMPLE} cases", stale, "gates"
    )


def _consent_is_withdrawn() -> Iterator[Figure]:
    case = caseload(Scope.of(reader("coordinator of 10 %"))).cases[0]
    recipients = CaseGate.objects.filter(case=case, categories__gt=0).count()
    worker = User.objects.get(pk=case.flagged_by_id)

    def withdraw() -> None:
        with acting(worker.pk):
            withdraw_procuration(case, note="", by=worker, at=clock.now())

    rows = access_rows_written_by(withdraw) / recipients
    yield at_most(1, "QF4 consent withdrawn: rows written for each recipient", rows, "rows")
    stale = len(stale_gates(case))
    yield at_most(0, "QF4 consent withdrawn: gates left stale", stale, "gates")


def qf4_row_security(sizes: Sizes, large: int) -> Iterator[Figure]:
    """What the second line of PostgreSQL adds to a page, the whole request measured."""
    unbound = sizes.unbound(large)
    for name in READERS:
        for page, ask in (("list", _page), ("dossier", _dossier)):
            calls = {}
            for size in (large, unbound):
                sizes.use(size)
                calls[size] = ask(reader(name))
            took = medians({size: sizes.on(size, call) for size, call in calls.items()})
            ratio = took[large] / took[unbound]
            title = f"QF4 row-level security, {page}, {name}: with ÷ without, {large} cases"
            yield at_most(1.4, title, ratio, "×")
