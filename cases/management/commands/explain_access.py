from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from accounts.models import User
from accounts.scope import Scope
from cases.models import Case
from cases.reading import CaseAccess, Ground


class Command(BaseCommand):
    help = "Say what a person sees of a case today and on which grounds, never its content (P5)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("case", help="number of the case, as VS-2026-00042")
        parser.add_argument("user", help="address by which the person signs in")

    def handle(self, *args: Any, **options: Any) -> None:
        case = Case.objects.filter(number__iexact=options["case"]).first()
        user = User.objects.filter(email__iexact=options["user"]).first()
        if case is None or user is None:
            raise CommandError("No such case." if case is None else "No such person.")
        access = CaseAccess.of(case, Scope.of(user))
        with translation.override("fr"):
            self.stdout.write(f"{case.number}, {user} <{user.email}>, {access.scope.day:%d.%m.%Y}")
            if not access.grounds:
                self.stdout.write("sees nothing: the case does not exist for this person")
            elif access.is_stub:
                self.stdout.write("sees the stub: number, dates, state, names of the dispositifs")
            for ground in access.grounds:
                self.stdout.write(_line(ground))


def _line(ground: Ground) -> str:
    """One ground: tie and recipient, what it opens, under which mandate and procuration."""
    parts = [f"- {ground.tie.label}, {ground.recipient}"]
    if ground.mask:
        categories = ", ".join(category.name.lower() for category in ground.categories)
        parts.append(f"shared part: {categories}")
        parts.append(f"procuration {ground.procuration_id} until {ground.until:%d.%m.%Y}")
    if ground.is_own:
        parts.append("own part")
    mandate = ground.mandate
    until = f"{mandate.valid_until:%d.%m.%Y}" if mandate.valid_until else "open"
    role = mandate.get_role_display()
    parts.append(f"mandate {role} since {mandate.valid_from:%d.%m.%Y}, {until}")
    return "; ".join(parts)
