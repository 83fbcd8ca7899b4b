"""Two people at the same moment: one decision, and a withdrawal that stands (QR1, QN5)."""

from datetime import timedelta
from threading import Event, Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from cases.actions import engagements
from cases.actions.engagements import end_engagements, engage
from cases.actions.gates import refresh_gates, stale_gates
from cases.actions.procurations import withdraw_procuration
from cases.actions.triage import triage
from cases.choices import EngagementKind, Path
from cases.models import Case, CaseGate, CaseNote, FollowUp
from core import clock
from core.refusal import Refusal
from tests.factories import Cast, announced, confirmed, office, triaged
from tests.pages import Visitor


@pytest.mark.django_db(transaction=True)
def test_of_two_triages_at_once_one_counts(cast: Cast) -> None:
    case = announced(cast)
    outcomes: list[str] = []

    def decide(key: str, path: Path) -> None:
        try:
            triage(
                case,
                path=path,
                reason="Décidé.",
                due_on=clock.today() + timedelta(days=20),
                by=cast[key],
                at=clock.now(),
            )
            outcomes.append("done")
        except Refusal:
            outcomes.append("refused")
        finally:
            connection.close()

    rivals = [
        Thread(target=decide, args=("isabelle_coord_central", Path.TRO)),
        Thread(target=decide, args=("valerie_chargee", Path.TANDEM)),
    ]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()
    assert sorted(outcomes) == ["done", "refused"]
    assert FollowUp.objects.filter(case=case).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_stands_whatever_ends_at_the_same_moment(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = triaged(cast)
    bureau = cast["isabelle_coord_central"]
    task = engage(
        case,
        office("cms-sierre"),
        EngagementKind.DECISION,
        source_id=case.pk,
        by=bureau,
        at=clock.now(),
    )
    has_read, withdrawn = Event(), Event()

    def slowly(case: Case) -> None:
        """The other one comes between reading the facts and writing the gate, where it can."""
        monkeypatch.setattr(CaseGate, "save", save_slowly)
        refresh_gates(case)

    save = CaseGate.save

    def save_slowly(gate: CaseGate, *args: object, **more: object) -> None:
        has_read.set()
        withdrawn.wait(2)
        save(gate)

    def end() -> None:
        end_engagements(source_id=task.source_id, by=bureau, at=clock.now())
        connection.close()

    def withdraw() -> None:
        has_read.wait(5)
        monkeypatch.setattr(CaseGate, "save", save)
        withdraw_procuration(case, note="—", by=cast["claire_orp_sion"], at=clock.now())
        withdrawn.set()
        connection.close()

    monkeypatch.setattr(engagements, "refresh_gates", slowly)
    rivals = [Thread(target=end), Thread(target=withdraw)]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()
    assert not stale_gates(case)
    assert not CaseGate.objects.filter(case=case, categories__gt=0).exists()


@pytest.mark.django_db(transaction=True)
def test_form_that_arrives_twice_at_once_counts_once(cast: Cast) -> None:
    case = confirmed(cast)
    data = {"kind": "journal", "category": 2, "text": "Entretien.", "submission": str(uuid4())}
    answers: list[str] = []

    def send(visitor: Visitor) -> None:
        try:
            answers.append(visitor.post("cases:note_add", case.pk, data=data)["Location"])
        finally:
            connection.close()

    visitors = [Visitor(cast["anna_orp_sion"]) for _ in range(2)]
    rivals = [Thread(target=send, args=(visitor,)) for visitor in visitors]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()
    assert answers == [reverse("dossier", args=[case.pk])] * 2
    assert CaseNote.objects.count() == 1
