"""Names that are common in Valais, put together by chance: nobody is meant."""

from random import Random

FIRST = {
    ("fr", "f"): "Aline Amélie Carole Céline Christelle Corinne Emma Estelle Fabienne Florence "
    "Isaline Jessica Laetitia Léa Lucie Manon Marie-Claude Mélanie Myriam Nathalie Océane Pauline "
    "Sandrine Séverine Sonia Sylvie Valentine Véronique Virginie Zoé",
    ("fr", "m"): "Adrien Alexandre Antoine Bastien Cédric Christophe Damien Didier Fabrice Florian "
    "Frédéric Grégoire Jean-Luc Jérémy Kevin Loïc Lucas Mathieu Michaël Nathan Olivier Patrice "
    "Raphaël Romain Samuel Sébastien Stéphane Thierry Valentin Yves",
    ("de", "f"): "Andrea Anja Bernadette Carmen Claudia Corinna Daniela Doris Elena Fabienne "
    "Franziska Gabriela Heidi Janine Jasmin Katja Manuela Martina Michaela Nadja Nicole Patrizia "
    "Ramona Regula Sabrina Sandra Silvana Tamara Therese Vanessa",
    ("de", "m"): "Adrian Alain Andreas Armin Christian Damian David Diego Dominik Elmar Fabian "
    "Gerhard Ivan Joel Jonas Kilian Lukas Marco Matthias Michael Norbert Pascal Patrick Philipp "
    "Raphael Reinhard Renato Roger Sandro Simon",
    ("other", "f"): "Adelina Amina Ana Arta Bashira Catarina Elif Fatima Helena Inês Luljeta "
    "Mariama Meryem Milena Rahel Sara Selam Teresa Valbona Zahra",
    ("other", "m"): "Abel Ahmed Arben Bekim Carlos Daniel Dragan Emre Filmon Hamid João Luís "
    "Mamadou Miguel Nuno Omar Paulo Samir Yonas Zoran",
}
LAST = {
    "fr": "Antille Bagnoud Barras Bender Berclaz Bonvin Bruchez Carron Clivaz Constantin Cordonier "
    "Crettenand Délèze Dorsaz Dubuis Emery Favre Fellay Follonier Fournier Fumeaux Germanier "
    "Gillioz Granges Luisier Mayor Métrailler Michellod Moulin Mudry Nendaz Pannatier Pillet "
    "Pitteloud Praz Produit Rausis Rey Roduit Roh Rossier Rouvinez Salamin Savioz Sierro Theytaz "
    "Udry Varone Vergères Vouilloz Zuber Zufferey",
    "de": "Ambord Andenmatten Anthamatten Bayard Bellwald Blatter Brantschen Bregy Burgener "
    "Clausen Eggel Escher Eyer Furrer Gattlen Grichting Gsponer Heinzen Henzen Imboden Imhof "
    "Imsand Jossen Julen Kalbermatten Karlen Kreuzer Kuonen Lauber Locher Loretan Margelisch "
    "Mathieu Passeraub Perren Pfammatter Roten Ruppen Salzgeber Salzmann Schmidhalter Schnyder "
    "Schwery Steiner Studer Tscherry Venetz Volken Walpen Wyer Zenklusen Zurbriggen",
    "other": "Ahmadi Almeida Berhane Berisha Bianchi Costa Diallo Ferreira Gashi Gomes Haile "
    "Hassan Hoxha Jovanović Kaya Kovač Krasniqi Marques Mehmeti Nikolić Oliveira Pereira Petrović "
    "Ribeiro Rossi Santos Shala Silva Tekle Yılmaz",
}
STREETS = {
    "fr": "rue de l’Église|rue des Écoles|chemin des Vergers|rue du Bourg|avenue de la Gare|"
    "route de la Plaine|rue de la Fontaine|chemin du Torrent|rue des Artisans|place du Midi",
    "de": "Dorfstrasse|Bahnhofstrasse|Kirchgasse|Rottenweg|Feldweg|Sonnenstrasse|Mühleweg|"
    "Schulhausstrasse|Kapellenweg|Gartenstrasse",
}


def some_name(chance: Random, language: str, sex: str, is_from_abroad: bool) -> tuple[str, str]:
    """First and last name."""
    origin = "other" if is_from_abroad else language
    first = chance.choice(FIRST[origin, sex].split())
    return first, chance.choice(LAST[origin].split())


def some_street(chance: Random, language: str) -> str:
    """Street and number, in the order of the language."""
    street, number = chance.choice(STREETS[language].split("|")), chance.randint(1, 48)
    return f"{street} {number}"


def some_phone(chance: Random) -> str:
    """A number of a range that nobody was given."""
    return f"079 000 {chance.randint(10, 99)} {chance.randint(10, 99)}"
