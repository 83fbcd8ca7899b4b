"""What is said when a domain is weighed: at first, and twice later."""

from cases.choices import Domain

SAID = {
    "fr": {
        Domain.HEALTH: (
            "Douleurs presque chaque jour ; le port de charges n’est plus possible.",
            "Le traitement soulage ; des demi-journées sont possibles.",
            "Va mieux. À ménager : les longues stations debout.",
        ),
        Domain.TRAINING: (
            "Pas de diplôme reconnu, et une longue pause depuis le dernier emploi.",
            "La demande de reconnaissance est déposée, sans réponse pour l’instant.",
            "Attestation obtenue ; elle ouvre des postes qualifiés.",
        ),
        Domain.FAMILY: (
            "La famille aide à garder les enfants deux jours par semaine.",
            "Une place de crèche est trouvée : quatre jours sont libres.",
            "L’organisation tient, aussi en période de stage.",
        ),
        Domain.DEBTS: (
            "Des poursuites en cours ; crainte d’une saisie sur le premier salaire.",
            "Une nouvelle poursuite ; le budget ne suffit plus.",
            "Plan de remboursement accepté par les créanciers.",
        ),
        Domain.MOTIVATION: (
            "Découragement après plusieurs refus.",
            "Vient à chaque entretien et prépare ses postulations.",
            "A trouvé par soi-même deux places de stage.",
        ),
    },
    "de": {
        Domain.HEALTH: (
            "Schmerzen fast jeden Tag; Lasten tragen ist nicht mehr möglich.",
            "Die Behandlung hilft; halbe Tage sind möglich.",
            "Es geht besser. Zu vermeiden ist langes Stehen.",
        ),
        Domain.TRAINING: (
            "Kein anerkannter Abschluss und eine lange Pause seit der letzten Stelle.",
            "Das Gesuch um Anerkennung ist eingereicht, noch ohne Antwort.",
            "Attest erhalten; damit sind qualifizierte Stellen möglich.",
        ),
        Domain.FAMILY: (
            "Die Familie hilft an zwei Tagen in der Woche bei der Kinderbetreuung.",
            "Ein Krippenplatz ist gefunden: Vier Tage sind frei.",
            "Die Betreuung funktioniert, auch während eines Praktikums.",
        ),
        Domain.DEBTS: (
            "Laufende Betreibungen; Angst vor einer Pfändung des ersten Lohnes.",
            "Eine neue Betreibung; das Budget reicht nicht mehr.",
            "Die Gläubiger haben den Rückzahlungsplan angenommen.",
        ),
        Domain.MOTIVATION: (
            "Entmutigt nach mehreren Absagen.",
            "Kommt zu jedem Gespräch und bereitet Bewerbungen vor.",
            "Hat selbst zwei Praktikumsplätze gefunden.",
        ),
    },
}
