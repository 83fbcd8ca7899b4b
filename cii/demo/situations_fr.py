"""What an answer of the grid means in plain words, in French, category by category."""

from core.choices import Category

WORK, SOCIAL = Category.WORK, Category.SOCIAL
FINANCE, HEALTH, JUSTICE = Category.FINANCE, Category.HEALTH, Category.JUSTICE

JOBS = (
    "la vente",
    "l’hôtellerie",
    "la logistique",
    "le bâtiment",
    "les soins",
    "le nettoyage",
    "l’administration",
    "l’agriculture",
    "la restauration",
    "l’industrie",
    "la mécanique",
    "l’intendance",
)

SITUATION = {
    ("work_capacity", "reduced"): (
        WORK,
        (
            "Capacité de travail estimée à {percent} % dans une activité adaptée, sans port de "
            "charges.",
            "La personne se dit en mesure de travailler à {percent} %, avec des pauses régulières.",
        ),
    ),
    ("work_capacity", "unclear"): (
        WORK,
        (
            "La capacité de travail n’est pas établie ; les avis médicaux divergent.",
            "Taux d’activité possible à clarifier : un essai dans un cadre protégé est envisagé.",
        ),
    ),
    ("incapacity", "yes"): (
        HEALTH,
        (
            "Incapacité de travail attestée depuis {months} mois ; l’AI n’a pas été informée.",
            "Arrêts répétés sur l’année, {months} mois au total ; détection précoce à discuter "
            "avec la personne.",
        ),
    ),
    ("incapacity", "announced"): (
        HEALTH,
        (
            "Incapacité de travail depuis {months} mois ; une demande AI est déposée.",
            "L’AI instruit le dossier depuis {months} mois ; décision attendue.",
        ),
    ),
    ("health", "some"): (
        HEALTH,
        (
            "Douleurs dorsales qui limitent la station debout prolongée ; suivi par le médecin "
            "traitant.",
            "État de santé fluctuant, stabilisé depuis {months} mois sous traitement.",
        ),
    ),
    ("health", "much"): (
        HEALTH,
        (
            "Limitations fonctionnelles importantes ; l’ancienne activité n’est plus exigible "
            "selon le médecin traitant.",
            "Suivi spécialisé en cours ; la reprise doit être progressive.",
        ),
    ),
    ("addiction", "perhaps"): (
        HEALTH,
        (
            "La personne évoque une consommation qu’elle souhaite réduire ; un suivi lui est "
            "proposé.",
            "Consommation à risque évoquée en entretien, sans effet constaté sur les rendez-vous.",
        ),
    ),
    ("addiction", "yes"): (
        HEALTH,
        (
            "Suivi ambulatoire en cours pour une consommation problématique ; évolution positive.",
            "La personne est suivie par un service spécialisé et l’a dit elle-même en entretien.",
        ),
    ),
    ("training", "none"): (
        WORK,
        (
            "Sans diplôme reconnu en Suisse ; {months} années d’expérience dans {job}.",
            "Parcours pratique dans {job}, sans certification ; validation d’acquis à examiner.",
        ),
    ),
    ("training", "at_risk"): (
        WORK,
        (
            "Apprentissage dans {job} interrompu il y a {months} mois.",
            "Pas de place d’apprentissage à ce jour ; intérêt marqué pour {job}.",
        ),
    ),
    ("language", "no"): (
        WORK,
        (
            "Français oral compris, écrit insuffisant pour un poste dans {job} (niveau A2).",
            "Le niveau de français limite les recherches ; un cours intensif est indiqué.",
        ),
    ),
    ("family_housing", "burdened"): (
        SOCIAL,
        (
            "Seule avec deux enfants ; la garde n’est organisée que le matin.",
            "Proche à charge à domicile ; peu de relais dans la famille.",
        ),
    ),
    ("family_housing", "crisis"): (
        SOCIAL,
        (
            "Bail résilié pour la fin du mois ; recherche d’un logement en priorité.",
            "Séparation récente, hébergement provisoire chez un proche.",
        ),
    ),
    ("debts_income", "debts"): (
        FINANCE,
        (
            "Poursuites en cours ; un budget a été établi, sans marge.",
            "Arriérés de loyer et de primes d’assurance-maladie ; désendettement à préparer.",
        ),
    ),
    ("debts_income", "ending"): (
        FINANCE,
        (
            "Fin du droit aux indemnités de chômage dans {months} mois.",
            "Le délai-cadre se termine dans {months} mois ; une demande d’aide sociale est à "
            "prévoir.",
        ),
    ),
    ("motivation", "varying"): (
        WORK,
        (
            "Engagement inégal : bonnes périodes quand le cadre est clair.",
            "La personne participe aux rendez-vous, mais abandonne vite les démarches écrites.",
        ),
    ),
    ("motivation", "hardly"): (
        WORK,
        (
            "Rendez-vous manqués à plusieurs reprises ; la personne se dit découragée.",
            "Peu de démarches entreprises seule ; un accompagnement rapproché est demandé.",
        ),
    ),
    ("justice", "civil"): (
        JUSTICE,
        (
            "Procédure de séparation en cours ; contributions d’entretien pas encore fixées.",
            "Curatelle de gestion instituée par l’autorité de protection ; la curatrice est "
            "informée.",
        ),
    ),
}

# How a measure of the plan ends early, and what the CMS agrees with the person.
BREAKS = (
    "La personne a trouvé un emploi avant la fin.",
    "Trop de route ; une autre solution est cherchée sur place.",
    "Arrêt de maladie ; la mesure sera reprise plus tard.",
)
CONTRACT = "Contrat d’insertion signé"
