"""What in a text seems to tell of a person (C17). A kind warning: the writer decides."""

import re
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.scope import Scope
from cases.avs import SEPARATORS, plain_avs
from cases.models import Case
from core.names import sort_key

AVS = re.compile(r"(?<!\d)756(?:[\s.\-]?\d){10}(?!\d)", re.ASCII)
DAY = re.compile(r"(?<!\d)\d{1,2}[./\-]\s?(\d{1,2})[./\-]\s?(\d{4})(?!\d)", re.ASCII)
PHONE = re.compile(r"(?<![\d.])(?:(?:\+|00)41|0)[\s/.\-]?(?:\(0\))?\d{2}(?:[\s/.\-]?\d){7}(?!\d)")
MAIL = re.compile(r"\S+@\S+\.\w{2,}")
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
# The youngest with whom a dispositif has to do; a younger day is hardly a birth date.
YOUNGEST = 14
SHORTEST_NAME = 3
# Of a name of several words, as « Da Silva Maria ».
LONGEST_NAME = 4


def signs_of_a_person(text: str, scope: Scope) -> list[str]:
    """What seems to point at somebody, in words for the writer; a name only of her own cases."""
    checks = (
        (_has_avs(text), _("un numéro AVS")),
        (_has_birth_date(text, scope.day), _("une date de naissance")),
        (bool(PHONE.search(AVS.sub(" ", text))), _("un numéro de téléphone")),
        (bool(MAIL.search(text)), _("une adresse électronique")),
        (_names_somebody(text, scope), _("le nom d’une personne dont vous voyez le dossier")),
    )
    return [label for is_there, label in checks if is_there]


def _has_avs(text: str) -> bool:
    for found in AVS.finditer(text):
        try:
            plain_avs(SEPARATORS.sub("", found[0]))
        except ValueError:
            continue
        return True
    return False


def _has_birth_date(text: str, today: date) -> bool:
    years = (int(year) for month, year in DAY.findall(text) if 0 < int(month) <= 12)
    return any(today.year - 110 <= year <= today.year - YOUNGEST for year in years)


def _names_somebody(text: str, scope: Scope) -> bool:
    """A family name as it is written, or the whole name in either order, whatever the accents."""
    words = WORD.findall(text)
    families = {word for word in words if word[0].isupper() and len(word) >= SHORTEST_NAME}
    keys: set[str] = set()
    plain = [sort_key(word) for word in words]
    for length in range(2, LONGEST_NAME + 1):
        for start in range(len(plain) - length + 1):
            said = plain[start : start + length]
            keys |= {" ".join(said[turn:] + said[:turn]) for turn in range(length)}
    named = Q(client__last_name__in=families) | Q(client__sort_key__in=keys)
    return Case.objects.identified_to(scope).filter(named).exists()
