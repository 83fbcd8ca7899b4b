"""The project's settings as in production, with the bench beside its applications."""

from cii.settings import *  # noqa: F403
from cii.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS.append("tests.bench")

# What the bench asks itself crosses row-level security; the pages that it asks for are bound by it.
DATABASES["default"]["OPTIONS"]["options"] += " -c cii.context=job:bench"
