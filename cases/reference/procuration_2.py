"""The wording of the procuration, version 2: who reads, the blind match, what withdrawal does (P1).

The French text prevails.
"""

FRENCH = """\
PROCURATION – COLLABORATION INTERINSTITUTIONNELLE (CII) VALAIS

Personne concernée : {person}, née le {birth_date}

1. But
J’autorise les services nommés au chiffre 2 à échanger les informations nécessaires au but \
suivant, et à aucun autre :
{purpose}

2. Qui peut lire quoi
Seuls les services suivants sont autorisés, chacun uniquement pour les catégories d’informations \
indiquées :
{recipients}
Les services qui ne figurent pas dans cette liste ne reçoivent rien. Dans chaque service lisent \
seulement la personne qui me suit, le ou la répondant·e CII et les personnes chargées nommément de \
mon dossier ; au bureau CII, la coordination de ma région, et le secrétariat pour mon identité et \
mes coordonnées.

3. Comment
Les informations sont saisies et consultées dans l’outil informatique sécurisé de la CII, ou \
communiquées oralement lors de séances portant sur mon dossier. Elles se limitent à ce qui est \
nécessaire. Les documents joints suivent les mêmes règles. Pour éviter que je sois suivie deux \
fois, l’outil vérifie au moyen d’une empreinte chiffrée, sans montrer mes données, si un dossier \
CII existe déjà à mon nom ; seule la coordination l’apprend.

4. Durée
La présente procuration vaut du {valid_from} au {valid_until}. À l’échéance, l’accès des services \
cesse de lui-même ; une prolongation ou une extension demande une nouvelle signature.

5. Conservation et sécurité
Les informations ne sont pas accessibles au public. Chaque consultation laisse une trace : qui, \
quand et à quel titre. Après sa clôture, le dossier est conservé pendant la durée que la CII fixe \
selon l’issue et que l’on m’indique sur demande ; il est ensuite détruit, ou remis aux Archives de \
l’État si la loi le prévoit. La CII conserve les informations à part des dossiers ordinaires de \
chaque institution.

6. Mes droits
Je peux en tout temps demander quelles informations sont traitées à mon sujet, consulter mon \
dossier et la liste des personnes qui l’ont lu, et faire corriger ce qui est inexact.
Je peux en tout temps retirer la présente procuration, ou la restreindre à certains services ou à \
certaines informations, sans donner de raison, par écrit ou oralement, auprès de l’un des services \
nommés ou du bureau CII. Les services concernés perdent aussitôt l’accès ; chacun garde ce qu’il a \
lui-même écrit. Ce qui a été fait auparavant reste valable. Je reçois une quittance de chaque \
changement.

7. Liberté de consentir
Ma signature est libre. Si je ne signe pas, ou si je retire la procuration, chaque institution \
poursuit son propre suivi selon la loi qui la régit ; la collaboration prévue par la CII n’est \
alors pas possible ou prend fin.

8. Bases légales
LACI (art. 85f), LAI (art. 68bis), LIAS et LIPDA, ainsi que la convention CII Valais.

J’ai reçu ces informations dans une langue que je comprends et j’ai pu poser mes questions.

Lieu et date : ______________________________

Signature : _________________________________
"""

GERMAN = """\
VOLLMACHT – INTERINSTITUTIONELLE ZUSAMMENARBEIT (IIZ) WALLIS

Betroffene Person: {person}, geboren am {birth_date}

1. Zweck
Ich ermächtige die unter Ziffer 2 genannten Stellen, die Informationen auszutauschen, die für den \
folgenden Zweck nötig sind, und für keinen anderen:
{purpose}

2. Wer was lesen darf
Berechtigt sind nur die folgenden Stellen, jede nur für die angegebenen Kategorien von \
Informationen:
{recipients}
Stellen, die nicht auf dieser Liste stehen, erhalten nichts. In jeder Stelle lesen nur die Person, \
die mich begleitet, die IIZ-Ansprechperson und die namentlich mit meinem Dossier beauftragten \
Personen; im IIZ-Büro die Koordination meiner Region, und das Sekretariat meine Identität und \
meine Kontaktdaten.

3. Wie
Die Informationen werden im gesicherten Informatiksystem der IIZ erfasst und eingesehen oder an \
Sitzungen zu meinem Dossier mündlich mitgeteilt. Sie beschränken sich auf das Nötige. Für \
beigelegte Dokumente gelten dieselben Regeln. Damit ich nicht doppelt begleitet werde, prüft das \
System mit einem verschlüsselten Fingerabdruck, ohne meine Daten zu zeigen, ob auf meinen Namen \
schon ein IIZ-Dossier besteht; nur die Koordination erfährt es.

4. Dauer
Diese Vollmacht gilt vom {valid_from} bis zum {valid_until}. Danach endet der Zugang der Stellen \
von selbst; eine Verlängerung oder Erweiterung braucht eine neue Unterschrift.

5. Aufbewahrung und Sicherheit
Die Informationen sind nicht öffentlich zugänglich. Jede Einsicht hinterlässt eine Spur: wer, wann \
und in welcher Funktion. Nach dem Abschluss wird das Dossier während der Dauer aufbewahrt, welche \
die IIZ je nach Ergebnis festlegt und die man mir auf Anfrage nennt; danach wird es vernichtet \
oder, wenn das Gesetz es vorsieht, dem Staatsarchiv übergeben. Die IIZ bewahrt die Informationen \
getrennt von den gewöhnlichen Dossiers der Institutionen auf.

6. Meine Rechte
Ich kann jederzeit fragen, welche Informationen über mich bearbeitet werden, mein Dossier und die \
Liste der Personen, die es gelesen haben, einsehen und Unrichtiges berichtigen lassen.
Ich kann diese Vollmacht jederzeit und ohne Begründung widerrufen oder auf gewisse Stellen oder \
Informationen beschränken, schriftlich oder mündlich, bei einer der genannten Stellen oder beim \
IIZ-Büro. Die betroffenen Stellen verlieren den Zugang sofort; jede behält, was sie selbst \
geschrieben hat. Was vorher geschehen ist, bleibt gültig. Ich erhalte von jeder Änderung eine \
Quittung.

7. Freiwilligkeit
Meine Unterschrift ist freiwillig. Unterschreibe ich nicht oder widerrufe ich die Vollmacht, so \
führt jede Institution ihre eigene Begleitung nach dem für sie geltenden Gesetz weiter; die \
Zusammenarbeit im Rahmen der IIZ ist dann nicht möglich oder endet.

8. Rechtsgrundlagen
AVIG (Art. 85f), IVG (Art. 68bis), GES und GIDA sowie die IIZ-Vereinbarung Wallis. Massgebend ist \
die französische Fassung.

Ich habe diese Informationen in einer Sprache erhalten, die ich verstehe, und konnte meine Fragen \
stellen.

Ort und Datum: ______________________________

Unterschrift: _______________________________
"""

TEXTS = {"fr": FRENCH, "de": GERMAN}
