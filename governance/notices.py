"""What the inbox says about meetings and accounts: kind, date and numbers, never a name (P9)."""

from django.utils.translation import gettext_lazy as _

from messaging.choices import Topic
from messaging.texts import Notice

# Invitation and cancellation go out as mails of their own, with the calendar entry.
NOTICES: dict[str, Notice] = {
    "account.address_changed": Notice(
        _(
            "Votre adresse de connexion a été modifiée. Si vous ne l’avez pas demandé, avertissez "
            "aussitôt le bureau CII."
        ),
        _("Cet avis part toujours à l’adresse que vous aviez."),
        is_urgent=True,
    ),
    "meeting.convened": Notice(
        _("Vous êtes invité·e à une séance le %(meeting_on)s"),
        _("Votre dispositif participe à un point de l’ordre du jour."),
        is_mailed=False,
        topic=Topic.MEETINGS,
    ),
    "meeting.cancelled": Notice(
        _("La séance du %(meeting_on)s est annulée"),
        _("Vous y étiez invité·e."),
        is_mailed=False,
        topic=Topic.MEETINGS,
    ),
    "item.withdrawn": Notice(
        _("Le dossier %(number)s n’est plus à l’ordre du jour de la séance du %(meeting_on)s"),
        _("Il est clôturé ou suivi ailleurs ; les autres points de la séance sont maintenus."),
        topic=Topic.MEETINGS,
    ),
    "advice.answered": Notice(
        _("Votre question du %(asked_on)s a reçu une réponse"),
        _("Vous avez demandé conseil."),
        is_mailed=False,
    ),
    "minutes.circulated": Notice(
        _("Le procès-verbal %(number)s est à relire"),
        _("Vous étiez invité·e à cette séance ; vous pouvez demander une correction."),
        is_binding=True,
        topic=Topic.MEETINGS,
    ),
    "minutes.correction_asked": Notice(
        _("Une correction du procès-verbal %(number)s est demandée"),
        _("Vous présidez cette séance ; le procès-verbal attend votre réponse."),
        is_binding=True,
        topic=Topic.MEETINGS,
    ),
    "minutes.adopted": Notice(
        _("Le procès-verbal %(number)s est adopté"),
        _("Vous étiez invité·e à cette séance."),
        topic=Topic.MEETINGS,
    ),
    "decision.taken": Notice(
        _("Une décision attend votre dispositif : %(number)s"),
        _("La séance du %(meeting_on)s a confié cette tâche à votre dispositif."),
        is_binding=True,
        topic=Topic.MEETINGS,
    ),
    "handover.waits": Notice(
        _("Un mandat prend fin dans votre dispositif : %(count)s affaires sont à transmettre."),
        _("Vous en êtes répondant·e CII ; la passation se fait en un seul acte."),
    ),
    "handover.named": Notice(
        _("Un mandat prend fin : %(count)s désignations sont à transmettre dans vos dossiers."),
        _("Vous coordonnez ces dossiers ; la passation se fait en un seul acte."),
    ),
    "handover.vacant": Notice(
        _("Une fonction prend fin, personne ne la reprend : %(count)s affaires attendent."),
        _("Vous êtes chargé·e cantonal·e CII ; nommez qui la reprend."),
    ),
}
