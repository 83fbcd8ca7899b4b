"""Sober sentences of an invented year, in French. `texts_de` holds the same ones in German."""

from cases.choices import Path
from core.choices import Category

WORK, SOCIAL = Category.WORK, Category.SOCIAL
FINANCE, HEALTH, JUSTICE = Category.FINANCE, Category.HEALTH, Category.JUSTICE
REMARKS = (
    "La personne a donné son accord de principe pour une discussion entre services.",
    "Entretien ouvert ; elle demande un seul interlocuteur.",
    "À revoir avec la répondante ou le répondant avant la fin du mois.",
    "",
    "",
)
PURPOSES = (
    "Coordonner le retour à l’emploi entre les services qui suivent déjà la personne.",
    "Clarifier la capacité de travail et convenir d’un plan commun.",
    "Trouver une solution de formation et éviter un double suivi.",
)

# Profile → announcement, objective, her own words.
PROFILES = {
    "end_of_rights": (
        "Fin de droit dans {months} mois, santé à clarifier : ORP et CMS doivent convenir de la "
        "suite avant la rupture de revenu.",
        "Un emploi à {percent} % dans {job} avant la fin du droit aux indemnités.",
        "Je veux travailler, mais pas comme avant : mon dos ne suit plus.",
    ),
    "long_social_aid": (
        "Suivi par le CMS depuis plusieurs années ; capacité de travail présente, pas de projet "
        "commun avec l’ORP.",
        "Une activité régulière dans {job}, d’abord à {percent} %, puis un engagement durable.",
        "J’ai besoin qu’on me laisse une vraie chance et qu’on m’explique une fois pour toutes.",
    ),
    "exhaustion": (
        "Arrêt de travail prolongé après un épuisement ; le rôle de chaque service n’est pas "
        "clair pour la personne.",
        "Une reprise progressive dans {job}, de 20 à {percent} %, avec un appui en entreprise.",
        "Je voudrais reprendre, mais pas à pas.",
    ),
    "youth_without_solution": (
        "Jeune sans solution depuis la fin de l’école ; plusieurs services, aucun fil conducteur.",
        "Une place d’apprentissage dans {job} pour la rentrée.",
        "Je ne veux plus rester à la maison, je veux apprendre un métier.",
    ),
    "youth_break_off": (
        "Apprentissage interrompu, santé fragile : la suite dépend de l’avis de l’AI et de la "
        "Plateforme T1.",
        "La reprise d’une formation adaptée dans {job} dans les douze mois.",
        "J’aimerais finir ce que j’ai commencé, mais dans une autre entreprise.",
    ),
    "asylum": (
        "Permis F, bonne volonté, langue insuffisante : préparer l’entrée sur le marché du "
        "travail avec l’ORP.",
        "Un niveau B1 de français, puis un stage dans {job}.",
        "Je cherche du travail depuis que je suis ici. Je peux commencer tout de suite.",
    ),
    "single_parent": (
        "Recherche d’emploi freinée par la garde des enfants et les dettes ; ORP et CMS suivent "
        "chacun de leur côté.",
        "Un emploi à {percent} % dans {job}, compatible avec les horaires de la crèche.",
        "Le matin, je peux. L’après-midi, je n’ai personne pour les enfants.",
    ),
    "older_worker": (
        "Plus de 55 ans, rendement réduit, longues recherches sans résultat.",
        "Un poste adapté dans {job} à {percent} %, avec une allocation d’initiation au travail.",
        "Je sais travailler, il faut seulement qu’on me laisse mon rythme.",
    ),
    "fragile_stability": (
        "Situation instable dans plusieurs domaines à la fois ; la personne ne sait plus à qui "
        "s’adresser.",
        "Stabiliser le logement et le suivi, puis une occupation régulière à {percent} %.",
        "Une chose après l’autre, et une seule personne à appeler.",
    ),
    "self_employed": (
        "Ancienne activité indépendante cessée, dettes ; le droit aux prestations n’est pas "
        "clarifié.",
        "Un emploi salarié dans {job} et un budget assaini.",
        "Après vingt ans à mon compte, je dois réapprendre à postuler.",
    ),
    "after_accident": (
        "Ancien métier plus exigible après un accident ; la réadaptation doit s’accorder avec le "
        "placement.",
        "Un reclassement dans {job}, puis un placement à {percent} %.",
        "Je ne peux plus porter, mais j’ai la tête et l’expérience.",
    ),
    "without_diploma": (
        "Sans diplôme reconnu, langue limitée, permis B : la mesure tandem paraît indiquée.",
        "Un emploi stable dans {job} et un niveau de français A2 attesté.",
        "Je préfère travailler et apprendre en même temps.",
    ),
}

