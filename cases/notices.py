"""What an inbox entry or a mail about a case says; nothing in it is personal (P9)."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.choices import AssignmentKind, EngagementKind
from messaging.choices import Topic
from messaging.texts import Notice

# The receipt that a dispositif is out names the act that had let it in.
RECEIPTS: dict[str, Notice] = {
    f"engagement.ended.{kind}": Notice(
        _("Dossier %(number)s : la participation de votre dispositif a pris fin."),
        format_lazy(
            "{since} {act}.", since=_("Elle durait depuis le %(since_on)s :"), act=kind.label
        ),
        is_mailed=False,
    )
    for kind in EngagementKind
}

NOTICES: dict[str, Notice] = RECEIPTS | {
    "case.flagged": Notice(
        _("Dossier %(number)s : un signalement attend votre confirmation."),
        _("Vous êtes répondant·e CII du dispositif qui a signalé."),
        is_binding=True,
    ),
    "aid.waits.soon": Notice(
        _("Dossier %(number)s : une transmission du CMS est due le %(due_on)s."),
        _("Vous suivez ce dossier dans le CMS ; la commune en a besoin pour décider à temps."),
    ),
    "aid.waits.late": Notice(
        _("Dossier %(number)s : une transmission du CMS est due depuis le %(due_on)s."),
        _("Vous êtes répondant·e CII de ce CMS ; une ou un collègue peut la faire partir."),
        is_binding=True,
    ),
    "aid.waits.manager": Notice(
        _("Dossier %(number)s : une transmission du CMS est due depuis le %(due_on)s."),
        _("Vous êtes responsable régional·e de ce CMS."),
        is_binding=True,
    ),
    "grid.asked_again": Notice(
        _("Dossier %(number)s : la grille de détection a été remplie à nouveau."),
        _("Vous coordonnez ou gérez ce dossier ; la situation a changé."),
    ),
    "case.handed_over": Notice(
        _("Dossier %(number)s : vous en avez désormais la charge."),
        _("Une ou un collègue vous a transmis le dossier."),
    ),
    "case.announced": Notice(
        _("Dossier %(number)s : une annonce attend votre triage."),
        _("Vous tenez le poste de coordination auquel le dossier est attribué."),
        is_binding=True,
    ),
    "assessment.mandated": Notice(
        _("Dossier %(number)s : un mandat d’assessment, à organiser jusqu’au %(due_on)s."),
        _("Le bureau CII organise les assessments que la coordination décide au triage."),
    ),
    "case.reopened": Notice(
        _("Dossier %(number)s : il est rouvert et sera trié à nouveau."),
        _("Vous suiviez ce dossier pour le dispositif annonceur ou la coordination."),
    ),
    "case.transferred": Notice(
        _("Dossier %(number)s : il est désormais attribué à votre poste de coordination."),
        _("Vous tenez le poste de coordination auquel le dossier est attribué."),
    ),
    "office.engaged": Notice(
        _("Dossier %(number)s : votre dispositif y participe désormais."),
        _("La coordination du dossier a engagé votre dispositif ; le motif figure au dossier."),
    ),
    f"person.assigned.{AssignmentKind.EXPERT}": Notice(
        _("Dossier %(number)s : vous y êtes invité·e comme expert·e."),
        _("La coordination du dossier vous a désigné·e ; le motif figure au dossier."),
    ),
    f"person.assigned.{AssignmentKind.EXECUTING}": Notice(
        _("Dossier %(number)s : vous y exécutez désormais une tâche."),
        _("La coordination du dossier vous a désigné·e ; le motif figure au dossier."),
    ),
    "person.relieved": Notice(
        _("Dossier %(number)s : votre participation a pris fin."),
        _("Vous y étiez désigné·e depuis le %(since_on)s ; vous gardez vos propres entrées."),
        is_mailed=False,
    ),
    "access_request.received": Notice(
        _("Dossier %(number)s : la personne demande son dossier, à remettre jusqu’au %(due_on)s."),
        _("Vous avez reçu sa demande, ou vous êtes répondant·e CII du dispositif qui a signalé."),
        is_binding=True,
        topic=Topic.RETENTION,
    ),
    "case_manager.designated": Notice(
        _("Dossier %(number)s : vous êtes désigné·e case manager."),
        _("Le pool des répondant·e·s de la région vous a désigné·e."),
        is_binding=True,
    ),
    "request.received": Notice(
        _("Dossier %(number)s : une demande de collaboration, à prendre en charge."),
        _("Votre dispositif entre en matière jusqu’au %(due_on)s ; vous en êtes répondant·e CII."),
        is_binding=True,
        topic=Topic.REQUESTS,
    ),
    "request.taken_up": Notice(
        _("Dossier %(number)s : le dispositif sollicité est entré en matière."),
        _("Vous avez envoyé la demande de collaboration."),
        is_mailed=False,
        topic=Topic.REQUESTS,
    ),
    "request.agreed": Notice(
        _("Dossier %(number)s : le dispositif sollicité donne son accord."),
        _("Vous avez envoyé la demande de collaboration."),
        topic=Topic.REQUESTS,
    ),
    "request.disagreed": Notice(
        _("Dossier %(number)s : le dispositif sollicité motive un désaccord."),
        _("Vous avez envoyé la demande ; un litige est ouvert avec les deux positions."),
        is_urgent=True,
        topic=Topic.REQUESTS,
    ),
    "request.waits.repondant": Notice(
        _("Dossier %(number)s : une demande attend, à prendre en charge jusqu’au %(due_on)s."),
        _("Vous êtes répondant·e CII du dispositif sollicité."),
        is_binding=True,
        topic=Topic.REQUESTS,
    ),
    "request.waits.colleagues": Notice(
        _("Dossier %(number)s : une demande à votre dispositif attend depuis le %(due_on)s."),
        _("Son délai est dépassé ; parlez-en à la personne qui y est répondante."),
        is_binding=True,
        topic=Topic.REQUESTS,
    ),
    "request.waits.manager": Notice(
        _("Dossier %(number)s : une demande à votre dispositif attend depuis le %(due_on)s."),
        _("Vous en êtes responsable régional·e ; vous en voyez le numéro et la durée."),
        is_urgent=True,
        topic=Topic.REQUESTS,
    ),
    "request.waits.officer": Notice(
        _("Dossier %(number)s : une demande de collaboration attend depuis le %(due_on)s."),
        _("Le dispositif sollicité n’est pas entré en matière ; vous veillez à la convention."),
        is_urgent=True,
        topic=Topic.REQUESTS,
    ),
    "matter.submitted": Notice(
        _("Dossier %(number)s : une affaire attend la Commission « droit »."),
        _("Vous en êtes membre ; vous lisez ce que la procuration lui ouvre."),
        is_binding=True,
        topic=Topic.REQUESTS,
    ),
    "matter.disputed": Notice(
        _("Dossier %(number)s : un litige touche votre dispositif."),
        _("Vous êtes responsable régional·e du dispositif ; vous en voyez le numéro et la durée."),
        is_urgent=True,
        topic=Topic.REQUESTS,
    ),
    "matter.opened": Notice(
        _("Dossier %(number)s : un litige ou une demande d’avis attend d’être réglé."),
        _("Vous prenez position comme chargé·e cantonal·e ou coordinateur·trice du dossier."),
        is_urgent=True,
        topic=Topic.REQUESTS,
    ),
    "dispute.opened": Notice(
        _("Dossier %(number)s : un litige, position à donner jusqu’au %(due_on)s."),
        _("Votre dispositif est l’une des deux parties ; vous en êtes répondant·e CII."),
    ),
    "dispute.passed_on": Notice(
        _("Dossier %(number)s : le litige passe à l’étape suivante, jusqu’au %(due_on)s."),
        _("Votre dispositif est l’une des deux parties ; il peut corriger sa position."),
    ),
    "dispute.waits": Notice(
        _("Dossier %(number)s : un litige attend votre position jusqu’au %(due_on)s."),
        _("La coordination n’a pas trouvé d’accord ; vous prenez position."),
    ),
    "dispute.settled": Notice(
        _("Dossier %(number)s : le litige est réglé, l’issue lie les deux dispositifs."),
        _("Votre dispositif est l’une des deux parties ; vous en êtes répondant·e CII."),
    ),
    "dispute.late.reminder": Notice(
        _("Dossier %(number)s : une étape d’un litige devait se conclure le %(due_on)s."),
        _("Vous répondez de cette étape : concluez-la, ou transmettez le litige."),
    ),
    "dispute.late.next": Notice(
        _("Dossier %(number)s : une étape d’un litige est en retard depuis le %(due_on)s."),
        _("Vous répondez de l’étape suivante ; rien n’est encore à faire de votre part."),
    ),
    "member.recused": Notice(
        _("Vous êtes récusé·e : un dossier soumis à la Commission « droit » vous est fermé."),
        _("Le bureau CII vous dira lequel ; le dossier ne vous est plus montré nulle part."),
        is_urgent=True,
        topic=Topic.REQUESTS,
    ),
    "match.found": Notice(
        _("Deux dossiers concernent peut-être la même personne : à examiner."),
        _("Vous tenez le poste de coordination de l’un d’eux."),
    ),
    "match.engaged": Notice(
        _("Dossier %(number)s : votre dispositif y participe désormais."),
        _("La coordination l’a engagé, pour éviter un suivi en parallèle."),
    ),
    "merge.proposed": Notice(
        _("Une réunion de deux dossiers attend votre accord."),
        _("Deux personnes de la coordination en décident ; une autre que vous l’a proposée."),
        is_binding=True,
    ),
    "merge.undo_proposed": Notice(
        _("La séparation de deux dossiers réunis attend votre accord."),
        _("Deux personnes de la coordination en décident ; une autre que vous l’a proposée."),
        is_binding=True,
    ),
    "case.completed": Notice(
        _("Dossier %(number)s : un autre dossier de la même personne y est réuni."),
        _("Vous travaillez à ce dossier."),
    ),
    "case.merged": Notice(
        _("Dossier %(number)s : il est réuni à un autre dossier de la même personne."),
        _("Vous travaillez à ce dossier ; la coordination prendra contact avec vous."),
    ),
    "case.restored": Notice(
        _("Dossier %(number)s : il n’est plus réuni à un autre et se poursuit comme avant."),
        _("Vous travaillez à ce dossier."),
    ),
    "procuration.extension_asked": Notice(
        _("Dossier %(number)s : faites compléter la procuration, la coordination vous contacte."),
        _("Vous tenez la procuration de ce dossier."),
        topic=Topic.CONSENTS,
    ),
    "procuration.narrowed": Notice(
        _("Dossier %(number)s : la procuration a été restreinte."),
        _("Vous tenez le poste de coordination auquel le dossier est attribué."),
        is_urgent=True,
        topic=Topic.CONSENTS,
    ),
    "procuration.withdrawn": Notice(
        _("Dossier %(number)s : la procuration a été retirée."),
        _("Vous tenez le poste de coordination auquel le dossier est attribué."),
        is_urgent=True,
        topic=Topic.CONSENTS,
    ),
    "procuration.expiring": Notice(
        _("Dossier %(number)s : la procuration expire le %(until_on)s."),
        _("Vous pouvez la faire renouveler avec la personne, avant que les accès se ferment."),
        is_binding=True,
        topic=Topic.CONSENTS,
    ),
    "follow_up.due": Notice(
        _("Dossier %(number)s : suivi trimestriel à faire jusqu’au %(due_on)s."),
        _("Vous êtes case manager ou coordinateur·trice du dossier."),
        is_binding=True,
        topic=Topic.REVIEWS,
    ),
    "follow_up.late": Notice(
        _("Dossier %(number)s : le suivi trimestriel du %(due_on)s n’est pas fait."),
        _("Vous tenez le poste de coordination ; les rappels sont restés sans effet."),
    ),
    "follow_up.asks": Notice(
        _("Dossier %(number)s : le suivi trimestriel attend une suite de votre part."),
        _("La ou le case manager l’a consigné ; vous tenez le poste de coordination."),
    ),
    "follow_up.escalated": Notice(
        _("Dossier %(number)s : le suivi trimestriel du %(due_on)s n’est pas fait."),
        _("Le délai de rappel est dépassé ; vous répondez du bon fonctionnement de la CII."),
        is_urgent=True,
        topic=Topic.REVIEWS,
    ),
    "result.asked": Notice(
        _("Dossier %(number)s, clôturé : dites jusqu’au %(due_on)s si le résultat tient."),
        _("Vous êtes répondant·e CII du dispositif qui a signalé."),
    ),
    "result.answered": Notice(
        _("Dossier %(number)s, clôturé : voyez s’il faut le rouvrir."),
        _("Le dispositif annonceur a répondu sur le résultat ; vous tenez le poste."),
    ),
    "retention.due": Notice(
        _("Conservation échue : %(count)s dossiers à proposer aux Archives de l’État."),
        _("Vous tenez la liste des dossiers à détruire."),
        topic=Topic.RETENTION,
    ),
    "destruction.proposed": Notice(
        _("Une destruction attend votre approbation."),
        _(
            "Deux personnes approuvent : un·e chargé·e cantonal·e et un·e répondant·e du "
            "dispositif."
        ),
        is_binding=True,
        topic=Topic.RETENTION,
    ),
    "case.destroyed": Notice(
        _("Dossier %(number)s : détruit, le certificat est scellé."),
        _("Vous avez proposé ou approuvé cette destruction."),
        is_mailed=False,
        topic=Topic.RETENTION,
    ),
}
