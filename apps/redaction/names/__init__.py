"""The trained name finder of the wall (layer NAMES): people, places, institutions and addresses in prose."""

from apps.redaction.names.card import names_card
from apps.redaction.names.finder import names_find, names_find_many

__all__ = ["names_card", "names_find", "names_find_many"]