TRIAGE = {
    Path.TRO: (
        "Trois dispositifs sont concernés et aucun plan commun n’existe.",
        "La situation demande une décision commune sur la suite et sur le financement.",
        "Rôles à clarifier entre les services ; la personne souhaite un seul interlocuteur.",
    ),
    Path.ASSESSMENT: (
        "Capacité de travail et ressources à apprécier ensemble avant toute mesure.",
        "Situation complexe dans plusieurs domaines : une appréciation commune est nécessaire.",
    ),
    Path.TANDEM: (
        "Public visé par la mesure tandem ; ORP et CMS peuvent agir sans séance.",
        "Deux dispositifs seulement : un tandem ORP-CMS répond à la demande.",
    ),
    Path.CASE_MANAGEMENT: (
        "Accompagnement suivi nécessaire : désignation d’un·e case manager par le pool.",
        "Plusieurs échéances à tenir ensemble ; un fil conducteur suffit.",
    ),
    Path.BILATERAL: (
        "Une question précise à un seul dispositif : demande bilatérale.",
        "Un échange entre deux services suffit à ce stade.",
    ),
    Path.AI_NOTICE: ("Plus de trente jours d’incapacité : communication à l’AI avec la personne.",),
    Path.NONE: (
        "La situation s’est réglée entre-temps ; le dispositif annonceur poursuit seul.",
        "Un seul service est concerné : le suivi ordinaire suffit.",
    ),
}
DROPS = (
    "Emploi trouvé avant l’entretien ; suivi ordinaire par le dispositif.",
    "Après discussion, un seul dispositif est concerné.",
    "La personne ne souhaite pas d’échange entre services ; information donnée.",
    "Départ du canton annoncé.",
)

# What is written down between two meetings.
JOURNAL = {
    WORK: (
        "Entretien de suivi : dossier de candidature mis à jour, trois envois dans {job}.",
        "Visite en entreprise ; un essai de deux semaines est proposé.",
        "Point de situation par téléphone : la mesure se déroule bien, horaires tenus.",
        "Stage dans {job} confirmé par l’employeur, début le mois prochain.",
        "Le formateur relève une progression régulière ; taux porté à {percent} %.",
        "Bilan intermédiaire : objectifs atteints en partie, prolongation à discuter.",
    ),
    SOCIAL: (
        "Solution de garde trouvée pour trois matins par semaine.",
        "Visite à domicile : situation plus calme, logement assuré jusqu’à l’été.",
        "Contact avec le service du logement ; dossier complet.",
    ),
    FINANCE: (
        "Budget revu avec la personne ; arrangement de paiement conclu avec un créancier.",
        "Demande de subside à l’assurance-maladie déposée.",
        "Revenu du mois pris en compte ; complément calculé.",
    ),
    HEALTH: (
        "Rapport du médecin traitant reçu ; reprise à {percent} % possible.",
        "Rendez-vous chez le spécialiste fixé ; la personne en parlera à son retour.",
        "Évolution favorable, traitement allégé.",
    ),
    JUSTICE: ("Audience fixée ; pas d’effet sur la mesure en cours.",),
}

