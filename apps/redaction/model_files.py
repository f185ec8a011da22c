"""What governance asks of the wall: which model it finds names with, and which one that must be."""

from apps.governance.domain.rooms import ModelFile
from apps.redaction.names.card import CARD, names_card, weights_digest

FOLDER = CARD.parent / "model"


def names_files() -> list[ModelFile]:
    """Return the name finder's weights: a folder, hashed as a whole."""
    card = names_card()
    return [ModelFile(card["name"], FOLDER, expected=card["weights"]["sha256"], read=_read)]


def _read() -> str:
    return str(weights_digest(FOLDER)["sha256"])
