from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import localtime

from accounts.models import User
from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.models import Case
from cases.past import Stretch, who_could_see, who_could_see_on
from cases.why import Reason
from core import clock
from core.context import acting

STUB = "sees the stub: number, dates, state, names of the dispositifs"


class Command(BaseCommand):
    help = "Say what a person sees or saw of a case, and on which grounds; never its content (P5)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("case", help="number of the case, as VS-2026-00042, or its UUID")
        parser.add_argument("user", help="address by which the person signs in")
        parser.add_argument(
            "--at", help="a day (2026-03-12) or a moment (2026-03-12T14:00); now without it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with acting("job:explain"):
            self._explain(options)

    def _explain(self, options: dict[str, Any]) -> None:
        case, user = _case(options["case"]), _user(options["user"])
        at = _moment(options["at"])
        with translation.override("fr"):
            if isinstance(at, datetime):
                rows = [Stretch(reason, None, None) for reason in who_could_see(case, at)]
                day = f"{localtime(at):%d.%m.%Y %H:%M}"
            else:
                rows, day = who_could_see_on(case, at), f"{at:%d.%m.%Y}"
            self.stdout.write(f"{case.number}, {user} <{user.email}>, {day}")
            self._tell([row for row in rows if row.reason.user == user])
        record(
            "access.explained",
            kind=Kind.READ,
            by=None,
            job="explain_access",
            at=clock.now(),
            cases=[CaseBasis(case.pk)],
            person=user.pk,
            asked=at,
        )

    def _tell(self, rows: list[Stretch]) -> None:
        grounds = [row.reason.ground for row in rows]
        if not rows:
            self.stdout.write("sees nothing: the case does not exist for this person")
        elif not any(ground.mask or ground.is_own for ground in grounds):
            self.stdout.write(STUB)
        for row in rows:
            self.stdout.write(_line(row.reason) + _hours(row))


def _case(named: str) -> Case:
    """By number or UUID. Raises CommandError when there is none."""
    try:
        found = Case.objects.filter(pk=UUID(named))
    except ValueError:
        found = Case.objects.filter(number__iexact=named)
    case = found.first()
    if case is None:
        raise CommandError("No such case.")
    return case


def _user(address: str) -> User:
    user = User.objects.filter(email__iexact=address).first()
    if user is None:
        raise CommandError("No such person.")
    return user


def _moment(text: str | None) -> datetime | date:
    """A day stays a day: everything that held in it is told. Raises CommandError."""
    if text is None:
        return clock.now()
    try:
        at = parse_date(text) or parse_datetime(text)
    except ValueError:
        at = None
    if at is None:
        raise CommandError("Not a day nor a moment: write 2026-03-12 or 2026-03-12T14:00.")
    if isinstance(at, datetime) and timezone.is_naive(at):
        at = timezone.make_aware(at, timezone.get_default_timezone())
    is_ahead = at > clock.now() if isinstance(at, datetime) else at > clock.today()
    if is_ahead:
        raise CommandError("That lies in the future: nobody knows what will be granted by then.")
    return at


def _line(reason: Reason) -> str:
    """One ground: tie and recipient, the acts behind it, what it opens, under which mandate."""
    ground, mandate = reason.ground, reason.ground.mandate
    parts = [f"- {ground.tie.label}, {ground.recipient}"]
    if ground.mask and reason.procuration:
        categories = ", ".join(category.name.lower() for category in ground.categories)
        parts.append(f"shared part: {categories}")
        signed = f"signed {reason.procuration.signed_on:%d.%m.%Y}"
        parts.append(f"procuration {ground.procuration_id} {signed}, until {ground.until:%d.%m.%Y}")
    if ground.is_own:
        parts.append("own part" if ground.keeps_all else "own entries")
    for act in reason.acts:
        ended = f" to {localtime(act.ended_at):%d.%m.%Y}" if act.ended_at else ""
        parts.append(f"{act.what} since {localtime(act.at):%d.%m.%Y}{ended}")
    until = f"{mandate.valid_until:%d.%m.%Y}" if mandate.valid_until else "open"
    role = mandate.get_role_display()
    parts.append(f"mandate {role} since {mandate.valid_from:%d.%m.%Y}, {until}")
    return "; ".join(parts)


def _hours(row: Stretch) -> str:
    begins = f"; from {localtime(row.begins):%H:%M:%S}" if row.begins else ""
    return begins + (f"; until {localtime(row.ends):%H:%M:%S}" if row.ends else "")
