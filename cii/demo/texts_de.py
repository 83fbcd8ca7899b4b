"""Sober sentences of an invented year, in German. `texts_fr` holds the same ones in French."""

from cases.choices import Path
from core.choices import Category

WORK, SOCIAL = Category.WORK, Category.SOCIAL
FINANCE, HEALTH, JUSTICE = Category.FINANCE, Category.HEALTH, Category.JUSTICE

REMARKS = (
    "Die Person ist mit einem Austausch zwischen den Stellen grundsätzlich einverstanden.",
    "Offenes Gespräch; sie wünscht eine einzige Ansprechperson.",
    "Bis Ende Monat mit der IIZ-Ansprechperson besprechen.",
    "",
    "",
)
PURPOSES = (
    "Die Rückkehr zur Arbeit zwischen den Stellen abstimmen, die die Person bereits begleiten.",
    "Die Arbeitsfähigkeit klären und einen gemeinsamen Plan vereinbaren.",
    "Eine Ausbildungslösung finden und eine doppelte Begleitung vermeiden.",
)

PROFILES = {
    "end_of_rights": (
        "Der Anspruch endet in {months} Monaten, die Gesundheit ist zu klären: RAV und SMZ müssen "
        "das weitere Vorgehen vorher vereinbaren.",
        "Eine Stelle zu {percent} % {job} vor dem Ende des Anspruchs.",
        "Ich will arbeiten, aber nicht wie früher: mein Rücken macht nicht mehr mit.",
    ),
    "long_social_aid": (
        "Seit mehreren Jahren vom SMZ begleitet; arbeitsfähig, aber ohne gemeinsames Vorhaben mit "
        "dem RAV.",
        "Eine regelmässige Arbeit {job}, zuerst zu {percent} %, danach eine feste Anstellung.",
        "Ich brauche eine echte Chance und dass man es mir einmal richtig erklärt.",
    ),
    "exhaustion": (
        "Lange Arbeitsunfähigkeit nach einer Erschöpfung; der Person ist nicht klar, wer wofür "
        "zuständig ist.",
        "Ein schrittweiser Wiedereinstieg {job}, von 20 auf {percent} %, mit Begleitung im "
        "Betrieb.",
        "Ich möchte wieder anfangen, aber Schritt für Schritt.",
    ),
    "youth_without_solution": (
        "Seit Schulende ohne Anschlusslösung; mehrere Stellen, kein roter Faden.",
        "Eine Lehrstelle {job} auf Lehrbeginn.",
        "Ich will nicht mehr zu Hause sitzen, ich will einen Beruf lernen.",
    ),
    "youth_break_off": (
        "Abgebrochene Lehre, angeschlagene Gesundheit: das Weitere hängt von der IV und der "
        "Plattform T1 ab.",
        "Eine angepasste Ausbildung {job} innert zwölf Monaten.",
        "Ich möchte fertig machen, was ich angefangen habe, aber in einem anderen Betrieb.",
    ),
    "asylum": (
        "Ausweis F, guter Wille, zu wenig Sprachkenntnisse: den Einstieg in den Arbeitsmarkt mit "
        "dem RAV vorbereiten.",
        "Deutsch auf Niveau B1, danach ein Praktikum {job}.",
        "Ich suche Arbeit, seit ich hier bin. Ich kann sofort anfangen.",
    ),
    "single_parent": (
        "Kinderbetreuung und Schulden bremsen die Stellensuche; RAV und SMZ begleiten je für sich.",
        "Eine Stelle zu {percent} % {job}, vereinbar mit den Zeiten der Krippe.",
        "Am Vormittag geht es. Am Nachmittag habe ich niemanden für die Kinder.",
    ),
    "older_worker": (
        "Über 55 Jahre, verminderte Leistung, lange Stellensuche ohne Ergebnis.",
        "Eine angepasste Stelle {job} zu {percent} % mit Einarbeitungszuschuss.",
        "Ich kann arbeiten, man muss mir nur mein Tempo lassen.",
    ),
    "fragile_stability": (
        "In mehreren Bereichen zugleich instabil; die Person weiss nicht mehr, an wen sie sich "
        "wenden soll.",
        "Wohnen und Begleitung festigen, danach eine regelmässige Beschäftigung zu {percent} %.",
        "Eins nach dem anderen, und eine einzige Person zum Anrufen.",
    ),
    "self_employed": (
        "Selbstständigkeit aufgegeben, Schulden; der Anspruch auf Leistungen ist nicht geklärt.",
        "Eine Anstellung {job} und ein geordnetes Budget.",
        "Nach zwanzig Jahren im eigenen Geschäft muss ich das Bewerben neu lernen.",
    ),
    "after_accident": (
        "Früherer Beruf nach einem Unfall nicht mehr zumutbar; Eingliederung und Vermittlung sind "
        "abzustimmen.",
        "Eine Umschulung {job}, danach eine Vermittlung zu {percent} %.",
        "Tragen kann ich nicht mehr, aber ich habe den Kopf und die Erfahrung.",
    ),
    "without_diploma": (
        "Ohne anerkannten Abschluss, wenig Sprachkenntnisse, Ausweis B: die Tandem-Massnahme ist "
        "angezeigt.",
        "Eine feste Stelle {job} und Deutsch auf Niveau A2 mit Nachweis.",
        "Ich arbeite lieber und lerne gleichzeitig.",
    ),
}

