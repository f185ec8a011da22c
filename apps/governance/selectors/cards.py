"""The card of the model that a release would write with: of the registered model file, over that of its backend."""

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from apps.governance.domain.card import Card
from apps.governance.models import RegisteredModel

CARDS = Path(__file__).parents[1] / "data" / "cards"
BACKEND_NAME = re.compile(r"[a-z_]+")


@lru_cache
def backend_card(backend: str) -> dict[str, Any]:
    """Return what is said of a backend whatever model it runs; nothing for one nobody wrote a card for."""
    path = CARDS / f"{backend}.json"
    if not BACKEND_NAME.fullmatch(backend) or not path.exists():
        return {}
    card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return card


def card_for(backend: str, model_sha256: str) -> Card:
    """Return the card of a backend with what the registered card of its model file says in its place."""
    general = backend_card(backend)
    registered = RegisteredModel.objects.filter(sha256=model_sha256).first() if model_sha256 else None
    if registered is None:
        return general
    own = registered.card
    merged = {part: {**general.get(part, {}), **own.get(part, {})} for part in ("attributes", "chai")}
    return {**general, **own, **merged}
