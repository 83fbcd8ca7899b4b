from django.db import migrations

# Endings as each language has them, accents apart; words of both stand in one text.
CREATE = """
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE TEXT SEARCH CONFIGURATION cii_fr (COPY = pg_catalog.french);
ALTER TEXT SEARCH CONFIGURATION cii_fr
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, french_stem;
CREATE TEXT SEARCH CONFIGURATION cii_de (COPY = pg_catalog.german);
ALTER TEXT SEARCH CONFIGURATION cii_de
    ALTER MAPPING FOR hword, hword_part, word WITH unaccent, german_stem;
"""
DROP = """
DROP TEXT SEARCH CONFIGURATION cii_de;
DROP TEXT SEARCH CONFIGURATION cii_fr;
DROP EXTENSION unaccent;
"""


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(CREATE)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(DROP)


class Migration(migrations.Migration):
    dependencies = [("cases", "0027_note_templates")]

    operations = [migrations.RunPython(create, drop)]
