"""The project's settings for background work that a test kills and can't wait for."""

from cii.settings import *  # noqa: F403

SWEEP_SECONDS = 1
REMIND_SECONDS = 1
LEASE_SECONDS = 3
