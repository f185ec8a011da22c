"""What notes deny in other words than the policy's: "no edema" denies dependent edema, "no other biologic" each one.

What is denied in general is denied in particular: every word of what is denied, fillers aside, must be a word of the
name, or of a class that the name belongs to. What is denied with more words than the name has denies it not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from apps.drafting.domain.criteria.case import Case, day_of_line
from apps.drafting.domain.criteria.mentions import ABOUT_OTHERS, EDUCATION, Mention
from apps.drafting.domain.criteria.names import classes_of, roots, writings
from apps.drafting.domain.criteria.periods import on
from apps.drafting.domain.criteria.sayings import PROVISIONAL, is_told, stance
from apps.drafting.domain.criteria.unanswered import is_unanswered
from apps.drafting.domain.facts.notes import NoteLine
from apps.retrieval.domain.assertion import is_hedged, readings

PARTS = re.compile(r",|;|/(?=[a-z])|\b(?:and|or|nor|and/or|&|no|since|because|when|until|but|with)\b")
WORD = re.compile(r"[A-Za-z][A-Za-z'-]*")
# Not a report of what is absent: an order to the patient, a wish, what cannot be done.
FORBIDS = re.compile(
    r"\b(?:do|should|must|may|can|could|will|would|shall|please)(?: not|n't)\s*$|\b(?:can't|cannot|won't|avoid|"
    r"if not|"
    r"whether or not|not only|why not)\s*$",
    re.IGNORECASE,
)
NO_SIGNS = re.compile(
    r"\b(?:no|without|denies)(?: \w+){0,2} (?:signs?|symptoms?)(?: (?:or|and) \w+)? of\b", re.IGNORECASE
)
NOTHING = re.compile(
    r"\bnothing (?:to suggest|suggest(?:ing|ive of|s)|to indicate|indicating|pointing to|on|in|at|"
    r"like)\s(?P<what>[^,.;()]+)",
    re.IGNORECASE,
)
NOT_AFTER = re.compile(
    r"(?P<what>(?:[A-Za-z-]+ ){0,3}[A-Za-z-]+) (?:is |was |are |were )?(?:not suspected|not in question|"
    r"not a concern|"
    r"never (?:given|used|taken|started|done|happened)|excluded|ruled out)\b",
    re.IGNORECASE,
)
NONE_OF = re.compile(r"(?P<what>\b[A-Z][A-Z0-9-]{2,})(?: ?[:=?])? (?:none|never)\b(?=[.;,]|$)")
SAID_NO = re.compile(
    r"(?P<what>(?:[A-Za-z-]+ ){0,3}[A-Za-z-]+) ?[:=?] ?(?:no|none|neg(?:ative)?|never|denies|denied|absent)\b"
    r"(?! (?:change|longer|claims?|fills?|refills?|records?|issues?|problems?|side|trouble|complaints?))"
)
FILLERS = roots(
    "any other others another previous previously prior past former known own his her their of kind sort type "
    "now before "
    "current currently at all history hx evidence sign signs symptom symptoms treatment treated treat has had "
    "been use uses "
    "used using user take takes taken taking active acute new recent recently further more today day time times "
    "ever present "
    "presently significant obvious frank overt clinical clinically preventive preventative patient pt formal "
    "operation "
    "operations surgery surgical procedure procedures chronic problem problems issue issues episode episodes "
    "done performed "
    "received given started concern concerns suspicion suspected diagnosis diagnosed disorder also here there "
    "home therapy "
    "documented reported area either daytime excessive"
)
# Stems said of one thing with any of them, the first standing for all.
ALIKE_WORDS = (
    "stomach gastric gastrectomi bariatr", "kidney renal nephr", "liver hepat", "heart cardiac", "lung pulmonari",
    "spine vertebr spinal", "cancer metastasi metastas metastat tumor malign", "tobacco smoke smoker cigarett",
    "nicotin vape vaper", "pregnanc pregnant pregnanci", "anesthesia numb", "infect infecti", "urin urinari bladder",
    "drowsi sleepi dozi doze somnol hypersomnol hypersomnia sleep-by-day", "edema swell oedema", "diabetes diabet",
    "fractur broken", "alcohol drink etoh", "seizur epilepsi epilept", "stroke cva", "allergi allerg",
)  # fmt: skip
ALIKE = {word: group.split()[0] for group in ALIKE_WORDS for word in group.split()}
VAGUE = roots(
    "disease syndrome failure disorder distress pain attack status condition arrest mass change changes finding "
    "findings "
    "function level score test index type left right both inhibitor agonist antagonist blocker analog hormone"
)


@lru_cache(maxsize=20_000)
def folded(text: str) -> frozenset[str]:
    """Return the stems of a text, those that name one thing folded together."""
    return frozenset(ALIKE.get(root, root) for root in roots(text))


@lru_cache(maxsize=20_000)
def denies_name(item: str, name: str) -> bool:
    """Return whether the denial of an item is a denial of a name: its words are the name's, or those of its class."""
    said = folded(item) - FILLERS
    if not said or said <= VAGUE:
        return False
    return any(said <= folded(form) for form in (*writings(name), *classes_of(name)))


def denied_items(line: NoteLine) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of each thing that a sentence denies of the patient."""
    text = line.text
    for reading in readings(text):
        if reading.negated and not FORBIDS.search(text[: reading.start]):
            for start, end in _parts(text, reading.start, reading.end):
                if _is_said_of_patient(line, start, end, doubted=is_hedged(text[start:end])):
                    yield start, end
    for pattern in (NOTHING, NOT_AFTER, NONE_OF, SAID_NO):  # with words of doubt of their own: "not suspected"
        for match in pattern.finditer(text):
            for start, end in _parts(text, *match.span("what")):
                if not is_unanswered(text, end) and _is_said_of_patient(line, start, end, doubted=True):
                    yield start, end


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for stop in (*PARTS.finditer(text, start, end), None):
        last = stop.start() if stop else end
        if text[begin:last].strip():
            yield begin, last
        begin = stop.end() if stop else end


def denials(case: Case, names: Sequence[str]) -> list[Mention]:
    """Return where clinicians' notes deny one of the names in other words, newest first, once for each name "
    "and line."""
    found = []
    for line in case.own_notes:
        if (
            ABOUT_OTHERS.search(line.text)
            or PROVISIONAL.search(line.text)
            or EDUCATION.search(NO_SIGNS.sub(" ", line.text))
        ):
            continue
        items = list(denied_items(line))
        for name in names:
            for start, end in items:
                if denies_name(line.text[start:end], name):
                    found.append(_denial(line, name, start, end))
                    break
    return found


def _is_said_of_patient(line: NoteLine, start: int, end: int, *, doubted: bool = False) -> bool:
    how = stance(line, start, end)
    return not (how.relative or how.supposed or (how.hedged and not doubted) or is_told(line, start, end))


def _denial(line: NoteLine, name: str, start: int, end: int) -> Mention:
    how = replace(stance(line, start, end), denied=True, hedged=False, supposed=False)
    return Mention(line, name, start, end, how, day_of_line(line) or on(line.day))