# What is said at the table, and what is decided there.
DISCUSSION = {
    WORK: (
        "La personne a une expérience solide dans {job}. Le taux visé est de {percent} %.",
        "Les partenaires constatent que les démarches se sont croisées ; une seule feuille de "
        "route est retenue.",
        "Le dispositif annonceur rappelle le parcours et l’échéance qui approche.",
    ),
    SOCIAL: (
        "La garde des enfants est la condition de toute mesure ; le CMS présente les solutions.",
        "Le logement est assuré ; la famille soutient le projet.",
    ),
    FINANCE: (
        "Le revenu pendant la mesure est assuré ; le budget sera revu avec la personne.",
        "Les dettes sont connues et un plan de désendettement est en préparation.",
    ),
    HEALTH: (
        "L’Office AI explique ce qui est exigible et ce qui reste à clarifier.",
        "Une reprise par paliers est recommandée ; le médecin sera informé par la personne.",
    ),
    JUSTICE: ("La procédure en cours n’empêche pas la mesure.",),
}
DECISIONS = {
    "orp": (
        "Inscrire la personne à la mesure convenue et en informer les partenaires",
        "Rechercher deux places de stage dans {job}",
    ),
    "cms": (
        "Établir le budget pendant la mesure et organiser la garde des enfants si nécessaire",
        "Conduire un entretien commun avec la personne dans les deux semaines",
    ),
    "oai": (
        "Se prononcer sur une mesure d’intervention précoce",
        "Transmettre aux partenaires les limitations à respecter",
    ),
    "t1": (
        "Proposer une place de préparation à la formation",
        "Accompagner la personne au premier entretien d’apprentissage",
    ),
    "osp": ("Faire un bilan d’orientation et en donner les conclusions au case manager",),
    "oasi": ("Confirmer la prise en charge du cours de langue",),
    "ocps": ("Calculer le droit aux prestations sous condition de ressources",),
    "lmmt": ("Réserver une place dans un programme d’emploi temporaire",),
    "bureau": ("Faire le point avec les partenaires et fixer la prochaine échéance",),
}
DETAILS = (
    "Début à 50 %, augmentation par paliers.",
    "Bilan à mi-parcours avec la personne.",
    "En entreprise, dans {job}.",
    "",
    "",
)
CORRECTIONS = (
    "Préciser le taux d’activité : il s’agit de {percent} %.",
    "Ajouter que la personne était d’accord avec l’échéance.",
)
REVIEWS = {
    "on_track": ("",),
    "adapt": (
        "Le stage a pris fin plus tôt que prévu ; une autre mesure dans {job} est à convenir.",
        "Taux d’activité à revoir à {percent} % ; le plan sera adapté.",
    ),
    "meeting": ("Les partenaires ne s’accordent pas sur la suite ; une séance est demandée.",),
    "close": ("Contrat de travail signé ; l’accompagnement peut prendre fin.",),
}
DESIGNATIONS = (
    "Connaît la personne et dispose de la capacité nécessaire.",
    "Proposition du pool des répondant·e·s de la région.",
)
HANDOVER = "Nouvelle répartition des dossiers dans l’équipe."
NARROWING = "La personne ne souhaite plus que cette catégorie soit communiquée à ce service."
ONE_PERSON = "Vérifié par téléphone avec les deux dispositifs : c’est la même personne."
TWO_PERSONS = "Homonymes nés le même jour : l’adresse et le parcours diffèrent."
REOPENED = (
    "La personne a perdu l’emploi trouvé, le poste a été supprimé pendant le temps d’essai.",
    "L’engagement n’a pas été prolongé ; la personne souhaite reprendre le suivi.",
)
RESULTS = {
    "held": ("", "La personne travaille toujours, sans aide."),
    "not_held": ("L’emploi s’est terminé pendant le temps d’essai.",),
    "unknown": ("La personne n’a pas pu être jointe.",),
}
WITHDRAWAL = "Retrait communiqué oralement par la personne lors d’un entretien."
POINTS = (
    "Organisation des prochaines séances",
    "Nouvelles des dispositifs",
    "Délais d’inscription aux mesures",
    "Retour sur les dossiers clôturés",
)
POINT_NOTES = (
    "Les dates du semestre sont confirmées.",
    "Chaque dispositif donne un bref aperçu de ses effectifs et de ses délais.",
)
POINT_TASK = "Diffuser les dates aux dispositifs"
DOCUMENTS = {
    WORK: "Curriculum vitae",
    SOCIAL: "Attestation de garde",
    FINANCE: "Budget mensuel",
    HEALTH: "Certificat médical",
}
PAPER = "Document inventé pour la démonstration"
SIGNED = "Procuration signée (document inventé pour la démonstration)"
YEARLY_POINTS = (
    "Bilan de l’année",
    "Échange de pratiques : le premier entretien avec la personne",
    "Dates de l’année prochaine",
)
QUESTIONS = {
    "prefinancing": "Le Fonds avance-t-il le coaching jusqu’à ce que le payeur soit connu ?",
    "special": "Quel dispositif paie la mesure, que deux d’entre eux proposent ?",
    "advice": "La formation commencée avant l’annonce peut-elle entrer dans le plan ?",
}
RULINGS = {
    "prefinancing": "Le Fonds avance six mois de coaching.",
    "advice": "Oui, dès l’adoption du plan.",
}
RECUSED = "A suivi la personne dans une fonction antérieure."

