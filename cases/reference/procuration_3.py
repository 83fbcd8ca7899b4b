"""Version 3 of the consent: version 2 with the terms of retention by name (P1, P7).

The French text prevails.
"""

from cases.reference import procuration_2

FRENCH = procuration_2.FRENCH.replace(
    """\
Après sa clôture, le dossier est conservé pendant la durée que la CII fixe \
selon l’issue et que l’on m’indique sur demande ; il est ensuite détruit, ou remis aux Archives de \
l’État si la loi le prévoit. """,
    """\
Après sa fin, le dossier est conservé selon son issue, aux durées en vigueur ce jour :
{retention}
Il est ensuite détruit, ou remis aux Archives de l’État si la loi le prévoit. """,
)

GERMAN = procuration_2.GERMAN.replace(
    """\
Nach dem Abschluss wird das Dossier während der Dauer aufbewahrt, welche \
die IIZ je nach Ergebnis festlegt und die man mir auf Anfrage nennt; danach wird es vernichtet \
oder, wenn das Gesetz es vorsieht, dem Staatsarchiv übergeben. """,
    """\
Nach seinem Ende wird das Dossier je nach Ergebnis so lange aufbewahrt, wie es heute gilt:
{retention}
Danach wird es vernichtet oder, wenn das Gesetz es vorsieht, dem Staatsarchiv übergeben. """,
)

TEXTS = {"fr": FRENCH, "de": GERMAN}
