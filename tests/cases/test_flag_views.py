"""The grid on the screen (C1–C3)."""

import pytest

from accounts.models import Commune
from cases.models import Case, Flag
from tests.factories import Cast, client_data, flagged
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db

ANSWERS = {"q_health": "much", "q_work_capacity": "unclear", "q_two_bodies": "several"}


def grid(**changes: str) -> dict[str, str]:
    data = client_data() | {"commune": Commune.objects.get(name="Sion").pk}
    data.pop("sex")
    return data | ANSWERS | changes


def test_suggestion_names_the_answers_that_led_there(cast: Cast) -> None:
    page = text(Visitor(cast["anna_orp_sion"]).post("cases:flag", data=grid(suggest="")))
    assert "Suggestion :" in page
    assert "La santé freine-t-elle le retour au travail ? – <strong>nettement</strong>" in page
    assert not Case.objects.exists()


def test_live_suggestion_is_a_part_of_the_page(cast: Cast) -> None:
    worker = Visitor(cast["anna_orp_sion"])
    page = text(worker.post("cases:flag", data=grid(), headers={"HX-Request": "true"}))
    assert "Suggestion :" in page
    assert "<html" not in page


def test_choice_that_followed_the_suggestion_follows_it_again(cast: Cast) -> None:
    worker = Visitor(cast["anna_orp_sion"])
    followed = {"suggested_before": "none", "chosen_path": "none"}
    page = text(worker.post("cases:flag", data=grid(suggest="", **followed)))
    assert 'value="none" id="id_chosen_path_0">' in page
    page = text(worker.post("cases:flag", data=grid(suggest="", chosen_path="none")))
    assert 'value="none" id="id_chosen_path_0" checked>' in page


def test_worker_decides_against_the_suggestion(cast: Cast) -> None:
    data = grid(save="", chosen_path="tandem", remark="À revoir.")
    response = Visitor(cast["anna_orp_sion"]).post("cases:flag", data=data)
    flag = Flag.objects.get()
    assert response.headers["Location"] == f"/dossiers/{flag.case_id}/"
    assert flag.chosen_path == "tandem" != flag.suggested_path
    assert flag.answers == {name.removeprefix("q_"): value for name, value in ANSWERS.items()}


def test_nothing_typed_is_lost_when_the_choice_is_missing(cast: Cast) -> None:
    data = grid(save="", last_name="Perren-Imoberdorf", birth_date="2031-01-01")
    page = text(Visitor(cast["anna_orp_sion"]).post("cases:flag", data=data))
    assert "Perren-Imoberdorf" in page
    assert "Choisissez une suite" in page
    assert "Cette date est dans le futur" in page
    assert not Case.objects.exists()


def test_namesake_is_told_of_inside_the_own_dispositif_only(cast: Cast) -> None:
    case = flagged(cast)
    warning = f'<a href="/dossiers/{case.pk}/">{case.number}</a>'
    for who, is_warned in [
        ("anna_orp_sion", True),
        ("claire_orp_sion", True),
        # A colleague who does not see the case, and another dispositif.
        ("marc_orp_sion", False),
        ("paul_cms_sion", False),
    ]:
        page = text(Visitor(cast[who]).post("cases:flag", data=grid(suggest="")))
        assert (warning in page) is is_warned, who


def test_only_a_dispositif_flags(cast: Cast) -> None:
    response = Visitor(cast["nadine_copil_sas"]).get("cases:flag")
    assert response.status_code == 403
    assert "collaborateurs terrain" in text(response)


def test_worker_may_not_confirm_and_reads_whose_task_it_is(cast: Cast) -> None:
    case = flagged(cast)
    response = Visitor(cast["anna_orp_sion"]).post("cases:case_confirm", case.pk)
    assert response.status_code == 403
    assert "Cet acte revient à" in text(response)
    Visitor(cast["claire_orp_sion"]).post("cases:case_confirm", case.pk)
    case.refresh_from_db()
    assert case.state == "confirmed"


def test_dropped_flag_keeps_its_reason(cast: Cast) -> None:
    case = flagged(cast)
    repondante = Visitor(cast["claire_orp_sion"])
    assert "obligatoire" in text(repondante.post("cases:case_drop", case.pk))
    repondante.post("cases:case_drop", case.pk, data={"reason": "Un seul service suffit."})
    assert "Un seul service suffit." in text(Visitor(cast["anna_orp_sion"]).get("dossier", case.pk))


def test_a_flag_confirmed_while_the_drop_was_written_is_not_dropped(cast: Cast) -> None:
    case = flagged(cast)
    repondante = Visitor(cast["claire_orp_sion"])
    assert 'name="seen" value="flagged"' in repondante.get("cases:case_drop", case.pk).text
    repondante.post("cases:case_confirm", case.pk)
    typed = {"reason": "Un seul service suffit.", "seen": "flagged"}
    page = repondante.post("cases:case_drop", case.pk, data=typed)
    assert "a déjà décidé" in text(page) and typed["reason"] in text(page)
    # What she sees now is what she decides upon.
    assert 'name="seen" value="confirmed"' in page.text
    case.refresh_from_db()
    assert case.state == "confirmed"
    repondante.post("cases:case_drop", case.pk, data=typed | {"seen": "confirmed"})
    case.refresh_from_db()
    assert case.state == "dropped"


def test_former_worker_leaves_the_case_with_the_handover(cast: Cast) -> None:
    case = flagged(cast)
    data = {"to": cast["marc_orp_sion"].pk, "reason": "Congé"}
    response = Visitor(cast["anna_orp_sion"]).post("cases:case_hand_over", case.pk, data=data)
    assert response.headers["Location"] == "/"
    assert Visitor(cast["anna_orp_sion"]).get("dossier", case.pk).status_code == 404
    assert Visitor(cast["marc_orp_sion"]).get("dossier", case.pk).status_code == 200


def test_same_person_is_flagged_twice_only_when_the_worker_says_so(cast: Cast) -> None:
    worker = Visitor(cast["anna_orp_sion"])
    data = grid(save="", chosen_path="tro")
    worker.post("cases:flag", data=data)
    # A double click sends the same form again.
    page = text(worker.post("cases:flag", data=data))
    assert "semble déjà signalée" in page
    assert Case.objects.count() == 1
    worker.post("cases:flag", data=data | {"is_another": "on"})
    assert Case.objects.count() == 2