# What one dispositif asks another: question, expected service, agreement, disagreement, end.
REQUESTS = (
    (
        "La personne peut-elle commencer une activité à temps partiel, et laquelle ?",
        "Un avis écrit sur la capacité de travail",
        "Nous la recevons la semaine prochaine et vous donnons notre avis par écrit.",
        "Notre avis existe déjà : le répéter retarderait le plan de plusieurs semaines.",
        "L’avis est rendu ; il est repris dans le plan.",
    ),
    (
        "Qui peut aider à clarifier les factures en suspens avant la prochaine mesure ?",
        "Un entretien commun sur le budget",
        "Un rendez-vous commun est fixé ; nous le préparons avec la personne.",
        "La situation financière relève d’un service spécialisé, que la personne connaît déjà.",
        "L’entretien a eu lieu, un budget est établi.",
    ),
    (
        "Existe-t-il une formation courte qui convienne à son projet ?",
        "Une proposition de formation, avec ses conditions",
        "Nous proposons deux formations et accompagnons l’inscription.",
        "Sans bilan préalable, nous ne pouvons pas recommander de formation.",
        "La personne est inscrite à une formation.",
    ),
)

# The question, both positions, why it goes on (twice), what holds from then on, and why.
DISPUTES = (
    (
        "Qui organise le stage, et qui suit la personne pendant ce temps ?",
        "Nous avons trouvé une entreprise ; le suivi hebdomadaire dépasse nos moyens.",
        "Le stage est une mesure du plan : qui l’a trouvée la suit jusqu’à son terme.",
        "Séance tenue avec les deux dispositifs : chacun maintient sa position.",
        "Le suivi demande un mandat payé à un tiers : de l’argent est en jeu.",
        "Le dispositif qui a trouvé le stage le suit ; l’autre prend part au bilan.",
        "Un seul interlocuteur pour l’entreprise ; le bilan commun garantit la suite du plan.",
    ),
    (
        "La formation commence-t-elle avant ou après la clarification de la capacité de travail ?",
        "La place est libre maintenant ; attendre, c’est la perdre.",
        "Sans avis sur la capacité de travail, la formation risque d’être interrompue.",
        "Pas d’accord sur la date de début, malgré deux propositions de la coordination.",
        "Les frais d’annulation ne figurent à aucun budget : la Commission décide.",
        "La formation commence à 50 % ; l’avis est rendu dans les six semaines.",
        "La place est gardée et la charge reste supportable ; le taux est revu après l’avis.",
    ),
)
