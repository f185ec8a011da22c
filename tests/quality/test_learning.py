"""Edits taken out to train a machine: only where allowed, only what may be used again, and no name."""

from tests.review.conftest import *  # noqa: F403
