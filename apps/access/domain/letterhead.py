"""What stands at the head of an organization's letters: lines of an address, numbers to call and to fax."""

import re
import unicodedata
from dataclasses import dataclass

LONGEST_ADDRESS, LONGEST_NUMBER, MOST_LINES = 300, 40, 6
NUMBER = re.compile(r"\+?[0-9][0-9 ().\-]{5,}(?: ?(?:ext\.?|x) ?[0-9]{1,6})?")
FIELDS = ("address", "phone", "fax")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """As typed, blanks tidied."""

    address: str = ""
    phone: str = ""
    fax: str = ""


def letterhead_of(address: str, phone: str, fax: str) -> Letterhead:
    """Return a letterhead with one line for each line that was typed."""
    lines = [" ".join(line.split()) for line in address.splitlines()]
    return Letterhead("\n".join(line for line in lines if line), " ".join(phone.split()), " ".join(fax.split()))


def why_not(letterhead: Letterhead) -> str:
    """Return why a letterhead cannot stand on a letter, or an empty text."""
    if any(unicodedata.category(mark) in {"Cf", "Cc"} and mark != "\n" for mark in "".join(_values(letterhead))):
        return "The letterhead holds an invisible character. Type the words anew instead of pasting them."
    if len(letterhead.address) > LONGEST_ADDRESS or letterhead.address.count("\n") >= MOST_LINES:
        return f"The address is longer than {MOST_LINES} lines or {LONGEST_ADDRESS} characters."
    for name, number in (("telephone", letterhead.phone), ("fax", letterhead.fax)):
        if number and (len(number) > LONGEST_NUMBER or not NUMBER.fullmatch(number)):
            return f"The {name} number does not read as one, such as (555) 010-0123 or +1 555 010 0123 ext. 4."
    return ""


def _values(letterhead: Letterhead) -> tuple[str, str, str]:
    return letterhead.address, letterhead.phone, letterhead.fax


def changed(before: Letterhead, after: Letterhead) -> tuple[str, ...]:
    """Return the names of the fields that differ."""
    return tuple(name for name in FIELDS if getattr(before, name) != getattr(after, name))