TRIAGE = {
    Path.TRO: (
        "Drei Stellen sind betroffen, einen gemeinsamen Plan gibt es nicht.",
        "Es braucht einen gemeinsamen Entscheid über das Vorgehen und die Finanzierung.",
        "Die Rollen der Stellen sind zu klären; die Person wünscht eine einzige Ansprechperson.",
    ),
    Path.ASSESSMENT: (
        "Arbeitsfähigkeit und Ressourcen sind vor jeder Massnahme gemeinsam zu beurteilen.",
        "Mehrere Bereiche zugleich: eine gemeinsame Beurteilung ist nötig.",
    ),
    Path.TANDEM: (
        "Zielgruppe der Tandem-Massnahme; RAV und SMZ können ohne Sitzung handeln.",
        "Nur zwei Stellen: ein Tandem RAV–SMZ entspricht dem Gesuch.",
    ),
    Path.CASE_MANAGEMENT: (
        "Dauernde Begleitung nötig: das Gremium bezeichnet eine fallführende Person.",
        "Mehrere Fristen sind aufeinander abzustimmen; ein roter Faden genügt.",
    ),
    Path.BILATERAL: (
        "Eine bestimmte Frage an eine einzige Stelle: bilaterales Gesuch.",
        "Ein Austausch zwischen zwei Stellen genügt vorerst.",
    ),
    Path.AI_NOTICE: ("Über dreissig Tage arbeitsunfähig: Meldung an die IV mit der Person.",),
    Path.NONE: (
        "Die Lage hat sich inzwischen geklärt; die meldende Stelle begleitet allein weiter.",
        "Nur eine Stelle ist betroffen: die ordentliche Begleitung genügt.",
    ),
}
DROPS = (
    "Stelle vor dem Gespräch gefunden; ordentliche Begleitung durch die Stelle.",
    "Nach dem Gespräch ist nur eine Stelle betroffen.",
    "Die Person wünscht keinen Austausch zwischen den Stellen; sie wurde informiert.",
    "Wegzug aus dem Kanton angekündigt.",
)

JOURNAL = {
    WORK: (
        "Begleitgespräch: Bewerbungsunterlagen erneuert, drei Bewerbungen {job}.",
        "Betriebsbesuch; eine Schnupperzeit von zwei Wochen wird angeboten.",
        "Telefonische Standortbestimmung: die Massnahme läuft gut, Zeiten werden eingehalten.",
        "Praktikum {job} vom Betrieb bestätigt, Beginn im nächsten Monat.",
        "Der Ausbildner stellt stetige Fortschritte fest; Pensum auf {percent} % erhöht.",
        "Zwischenbilanz: Ziele teilweise erreicht, Verlängerung zu besprechen.",
    ),
    SOCIAL: (
        "Kinderbetreuung für drei Vormittage pro Woche gefunden.",
        "Hausbesuch: ruhigere Lage, Wohnung bis zum Sommer gesichert.",
        "Kontakt mit der Wohnberatung; Unterlagen vollständig.",
    ),
    FINANCE: (
        "Budget mit der Person überprüft; Zahlungsvereinbarung mit einem Gläubiger.",
        "Gesuch um Prämienverbilligung eingereicht.",
        "Einkommen des Monats berücksichtigt; Ergänzung berechnet.",
    ),
    HEALTH: (
        "Bericht der Hausärztin eingetroffen; Einstieg zu {percent} % möglich.",
        "Termin beim Facharzt vereinbart; die Person berichtet danach.",
        "Günstiger Verlauf, Behandlung verringert.",
    ),
    JUSTICE: ("Verhandlung angesetzt; ohne Folgen für die laufende Massnahme.",),
}

