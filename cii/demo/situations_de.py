"""What an answer of the grid means in plain words, in German, category by category."""

from core.choices import Category

WORK, SOCIAL = Category.WORK, Category.SOCIAL
FINANCE, HEALTH, JUSTICE = Category.FINANCE, Category.HEALTH, Category.JUSTICE

JOBS = (
    "im Verkauf",
    "in der Hotellerie",
    "in der Logistik",
    "auf dem Bau",
    "in der Pflege",
    "in der Reinigung",
    "in der Verwaltung",
    "in der Landwirtschaft",
    "in der Gastronomie",
    "in der Industrie",
    "in der Mechanik",
    "in der Hauswirtschaft",
)

SITUATION = {
    ("work_capacity", "reduced"): (
        WORK,
        (
            "Arbeitsfähigkeit auf {percent} % geschätzt, in angepasster Tätigkeit ohne Heben von "
            "Lasten.",
            "Die Person traut sich ein Pensum von {percent} % mit regelmässigen Pausen zu.",
        ),
    ),
    ("work_capacity", "unclear"): (
        WORK,
        (
            "Die Arbeitsfähigkeit ist nicht geklärt; die ärztlichen Einschätzungen gehen "
            "auseinander.",
            "Mögliches Pensum zu klären: ein Versuch in geschütztem Rahmen wird geprüft.",
        ),
    ),
    ("incapacity", "yes"): (
        HEALTH,
        (
            "Seit {months} Monaten arbeitsunfähig geschrieben; die IV wurde nicht informiert.",
            "Wiederholte Absenzen, insgesamt {months} Monate im Jahr; Früherfassung mit der "
            "Person zu besprechen.",
        ),
    ),
    ("incapacity", "announced"): (
        HEALTH,
        (
            "Seit {months} Monaten arbeitsunfähig; eine IV-Anmeldung liegt vor.",
            "Die IV prüft das Dossier seit {months} Monaten; der Entscheid steht aus.",
        ),
    ),
    ("health", "some"): (
        HEALTH,
        (
            "Rückenbeschwerden erschweren langes Stehen; hausärztliche Begleitung.",
            "Schwankender Gesundheitszustand, seit {months} Monaten mit Behandlung stabil.",
        ),
    ),
    ("health", "much"): (
        HEALTH,
        (
            "Erhebliche Einschränkungen; die frühere Tätigkeit ist laut Hausarzt nicht mehr "
            "zumutbar.",
            "Fachärztliche Behandlung im Gang; die Rückkehr muss schrittweise erfolgen.",
        ),
    ),
    ("addiction", "perhaps"): (
        HEALTH,
        (
            "Die Person spricht einen Konsum an, den sie verringern möchte; Begleitung angeboten.",
            "Riskanter Konsum im Gespräch erwähnt, ohne Folgen für die Termine.",
        ),
    ),
    ("addiction", "yes"): (
        HEALTH,
        (
            "Ambulante Behandlung wegen problematischen Konsums; günstiger Verlauf.",
            "Die Person wird von einer Fachstelle begleitet und hat dies selbst mitgeteilt.",
        ),
    ),
    ("training", "none"): (
        WORK,
        (
            "Ohne in der Schweiz anerkannten Abschluss; {months} Jahre Erfahrung {job}.",
            "Praktischer Werdegang {job}, ohne Zeugnis; Anerkennung der Erfahrung zu prüfen.",
        ),
    ),
    ("training", "at_risk"): (
        WORK,
        (
            "Lehre {job} vor {months} Monaten abgebrochen.",
            "Bis heute keine Lehrstelle; klares Interesse an einer Arbeit {job}.",
        ),
    ),
    ("language", "no"): (
        WORK,
        (
            "Versteht Deutsch mündlich, schriftlich zu wenig für eine Stelle {job} (Niveau A2).",
            "Die Sprachkenntnisse schränken die Stellensuche ein; ein Intensivkurs ist angezeigt.",
        ),
    ),
    ("family_housing", "burdened"): (
        SOCIAL,
        (
            "Allein mit zwei Kindern; die Betreuung ist nur am Vormittag geregelt.",
            "Pflegt eine angehörige Person zu Hause; wenig Entlastung in der Familie.",
        ),
    ),
    ("family_housing", "crisis"): (
        SOCIAL,
        (
            "Mietvertrag auf Ende Monat gekündigt; die Wohnungssuche geht vor.",
            "Kürzliche Trennung, vorübergehend bei Angehörigen untergebracht.",
        ),
    ),
    ("debts_income", "debts"): (
        FINANCE,
        (
            "Laufende Betreibungen; ein Budget ist erstellt, ohne Spielraum.",
            "Ausstände bei Miete und Krankenkassenprämien; Schuldensanierung vorzubereiten.",
        ),
    ),
    ("debts_income", "ending"): (
        FINANCE,
        (
            "Der Anspruch auf Arbeitslosenentschädigung endet in {months} Monaten.",
            "Die Rahmenfrist endet in {months} Monaten; ein Gesuch um Sozialhilfe ist absehbar.",
        ),
    ),
    ("motivation", "varying"): (
        WORK,
        (
            "Unterschiedliches Engagement: gute Phasen, wenn der Rahmen klar ist.",
            "Die Person nimmt Termine wahr, bricht schriftliche Schritte aber rasch ab.",
        ),
    ),
    ("motivation", "hardly"): (
        WORK,
        (
            "Mehrere verpasste Termine; die Person sagt, sie sei entmutigt.",
            "Wenige eigene Schritte; eine enge Begleitung wird gewünscht.",
        ),
    ),
    ("justice", "civil"): (
        JUSTICE,
        (
            "Trennungsverfahren im Gang; Unterhaltsbeiträge noch nicht festgesetzt.",
            "Beistandschaft für die Einkommensverwaltung errichtet; die Beiständin ist informiert.",
        ),
    ),
}

# How a measure of the plan ends early, and what the CMS agrees with the person.
BREAKS = (
    "Die Person hat vor dem Ende eine Stelle gefunden.",
    "Zu langer Weg; eine andere Lösung vor Ort wird gesucht.",
    "Krankheitsausfall; die Massnahme wird später wieder aufgenommen.",
)
CONTRACT = "Unterzeichneter Eingliederungsvertrag"
