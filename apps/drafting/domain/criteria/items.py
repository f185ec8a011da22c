"""Lists of medicines with what became of each: "LEF (inadequate), SSZ (rash)". A remark belongs to its own name."""

import re

from apps.drafting.domain.facts.notes import NoteLine
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
FAR = 160  # characters after a sentence in which the next may go on about the same
# How a clause begins that has no subject of its own.
GOES_ON = re.compile(
    r"\W{0,3}(?:but |and |then |so |however,? |yet )?(?:no|not|without|minimal|little|poor|partial|limited|inadequate|"
    r"insufficient|ineffective|still|did(?: not|n't)|does(?: not|n't)|has(?: not|n't)|was(?: not|n't)|"
    r"never (?:helped|worked)|"
    r"stopped|d/?c'?e?d|dc'd|discontinued|quit|held|came off|taken off|had to|failed|unable|could(?: not|n't)|"
    r"side effects?|SE|remain\w*|persist\w*|unchanged|only (?:partial|minimal|slight|some|mild)|it (?:did|was|had|made|"
    r"gave|caused|never|stopped)|this (?:did|was|had|made|failed)|lost (?:effect|response)|caused|made (?:her|him)|"
    r"gave (?:her|him)|developed|intoler\w+|not tolerated|wore off)\b",
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


def following_words(line: NoteLine, start: int, end: int) -> str:
    """Return the next clause or two where they go on about the medicine before: "Took it for 3 months. No relief."."""
    passage = line.quote.passage.text
    text = line.text + passage[line.quote.end : line.quote.end + FAR].split("\n\n")[0]
    stop = min((place for mark in BREAKS if (place := text.find(mark, end)) >= 0), default=len(text))
    if stop >= len(text) or any(is_medicine(match.group()) for match in WORD.finditer(text, end, stop)):
        return ""
    said = []
    for clause in re.split(r"(?<=[;.])\s+", text[stop:].lstrip("; .|"))[:2]:
        if not GOES_ON.match(clause) or any(is_medicine(match.group()) for match in WORD.finditer(clause)):
            break
        said.append(clause)
    return " ".join(said)


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
