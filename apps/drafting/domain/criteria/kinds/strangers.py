"""Parts of a page that are somebody else's: by their head's name, age or sex, or because the page itself says so."""

import re
from collections.abc import Iterator

from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.tasks import PassageView

SOMEBODY_ELSE = re.compile(
    r"(?i)^.*\b(?:user|patient|name|client|pt|member)\b\s*[:#]?\s*\[(?:PERSON|RELATIVE|CLINICIAN)-\d+[a-z]*\]"
)
OWN_AGAIN = re.compile(r"\[PATIENT-\d+[a-z]*\]")
_NAME = r"(?:[A-Z][\w'-]+,? ?[A-Z][\w'-]*(?: [A-Z]\.?)?|\[(?:PERSON|PLACE)-\d+[a-z]*\](?: [A-Z]\b)?)"
# "RAVENSWOOD, ODETTE   61 F", "QUINLAN R  (F, 1949)": the head of a page, with the name written last name first.
HEAD = re.compile(
    rf"^\W{{0,3}}(?:(?:patient|name|pt)\W{{1,3}})?{_NAME}\W{{1,12}}(?:age\W{{0,2}})?(?:"
    r"(?P<age>\d{1,3})\s?(?:y(?:ears?|rs?|/?o)?\.?)?\W{0,3}(?P<sex>male|female|[MFmf])\b|"
    r"(?P<first>male|female|[MF])\W{1,3}(?:(?P<born>(?:19|20)\d\d)|(?P<years>\d{1,3}))\b)"
)
# Where one sheet ends and another begins.
DIVIDER = re.compile(
    r"(?m)^[^\w\n]*[-=_*~]{4,}.*$|^\W{0,6}(?:page|sheet|p\.?) ?#?\d+(?: ?(?:of|/) ?\d+)?\W{0,6}$", re.IGNORECASE
)
UNLABELED = re.compile(r"(?i)\b(?:no (?:label|name|id|sticker)|unlabell?ed|no patient (?:name|label))\b")
# The page says that a part of it belongs to somebody else.
NOT_OURS = re.compile(
    r"(?i)\b(?:(?:is|are|was|were)(?: not|n't)|not) (?:our|this|my|the same|the right) (?:pt|patient|person|man|"
    r"lady|woman)\b|"
    r"\bnot (?:him|her|his|hers|ours|for this chart)\b|"
    r"\bbelongs? to (?:the |a |an )?(?:\S+ ){0,3}(?:pt|patient|person|someone|somebody|else|room|bed|neighbou?r|"
    r"roommate)\b|"
    r"\b(?:another|a different|some other|somebody else|someone else|the wrong|wrong) ?(?:pt|patient|person|"
    r"chart)?(?:'s)?\b|"
    r"\bmis-?filed\b|\b(?:came along|stuck|got mixed|mixed in)\b[^.\n]{0,60}\b(?:print|batch|sheet|page|pt|patient)\b"
)
SHEET = re.compile(
    r"(?i)\b(?:page|sheet|p\.?) ?#?(?P<number>\d)\b|\b(?P<word>second|2nd|third|3rd|last|next|other|bottom|lower|"
    r"following) "
    r"(?:page|sheet|strip|half|part|printout|table|report|download)\b"
)
NUMBERS = {"second": 1, "2nd": 1, "third": 2, "3rd": 2}
YEARS_APART = 2  # an age on a page may be of an earlier year
DAYS_OF_YEAR = 365


def strangers_part(case: Case, passage: PassageView) -> list[tuple[int, int]]:
    """Return the [first, last) of a passage's text that is somebody else's."""
    return [*_by_heads(case, passage), *_by_remarks(case, passage)]


def is_of_stranger(case: Case, line: NoteLine) -> bool:
    """Return whether a sentence stands in such a part."""
    return any(first <= line.quote.start < last for first, last in strangers_part(case, line.quote.passage))


def _by_heads(case: Case, passage: PassageView) -> Iterator[tuple[int, int]]:
    position, since = 0, None
    for text in passage.text.split("\n"):
        if OWN_AGAIN.search(text):
            if since is not None:
                yield since, position
            since = None
        elif since is None and (SOMEBODY_ELSE.search(text) or _is_of_other_age(case, passage, text)):
            since = position
        position += len(text) + 1
    if since is not None:
        yield since, position


def _by_remarks(case: Case, passage: PassageView) -> Iterator[tuple[int, int]]:
    """Yield the sheets of a page that a remark on it, or their own missing label, takes from the patient."""
    parts = _parts(passage.text)
    if len(parts) == 1:
        return
    document = [one for one in case.draft_input.passages if one.document_id == passage.document_id]
    remarked = [text for one in document for text in one.text.split("\n") if NOT_OURS.search(text)]
    named = {number for text in remarked for number in _sheets(text, len(parts))}
    for number, (first, last) in enumerate(parts):
        part = passage.text[first:last]
        if OWN_AGAIN.search(part) or (NOT_OURS.search(part.split("\n", 1)[-1]) and number not in named):
            continue
        if UNLABELED.search(part.split("\n", 1)[0]) or number in named or (remarked and not named and number):
            yield first, last


def _parts(text: str) -> list[tuple[int, int]]:
    """Return the sheets of a page: from each dividing line with something under it to the next."""
    starts = [0, *(match.start() for match in DIVIDER.finditer(text) if match.start())]
    bounds = list(zip(starts, [*starts[1:], len(text)], strict=True))
    return [(first, last) for first, last in bounds if DIVIDER.sub("", text[first:last]).strip()]


def _sheets(remark: str, count: int) -> Iterator[int]:
    for match in SHEET.finditer(remark):
        if match["number"]:
            yield int(match["number"]) - 1
            yield int(match["number"])  # where something stands above the first sheet
        else:
            yield NUMBERS.get(match["word"].lower(), count - 1)


def _is_of_other_age(case: Case, passage: PassageView, text: str) -> bool:
    match, task = HEAD.match(text), case.draft_input.task
    if match is None:
        return False
    sex = match["sex"] or match["first"]
    if task.sex and not task.sex.lower().startswith(sex[0].lower()):
        return True
    written = passage.dated_at.date() if passage.dated_at else case.as_of
    age = int(match["age"] or match["years"] or (written.year - int(match["born"])))
    then = task.age - (case.as_of - written).days // DAYS_OF_YEAR if task.age is not None else None
    return then is not None and abs(then - age) >= YEARS_APART
