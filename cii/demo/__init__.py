"""The demo year: an invented year of the CII in Valais, lived through the actions day by day.

`write_year` writes the story, which knows no database; `live_year` lets the cast act it out.
"""
