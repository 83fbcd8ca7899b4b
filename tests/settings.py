"""The project's settings, with what a test must not share with a running instance."""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "t" * 50)
os.environ.setdefault("FIELD_KEYS", "t" * 43 + "=")
os.environ.setdefault("HTTPS", "0")
os.environ.setdefault("EMAIL_URL", "memorymail://")
# One for each process of the run; tests/conftest.py removes it.
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="cii-test-")
if "REDIS_URL" in os.environ:
    # Each process of a parallel run has a Redis database of its own.
    server, _slash, _database = os.environ["REDIS_URL"].rpartition("/")
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
    os.environ["REDIS_URL"] = f"{server}/{worker.removeprefix('gw')}"

from cii.settings import *  # noqa: F403
from cii.settings import DATA_DIR, DATABASES, STORAGES

# Without a manifest, which only `collectstatic` writes.
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
# Fast, for passwords that protect nothing.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The threads of the live server leave no connection behind that would keep the database open.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that threads and processes share it as they do in production.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    # What a test asks itself isn't bound by row-level security; what it asks by a page is
    # (tests/conftest.py).
    # A commit need not outlive the server.
    DATABASES["default"]["OPTIONS"]["options"] += (
        " -c cii.context=job:test -c synchronous_commit=off"
    )
# WhiteNoise warns of a folder that only `collectstatic` makes.
(DATA_DIR / "static").mkdir()
