"""Who and whether: negated, hedged, planned, about a relative, or addressed to software.

Rules in the manner of NegEx and ConText (Chapman 2001; Harkema 2009), over one sentence at a time.
"""

import re
from collections.abc import Iterator

from apps.drafting.domain.language.dates import masked
from apps.drafting.domain.language.words import stems

SHORT_REACH = frozenset(
    {"not", "without", "w/o", "never", "cannot", "can't", "doesn't", "didn't", "isn't", "wasn't", "non"}
)
WORDS_REACHED = 3
CLAUSE_END = re.compile(
    r"[.;:()\[\]\n·](?!\d)|\bbut\b|\bhowever\b|\balthough\b|\bexcept\b|\bthough\b|→|->| – | - ", re.IGNORECASE
)
NEGATES = re.compile(
    r"\b(?:no evidence (?:of|for)|no sign of|no signs of|no hx of|no history of|negative for|neg for|free of|ruled out|"
    r"rule out|r/o|not?|denies|denied|denying|without|w/o|never|none|cannot|can't|doesn't|didn't|isn't|wasn't|non)\b",
    re.IGNORECASE,
)
NEGATED_BEFORE = re.compile(
    r"\b(?:(?:is |was |were |are )?(?:ruled out|not seen|not present|not found|not felt|absent|excluded)|"
    r"neg(?:ative)?)\b",
    re.IGNORECASE,
)
# "No change", "not only": a "no" that denies nothing.
DENIES_NOTHING = re.compile(r"^(?:no|not) (?:change|longer|only|more than|less than|later than)\b", re.IGNORECASE)
HEDGES = re.compile(
    r"\b(?:possibl[ey]|probabl[ey]|presum\w+|suspect\w*|suspicio\w+|likely|unlikely|may be|might|could be|"
    r"appears?|suggest\w*|"
    r"question of|concern for|cannot exclude|can't exclude|vs\.?|versus|provisional|differential|equivocal)\b|\?",
    re.IGNORECASE,
)
PLANS = re.compile(
    r"\b(?:plan(?:s|ned|ning)?|will|to start|to begin|consider\w*|discuss\w*|if ok|refer(?:ral|red)?|order(?:ed|"
    r"s)?|schedul\w+|"
    r"awaiting|pending|propos\w+|would|recommend\w*|options?|intend\w*|request(?:ed)?|to be done|due|not yet|"
    r"once approved)\b",
    re.IGNORECASE,
)
RELATIVE = re.compile(
    r"\b(?:mother|father|mom|dad|sister|brother|aunt|uncle|cousin|grandmother|grandfather|grandson|granddaughter|"
    r"maternal|paternal|sibling|niece|nephew|half-sister|half-brother|FHx?|family history|family hx)\b",
    re.IGNORECASE,
)
# A relative's name or role that only says who came along or who spoke.
COMPANION = re.compile(
    r"\b(?:with|w/|by|from|here w/|accompanied by|lives with|per|to|and)\s+(?:her |his |the )?(?:son|daughter|"
    r"mother|father|sister|"
    r"brother|wife|husband)\b",
    re.IGNORECASE,
)
TO_SOFTWARE = re.compile(
    r"\bignore (?:all |any |the )?(?:previous|prior|above|earlier) (?:instructions?|prompts?|text)\b|"
    r"\bdisregard (?:all |any |the )?"
    r"(?:previous|prior|above) \w+|\b(?:AI|artificial intelligence|language model|LLM|chatbot|GPT)(?: system|"
    r" assistant| model| tool)?\b"
    r"(?=[^.]{0,80}\b(?:must|should|state|write|say|output|approve|ignore|summari\w+|respond|include|omit|prepar\w+)\b)|"
    r"\bautomated summari[sz]er\b|\b(?:system|developer) prompt\b|\bdo not cite this\b|\byou are (?:now )?(?:an?|the) "
    r"(?:assistant|AI|model|system)\b|\bas an AI\b|<\|?(?:im_start|system|assistant|user)\|?>|\[/?INST\]",
    re.IGNORECASE,
)


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """Yield [start, end) of the clauses of one sentence."""
    begin = 0
    for match in CLAUSE_END.finditer(text):
        if match.start() > begin:
            yield begin, match.start()
        begin = match.end()
    if begin < len(text):
        yield begin, len(text)


def negated_stems(text: str) -> frozenset[str]:
    """Return the word stems that a text denies and nowhere affirms."""
    denied, affirmed = polarity(text)
    return denied - affirmed


def polarity(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the word stems that a text denies somewhere, and those that it affirms somewhere. Dates count "
    "as neither."""
    denied: set[str] = set()
    affirmed: set[str] = set()
    plain = masked(text)
    for start, end in clauses(plain):
        for piece, negative in _by_negation(plain[start:end]):
            (denied if negative else affirmed).update(stems(piece))
    return frozenset(denied), frozenset(affirmed)


def _by_negation(clause: str) -> Iterator[tuple[str, bool]]:
    trigger = next((m for m in NEGATES.finditer(clause) if not DENIES_NOTHING.match(clause[m.start() :])), None)
    if trigger is None:
        after = NEGATED_BEFORE.search(clause)
        yield clause, bool(after and after.start() > 0)
        return
    end = _scope_end(clause, trigger)
    yield clause[: trigger.start()], trigger.group().lower() == "ruled out"  # "PE ruled out" denies what stands before
    yield clause[trigger.end() : end], True
    yield clause[end:], False


def _scope_end(clause: str, trigger: re.Match[str]) -> int:
    """A "denies" reaches through its list; a "not" or "without" only over the next words."""
    if trigger.group().lower() not in SHORT_REACH:
        return len(clause)
    words = re.compile(rf"(?:[ \t]*(?!and\b)[\w/-]+){{0,{WORDS_REACHED}}}").match(clause, trigger.end())
    return words.end() if words else len(clause)


def is_hedged(text: str) -> bool:
    """Return whether the words leave a doubt: likely, suspected, cannot exclude."""
    return bool(HEDGES.search(text))


def is_planned(text: str) -> bool:
    """Return whether the words speak of something intended, ordered or advised, not done."""
    return bool(PLANS.search(text))


def is_about_relative(text: str) -> bool:
    """Return whether the sentence speaks of a relative's health, not of who came along."""
    return bool(RELATIVE.search(COMPANION.sub(" ", text)))


def is_addressed_to_software(text: str) -> bool:
    """Return whether a sentence gives orders to a program that reads the record."""
    return bool(TO_SOFTWARE.search(text))


def sides(text: str) -> frozenset[str]:
    """Return the sides a text names: left, right, both."""
    found = set()
    if re.search(r"\bleft\b|(?<![A-Za-z0-9])L(?![A-Za-z0-9/'-])|\bLLE\b|\bLUE\b|\bL-sided\b", text):
        found.add("left")
    if re.search(r"\bright\b|(?<![A-Za-z0-9])R(?![A-Za-z0-9/'-])|\bRLE\b|\bRUE\b|\bR-sided\b", text):
        found.add("right")
    if re.search(r"(?i)\bleft\b", text):
        found.add("left")
    if re.search(r"(?i)\bright\b(?![- ]handed)", text):
        found.add("right")
    if re.search(r"(?i)\b(?:bilat(?:eral)?(?:ly)?|both|b/l)\b", text):
        found.add("both")
    return frozenset(found)
