"""Drawing names: of one side of the invented names, sometimes without their accents, as many systems write them."""

from apps.redaction.names.tokens import unaccented
from apps.redaction.names.training.dice import Dice
from apps.redaction.names.training.invented import Invented

# What a slot of a template is marked as, and the shape that writes it.
ENTITIES = {
    "PERSON": ("PERSON", "person"),
    "SHORT": ("PERSON", "short"),
    "FIRST": ("PERSON", "first"),
    "LAST": ("PERSON", "last"),
    "INV": ("PERSON", "inverted"),
    "INITIALS": ("PERSON", "initials"),
    "SYN": ("PERSON", "numbered"),
    "CITY": ("PLACE", "city"),
    "CITYST": ("PLACE", "citystate"),
    "COUNTRY": ("PLACE", "country"),
    "PLACE": ("PLACE", "place"),
    "HOSP": ("ORGANIZATION", "hospital"),
    "SITE": ("ORGANIZATION", "site"),
    "COMPANY": ("ORGANIZATION", "company"),
    "SCHOOL": ("ORGANIZATION", "school"),
    "ADDRESS": ("ADDRESS", "address"),
    "STREET": ("ADDRESS", "street"),
    "ROADNO": ("ADDRESS", "roadnumber"),
    "ZIP": ("ADDRESS", "zip"),
}
_UNACCENTED_SHARE = 0.4


def name_drawn(dice: Dice, names: Invented, slot: str) -> str:
    """Return a name for a slot that one of the lists of invented names fills."""
    name = dice.pick(getattr(names, slot))
    return unaccented(name) if not name.isascii() and dice.chance(_UNACCENTED_SHARE) else name
