"""The calibration in use: a data file that ``manage.py answerability_fit`` writes, in the parts list by its digest."""

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from apps.core.canonical import sha256_hex
from apps.retrieval.domain.answerability import Calibration, calibration_of

SHIPPED = Path(__file__).parent / "data" / "answerability.json"


def calibration_path() -> Path:
    """Return the file in use: the hospital's own beside the models when it has fitted one, else the one that came."""
    own = Path(settings.WORKBENCH_MODELS_DIR) / SHIPPED.name
    return own if own.exists() else SHIPPED


@lru_cache(maxsize=1)
def calibration() -> Calibration:
    """Return the process's calibration. Raises ValueError for a file that no fit can have written."""
    body = calibration_path().read_bytes()
    return calibration_of(json.loads(body), sha256_hex(body))
