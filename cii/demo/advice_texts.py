"""Questions in general words, their answers, and what became of them, each in its language."""

LANGUAGE_COURSE = (
    "Une personne en délai de carence aurait besoin d’un cours de langue avant toute recherche "
    "d’emploi. Qui le paie, et faut-il déjà une procuration ?",
    "Sans procuration nous ne parlons pas de la personne ; la règle, si : le cours relève de "
    "l’institution dont la personne dépend au moment de la demande. Si aucune ne peut entrer en "
    "matière à temps, un préfinancement se demande à la Commission « droit ».",
    "Qui paie un cours de langue avant le droit aux mesures du marché du travail ?",
    "L’institution dont la personne dépend au moment de la demande. Faute d’accord à temps, la "
    "coordination propose un préfinancement à la Commission « droit ».",
    "L’institution dont la personne dépend au moment de la demande, et le cours doit servir le "
    "plan d’insertion. Faute d’accord à temps, la coordination propose un préfinancement à la "
    "Commission « droit » ; le dossier doit alors être couvert par une procuration.",
)
EARLY_NOTICE = (
    "Ab wann ist eine Meldung zur Früherfassung der IV sinnvoll, wenn die Arbeitsfähigkeit noch "
    "unklar ist?",
    "Sobald eine Arbeitsunfähigkeit von dreissig Tagen besteht oder sich kürzere Absenzen häufen. "
    "Die Meldung ist keine Anmeldung; die Person wird vorher informiert.",
    "Wann ist eine Meldung zur Früherfassung der IV sinnvoll?",
    "Bei einer Arbeitsunfähigkeit von dreissig Tagen oder bei gehäuften kürzeren Absenzen. Die "
    "Meldung ist keine Anmeldung bei der IV; die Person wird vorher informiert.",
)
TWO_BODIES = (
    "Deux services suivent déjà la même personne sans se parler. Vaut-il mieux une demande "
    "bilatérale ou une TRO ?",
    "Si deux dispositifs suffisent et que la question est claire, une demande bilatérale. Dès "
    "qu’un troisième doit décider, ou que la voie elle-même est incertaine, une TRO.",
    "Demande bilatérale ou TRO ?",
    "Deux dispositifs et une question claire : demande bilatérale. Trois dispositifs ou une voie "
    "incertaine : TRO.",
)
STILL_OPEN = (
    "Une personne déménage bientôt dans une autre région. Faut-il annoncer la situation avant ou "
    "après le déménagement ?"
)