DISCUSSION = {
    WORK: (
        "Die Person hat gute Erfahrung {job}. Angestrebt wird ein Pensum von {percent} %.",
        "Die Partner stellen fest, dass sich die Schritte überschnitten haben; es gilt ein "
        "einziger Fahrplan.",
        "Die meldende Stelle erinnert an den Werdegang und die nahende Frist.",
    ),
    SOCIAL: (
        "Ohne Kinderbetreuung keine Massnahme; das SMZ stellt die Möglichkeiten vor.",
        "Die Wohnung ist gesichert; die Familie unterstützt das Vorhaben.",
    ),
    FINANCE: (
        "Das Einkommen während der Massnahme ist gesichert; das Budget wird mit der Person "
        "überprüft.",
        "Die Schulden sind bekannt, eine Sanierung wird vorbereitet.",
    ),
    HEALTH: (
        "Die IV-Stelle erklärt, was zumutbar ist und was noch zu klären bleibt.",
        "Ein Einstieg in Stufen wird empfohlen; die Person informiert ihren Arzt.",
    ),
    JUSTICE: ("Das laufende Verfahren steht der Massnahme nicht entgegen.",),
}
DECISIONS = {
    "orp": (
        "Die Person für die vereinbarte Massnahme anmelden und die Partner informieren",
        "Zwei Praktikumsplätze {job} suchen",
    ),
    "cms": (
        "Das Budget während der Massnahme erstellen und wo nötig die Kinderbetreuung regeln",
        "Innert zwei Wochen ein gemeinsames Gespräch mit der Person führen",
    ),
    "oai": (
        "Über eine Massnahme der Frühintervention entscheiden",
        "Den Partnern die zu beachtenden Einschränkungen mitteilen",
    ),
    "t1": (
        "Einen Platz zur Vorbereitung auf die Grundbildung anbieten",
        "Die Person zum ersten Vorstellungsgespräch begleiten",
    ),
    "osp": ("Eine Standortbestimmung durchführen und das Ergebnis weitergeben",),
    "oasi": ("Die Übernahme des Sprachkurses bestätigen",),
    "ocps": ("Den Anspruch auf bedarfsabhängige Leistungen berechnen",),
    "lmmt": ("Einen Platz in einem Programm zur vorübergehenden Beschäftigung reservieren",),
    "bureau": ("Mit den Partnern Bilanz ziehen und die nächste Frist festlegen",),
}
DETAILS = (
    "Beginn zu 50 %, Steigerung in Stufen.",
    "Zwischenbilanz mit der Person.",
    "Im Betrieb, {job}.",
    "",
    "",
)
CORRECTIONS = (
    "Das Pensum ist zu präzisieren: es sind {percent} %.",
    "Bitte ergänzen, dass die Person mit der Frist einverstanden war.",
)
REVIEWS = {
    "on_track": ("",),
    "adapt": (
        "Das Praktikum endete früher als geplant; eine andere Massnahme {job} ist zu vereinbaren.",
        "Das Pensum ist auf {percent} % anzupassen; der Plan wird geändert.",
    ),
    "meeting": ("Die Partner sind sich über das Weitere nicht einig; eine Sitzung ist nötig.",),
    "close": ("Arbeitsvertrag unterschrieben; die Begleitung kann enden.",),
}
DESIGNATIONS = (
    "Kennt die Person und hat die nötige Kapazität.",
    "Vorschlag der Ansprechpersonen der Region.",
)
HANDOVER = "Neue Verteilung der Dossiers im Team."
NARROWING = "Die Person wünscht nicht mehr, dass diese Stelle diese Kategorie liest."
ONE_PERSON = "Am Telefon mit beiden Stellen geprüft: Es ist dieselbe Person."
TWO_PERSONS = "Gleicher Name, gleicher Geburtstag: Adresse und Werdegang sind verschieden."
REOPENED = (
    "Die Stelle wurde in der Probezeit gestrichen; die Person ist wieder auf Suche.",
    "Die Anstellung wurde nicht verlängert; die Person möchte die Begleitung fortsetzen.",
)
RESULTS = {
    "held": ("", "Die Person arbeitet weiterhin, ohne Unterstützung."),
    "not_held": ("Die Stelle endete in der Probezeit.",),
    "unknown": ("Die Person war nicht erreichbar.",),
}
WITHDRAWAL = "Widerruf im Gespräch mündlich mitgeteilt."
POINTS = (
    "Organisation der nächsten Sitzungen",
    "Neues aus den Stellen",
    "Anmeldefristen für Massnahmen",
    "Rückblick auf abgeschlossene Dossiers",
)
POINT_NOTES = (
    "Die Daten des Halbjahrs sind bestätigt.",
    "Jede Stelle gibt einen kurzen Überblick über Fallzahlen und Fristen.",
)
POINT_TASK = "Die Daten den Stellen mitteilen"
DOCUMENTS = {
    WORK: "Lebenslauf",
    SOCIAL: "Betreuungsbestätigung",
    FINANCE: "Monatsbudget",
    HEALTH: "Arztzeugnis",
}
PAPER = "Erfundenes Dokument für die Vorführung"
SIGNED = "Unterzeichnete Vollmacht (erfundenes Dokument für die Vorführung)"
YEARLY_POINTS = (
    "Jahresbilanz",
    "Erfahrungsaustausch: das erste Gespräch mit der Person",
    "Daten des nächsten Jahres",
)
QUESTIONS = {
    "prefinancing": "Schiesst der Fonds das Coaching vor, bis feststeht, wer zahlt?",
    "special": "Welche Stelle zahlt die Massnahme, die zwei von ihnen vorschlagen?",
    "advice": "Kann die vor der Anmeldung begonnene Ausbildung in den Plan aufgenommen werden?",
}
RULINGS = {
    "prefinancing": "Der Fonds schiesst sechs Monate Coaching vor.",
    "advice": "Ja, ab der Annahme des Plans.",
}
RECUSED = "Hat die Person in einer früheren Funktion betreut."

