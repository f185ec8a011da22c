"""Lists of medicines with what became of each: "LEF (inadequate), SSZ (rash)". A remark belongs to its own name."""

import re

from apps.drafting.domain.language.lexicon import house_lexicon
from apps.drafting.domain.language.words import SHORT_FORMS

WORD = re.compile(r"[A-Za-z][A-Za-z-]{2,}")
BRACKETS = re.compile(r"\([^()]*\)")
BREAKS = ("; ", ". ", " | ")
SEPARATOR = r"(?:\)?\s*(?:,|/|\+|&|\band\b|\bthen\b)\s*)"
AN_ITEM = r"(?P<item>[A-Za-z][\w-]*(?: [a-z][\w-]*)?(?: [\d.]+ ?(?:mg|mcg|g|units?))?)"
# The mark after a name that sets off its remark: every other item of the list has the same one.
MARK = re.compile(r"^(?:[ \t][\d.]+ ?(?:mg|mcg|g|units?)\b[^,;.()]{0,12})?[ \t]?(?P<mark>\(|:|=|[-–](?=\s))")
ACRONYM = re.compile(r",\s*(?P<item>[A-Z]{3,5})(?=\s*(?:,|\(|:|=|and\b|$))")
# Between the names of medicines that are given together; a dose may stand there, a remark not.
JOINED = re.compile(
    r"(?:[ -]?[\d.]+ ?(?:mg|mcg|g|units?|u|bid|tid|qd|qhs|daily|weekly|nightly|po|/\d+)?\b){0,3}\s*(?:\+|/|&|\band\b|"
    r"\bplus\b|\bwith\b|\bw/|,|, and\b|-)\s*",
    re.IGNORECASE,
)
SHARED = re.compile(r"(?i)\b(?:both|all|each|neither|none of (?:them|these))\b")


def is_medicine(word: str) -> bool:
    """Return whether a word names a medicine: in full, or as a short form that is written in capitals."""
    lexicon = house_lexicon()
    if lexicon.is_medicine(word):
        return True
    return word.isupper() and lexicon.is_medicine(SHORT_FORMS.get(word.lower(), ""))


def own_words(text: str, start: int, end: int) -> str:
    """Return what a sentence says of the medicine at [start, end): up to the next item, or what is said of all."""
    stop = min((place for mark in BREAKS if (place := text.find(mark, end)) >= 0), default=len(text))
    last = min((*_next_medicines(text, end, stop), *_next_items(text, end, stop)), default=stop)
    own = text[start:last]
    return own if last == stop or MARK.match(text[end:]) else own + _of_all(text, last, stop)


def shared_words(text: str, start: int, end: int) -> str:
    """Return what a sentence says of several medicines given together: what follows the last of "A + B + C"."""
    stop = min((place for mark in BREAKS if (place := text.find(mark, end)) >= 0), default=len(text))
    last = end
    for match in WORD.finditer(text, end, stop):
        if not is_medicine(match.group()):
            continue
        if not JOINED.fullmatch(text[last : match.start()]):
            break
        last = match.end()
    if last == end:
        return ""
    return text[last : min(_next_medicines(text, last, stop), default=stop)]


def words_before(text: str, start: int) -> tuple[str, bool]:
    """Return what stands in the clause before its first medicine, remarks in brackets blanked, and whether that
    medicine is the one that begins at ``start``."""
    begin = max((0, *(text.rfind(mark, 0, start) for mark in BREAKS)))
    before = text[begin:start]
    first = next((match.start() for match in WORD.finditer(before) if is_medicine(match.group())), None)
    plain = before if first is None else before[:first]
    return BRACKETS.sub(" ", plain), first is None


def _next_medicines(text: str, end: int, stop: int) -> list[int]:
    return [match.start() for match in WORD.finditer(text, end, stop) if is_medicine(match.group())]


def _next_items(text: str, end: int, stop: int) -> list[int]:
    """Return where other items begin that are told by their form: the same mark after a name, or an acronym."""
    found = [match.start("item") for match in ACRONYM.finditer(text, _past_remark(text, end), stop)]
    marked = MARK.match(text[end:stop])
    if marked:
        mark = re.escape(marked["mark"])
        same = re.compile(rf"{SEPARATOR}{AN_ITEM}\s?{mark}")
        found += [match.start("item") for match in same.finditer(text, _past_remark(text, end), stop)]
    return found


def _past_remark(text: str, end: int) -> int:
    """Return where the remark in brackets right after a name ends: what stands in it is no item of the list."""
    marked = MARK.match(text[end:])
    if marked is None or marked["mark"] != "(":
        return end
    closed = text.find(")", end)
    return closed if closed >= 0 else end


def _of_all(text: str, last: int, stop: int) -> str:
    """Return the end of a list where it is said of every item: "MTX and LEF both failed"."""
    shared = SHARED.search(text, last, stop)
    return text[shared.start() : stop] if shared else ""
