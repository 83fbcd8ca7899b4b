"""Days on which offices are assumed closed besides the public holidays: our assumption [I].

An administrator enters those of later years.
"""

# month, day, reason; loaded for the years that an installation asks for
YEARLY = [(12, 24, "Veille de Noël (à confirmer)"), (12, 31, "Saint-Sylvestre (à confirmer)")]
YEARS = range(2022, 2031)
