"""The same rows by django-guardian's own means: a twin of each reader, named on all she sees."""

from datetime import date

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from guardian.shortcuts import get_objects_for_user

from accounts.choices import OfficeKind
from accounts.models import Office, User
from accounts.scope import Scope
from cases.caseload import CAP, PAGE
from cases.choices import AssignmentKind
from cases.models import Assignment, Case, CaseUserObjectPermission
from core import clock
from tests.bench.rows import Sql, insert

KIND = AssignmentKind.EXPERT
PERMISSION = f"cases.{KIND.value}"


def make_twin(reader: User) -> User:
    """Somebody without any mandate, who has guardian's permission on every case of the reader."""
    twin = User.objects.create(email=f"twin-{reader.email}", first_name="Twin", last_name="-")
    visible = Case.objects.visible_to(Scope.of(reader)).values_list("pk", flat=True)
    array = "{" + ",".join(map(str, visible)) + "}"
    bureau = Office.objects.get(kind=OfficeKind.BUREAU).pk
    source = f"unnest('{array}'::uuid[]) AS id"
    insert(
        Assignment,
        source,
        id=Sql(f"md5('{twin.pk}' || id)::uuid"),
        case_id=Sql("id"),
        user_id=twin.pk,
        office_id=bureau,
        kind=KIND,
        reason="Synthétique",
        begun_at=clock.now(),
        begun_by_id=reader.pk,
    )
    insert(
        CaseUserObjectPermission,
        source,
        permission_id=Permission.objects.get(codename=KIND.value).pk,
        user_id=twin.pk,
        content_object_id=Sql("id"),
        office_id=bureau,
        assignment_id=Sql(f"md5('{twin.pk}' || id)::uuid"),
    )
    return twin


def cases_of(twin: User) -> QuerySet[Case]:
    """All her cases, as guardian lists them."""
    return get_objects_for_user(
        twin, PERMISSION, Case, with_superuser=False, accept_global_perms=False
    )


def first_page(twin: User, *, capped: bool) -> tuple[list[Case], int]:
    """The 25 cases due first and the number of all, counted up to the product's cap or to the end.

    Ordered by the open review itself, whose partial index is in this order: the case without one
    comes last in the product's list too, and so never on this page.
    """
    found = cases_of(twin)
    due = found.filter(
        follow_ups__due_on__lt=date.max,
        follow_ups__reviewed_at=None,
        follow_ups__cancelled_at=None,
    )
    page = due.select_related("client", "home_office", "post").order_by("follow_ups__due_on", "pk")
    total = found[:CAP].count() if capped else found.count()
    return list(page[:PAGE]), total