# What one dispositif asks another: question, expected service, agreement, disagreement, end.
REQUESTS = (
    (
        "Kann die Person eine Teilzeitarbeit aufnehmen, und welche?",
        "Eine schriftliche Einschätzung der Arbeitsfähigkeit",
        "Wir empfangen sie nächste Woche und geben Ihnen eine schriftliche Einschätzung.",
        "Unsere Einschätzung liegt vor: Sie zu wiederholen, verzögert den Plan um Wochen.",
        "Die Einschätzung liegt vor; der Plan nimmt sie auf.",
    ),
    (
        "Wer kann vor der nächsten Massnahme helfen, die offenen Rechnungen zu klären?",
        "Ein gemeinsames Gespräch über das Budget",
        "Ein gemeinsamer Termin steht; wir bereiten ihn mit der Person vor.",
        "Für die Finanzen ist eine Fachstelle zuständig, welche die Person schon kennt.",
        "Das Gespräch hat stattgefunden, ein Budget liegt vor.",
    ),
    (
        "Gibt es eine kurze Ausbildung, die zu ihrem Vorhaben passt?",
        "Ein Vorschlag für eine Ausbildung mit ihren Bedingungen",
        "Wir schlagen zwei Ausbildungen vor und begleiten die Anmeldung.",
        "Ohne vorherige Abklärung können wir keine Ausbildung empfehlen.",
        "Die Person ist für eine Ausbildung angemeldet.",
    ),
)

# The question, both positions, why it goes on (twice), what holds from then on, and why.
DISPUTES = (
    (
        "Wer organisiert das Praktikum, und wer begleitet die Person in dieser Zeit?",
        "Wir haben einen Betrieb gefunden; die wöchentliche Begleitung übersteigt unsere Mittel.",
        "Das Praktikum ist eine Massnahme des Plans: Wer es fand, begleitet es bis zum Ende.",
        "Sitzung mit beiden Stellen durchgeführt: Jede hält an ihrer Position fest.",
        "Die Begleitung bedingt einen bezahlten Auftrag an Dritte: Es geht um Geld.",
        "Die Stelle, die das Praktikum fand, begleitet es; die andere nimmt an der Bilanz teil.",
        "Eine einzige Ansprechperson für den Betrieb; die Bilanz sichert den weiteren Plan.",
    ),
    (
        "Beginnt die Ausbildung vor oder nach der Abklärung der Arbeitsfähigkeit?",
        "Der Platz ist jetzt frei; wer wartet, verliert ihn.",
        "Ohne Einschätzung der Arbeitsfähigkeit droht ein Abbruch der Ausbildung.",
        "Keine Einigung über den Beginn, trotz zweier Vorschläge der Koordination.",
        "Die Annullierungskosten stehen in keinem Budget: Die Kommission entscheidet.",
        "Die Ausbildung beginnt zu 50 %; die Einschätzung liegt in sechs Wochen vor.",
        "Der Platz bleibt erhalten, die Belastung tragbar; das Pensum wird danach überprüft.",
    ),
)
