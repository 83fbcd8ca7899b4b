"""Two dispositifs disagree: each says its position, and the dispute goes on to the next who
answers for it, with reasons (convention 5.7, C8). How it ends: `cases.actions.matters`."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Office, User
from cases.actions.base import record_act
from cases.actions.engagements import engage
from cases.actions.stages import begin_stage, end_stage, lock_matter
from cases.choices import DisputeState, EngagementKind, MatterKind, StageResult, Tie
from cases.docket import settles
from cases.models import Case, DisputeStage, Matter, Position
from cases.permissions import require, require_at
from cases.rules import check_open, may_write
from cases.workflow import DISPUTE, STEP_AFTER
from core.refusal import Refusal


@transaction.atomic
def state_position(
    matter: Matter, *, office: Office, text: str, by: User, at: datetime
) -> Position:
    """A dispositif says what it holds, or corrects it; what it said before is kept.

    Raises Refusal for another dispositif, in a category that it may not read, without words, and
    once the dispute is settled.
    """
    matter, case = lock_matter(matter)
    ground = require_at("dispute.state", case, [office], by=by, at=at)
    check_open(matter)
    if office not in matter.parties:
        raise Refusal(_("Le litige n’oppose pas ce dispositif."), "office")
    may_write(matter.said_in, mask=ground.mask, is_home=ground.tie == Tie.HOME and ground.is_own)
    if not text.strip():
        raise Refusal(_("Donnez la position de votre dispositif en quelques phrases."), "text")
    position = Position.objects.create(
        case=case,
        matter=matter,
        office=office,
        category=matter.said_in,
        text=text.strip(),
        stated_at=at,
        stated_by=by,
    )
    record_act("dispute.stated", case, ground, by=by, at=at, object_id=position.pk)
    return position


@transaction.atomic
def pass_on(stage: DisputeStage, *, reason: str, by: User, at: datetime) -> DisputeStage:
    """No agreement here: the next one answers for it. The Commission takes part from then on.

    Raises Refusal when the stage has ended meanwhile, at the last one, and without a reason.
    """
    matter, case = lock_matter(stage.matter)
    ground = require(settles(matter), case, by=by, at=at)
    check_open(matter)
    stage = DisputeStage.objects.select_related("matter__case", "ended_by").get(pk=stage.pk)
    if stage.ended_at:
        raise DISPUTE.decided(stage.step, stage.ended_by)
    step = STEP_AFTER.get(stage.step)
    if step is None:
        raise Refusal(_("C’est la dernière étape : concluez-la ici."))
    if not reason.strip():
        raise Refusal(_("Dites pourquoi il n’y a pas d’accord à cette étape."), "reason")
    end_stage(stage, StageResult.PASSED_ON, reason=reason, by=by, at=at)
    if step == DisputeState.COMMISSION:
        _submit(matter, case, by=by, at=at)
    record_act(
        "dispute.passed_on", case, ground, by=by, at=at, object_id=matter.pk, step=step.value
    )
    return begin_stage(matter, step, by=by, at=at)


def _submit(matter: Matter, case: Case, *, by: User, at: datetime) -> None:
    """Money is at stake: who takes part in the Commission reads what is granted to it."""
    if matter.kind != MatterKind.MONEY_DISPUTE:
        matter.kind = MatterKind.MONEY_DISPUTE
        matter.save(update_fields=["kind"])
    for recipient in Office.objects.filter(kind="commission"):
        engage(case, recipient, EngagementKind.MONEY_DISPUTE, source_id=matter.pk, by=by, at=at)
