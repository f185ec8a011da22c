"""The sheets of one document: a scan or a fax holds several, and one of them may be another person's.

A sheet is another's when a writer of the same document says so ("page 2 is not our pt") or when its head names
somebody who is not the patient, or an age, a sex or a year of birth that are not the patient's.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.language.sentences import sentences
from apps.drafting.domain.tasks import DraftTask, PassageView

YEARS_OF_SLACK = 2  # between an age in a head and the patient's age on that day
LINES_OF_HEAD = 4
LINES_OF_A_PAGE = 3  # so many before "page 1" and the mark stands at the foot of its page
DAYS_OF_YEAR = 365.25

# "--- page 2 ---", "page 2 / 2" beside a laboratory's name, "--- sheet stuck to this one ---", a form feed
MARK = re.compile(
    r"(?im)^(?=[^\n]{0,120}$)(?:"
    r"[^\n]*\b(?:page|pg\.?|sheet|p\.)[ \t]*#?[ \t]*(?P<of>\d{1,3})[ \t]*(?:of|/)[ \t]*\d{1,3}\b[^\n]*|"
    r"[^\w\n]*(?:page|pg\.?|sheet)[ \t]*#?[ \t]*(?P<alone>\d{1,3})\b[^\w\n]*(?:\([^\n)]*\)[^\w\n]*)?|"
    r"[ \t]*[-=_*~#]{2,}[^\n]*\b(?:page|sheet|copy|stapled|stuck|attached|fax(?:ed)?|scan|printout|download)\b[^\n]*|"
    r"[ \t]*\f[^\n]*)$"
)
PERSON = r"(?:pt|patient|person|client|member|resident|chart|individual|user|man|woman|guy|lady)"
SHEET = re.compile(
    r"(?i)\b(?:(?:page|pg\.?|sheet|p\.|side)\s*#?\s*(?P<number>\d{1,2})\b|"
    r"(?P<which>first|1st|second|2nd|third|3rd|fourth|4th|last|next|other|back|top|bottom|extra)\s+"
    r"(?:page|sheet|one|side|download|printout|strip|report|copy|half)|"
    r"(?P<any>page|pages|sheet|printout|strip))\b"
)
ORDINALS = {"first": 1, "1st": 1, "top": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
ANOTHERS = re.compile(
    rf"(?i)\b(?:not|isn['’]?t|aint|never) (?:of |for |about |from )?(?:our|my|this|the same|the right) {PERSON}\b|"
    rf"\b(?:not|isn['’]?t) (?:him|her|his|hers|theirs|ours|mine)\b(?! \w+ (?:at|on|in)\b)|"
    rf"\bbelongs? (?:to|in|with) (?!(?:him|her|this|our|the (?:same|right))\b)|"
    rf"\b(?:another|a different|the other|wrong|some(?:body|one) else['’]?s?) (?:\w+ )?{PERSON}(?:['’]?s)?\b|"
    rf"\b(?:somebody|someone) else['’]?s?\b|\bmis-?(?:filed|scanned|sorted|routed|directed)\b|"
    rf"\b(?:is|are|was|were) (?:of|for|from) (?:another|a different|someone|somebody|the (?:next|prior|other))\b"
)
OWN = re.compile(r"\[PATIENT-\d+[a-z]*\]")
STRANGER = re.compile(
    r"(?im)^[^\n]*\b(?:user|patient|name|client|pt|member|for)\b\s*[:#]?\s*\[(?:PERSON|RELATIVE|CLINICIAN)-\d+[a-z]*\]|"
    r"^\W*\[PERSON-\d+[a-z]*\]"
)
# "RAVENSWOOD, ODETTE   61 F", "[PERSON-2] R (F, 1949)": a name, then age and sex, or sex and year of birth.
NAMED_AND_AGED = re.compile(
    r"(?m)^\W{0,3}(?:(?:patient|name|pt)\W{1,3})?"
    r"(?:[A-Z][\w'’-]+,? [A-Z][\w'’.-]*(?: [A-Z]\.?)?|"
    r"\[(?:PERSON|PLACE|RELATIVE|ORGANIZATION)-\d+[a-z]*\](?: [A-Z]\.?)?)"
    r"\W{1,12}(?:(?:age\W{0,2})?(?P<age>\d{1,3})\s?(?:y(?:ears?|rs?|/?o)?\.?)?\W{0,3}(?P<sex>(?i:male|female|[MF]))\b|"
    r"(?P<sex2>(?i:male|female|[MF]))\W{1,3}(?:(?:b\.?|born|DOB)\W{0,2})?(?P<born>(?:19|20)\d\d)\b)"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """[start, end) of a document's redacted text. ``number`` is what a person would call it."""

    number: int
    start: int
    end: int
    text: str


def strange_sheets(passages: Iterable[PassageView], task: DraftTask) -> Iterator[Quote]:
    """Yield, in each passage, the part of every sheet that is another person's."""
    documents: dict[str, list[PassageView]] = {}
    for passage in passages:
        documents.setdefault(passage.document_id, []).append(passage)
    for parts in documents.values():
        parts.sort(key=lambda one: one.start)
        for sheet in _of_others(parts, task):
            yield from _in_passages(parts, sheet)


def first_sheet(head: str) -> str:
    """Return the lines of a document's head up to where its second sheet begins."""
    further = (mark.start() for mark in MARK.finditer(head) if _number(mark) != 1 and head[: mark.start()].strip())
    return head[: next(further, len(head))]


def _of_others(parts: Sequence[PassageView], task: DraftTask) -> list[Sheet]:
    sheets = _sheets(parts)
    if len(sheets) == 1:
        return []
    said = _said_of(_whole(parts), sheets)
    return [sheet for sheet in sheets if sheet.number in said or _is_headed_otherwise(sheet, parts[0], task)]


def _whole(parts: Sequence[PassageView]) -> str:
    """Return a document's text with its passages where they stand; what lies between them is blank lines."""
    text = ""
    for part in parts:
        text = text[: part.start].ljust(part.start, "\n") + part.text
    return text


def _sheets(parts: Sequence[PassageView]) -> list[Sheet]:
    text = _whole(parts)
    marks = list(MARK.finditer(text))
    if not marks:
        return [Sheet(1, parts[0].start, len(text), text)]
    head = [line for line in text[: marks[0].start()].splitlines() if line.strip()]
    at_foot = _number(marks[0]) == 1 and len(head) >= LINES_OF_A_PAGE
    bounds = [mark.end() if at_foot else mark.start() for mark in marks]
    numbers = [_number(mark) or place for place, mark in enumerate(marks, start=2 if head else 1)]
    numbers = [min(number + at_foot, numbers[-1]) for number in numbers]
    starts = [(numbers[0] - 1 or 1, parts[0].start)] if head else []
    starts += zip(numbers, bounds, strict=True)
    ends = [start for _, start in starts[1:]] + [len(text)]
    rows = zip(starts, ends, strict=True)
    return [Sheet(number, start, end, text[start:end]) for (number, start), end in rows if text[start:end].strip()]


def _number(mark: re.Match[str]) -> int:
    return int(mark["of"] or mark["alone"] or 0)


def _said_of(text: str, sheets: Sequence[Sheet]) -> set[int]:
    """Return the numbers of the sheets of which a sentence of the document says that they are another person's."""
    numbers: set[int] = set()
    last = max(sheet.number for sheet in sheets)
    for one in sentences(text):
        match = SHEET.search(one.plain)
        if match and ANOTHERS.search(one.plain):
            numbers |= _meant(match, last)
    return numbers


def _meant(match: re.Match[str], last: int) -> set[int]:
    """Return which sheets a sentence means; all but the first where it does not say."""
    if match["number"]:
        return {int(match["number"])}
    which = (match["which"] or "").lower()
    if which in ORDINALS:
        return {ORDINALS[which]}
    return {last} if which in {"last", "bottom", "back"} else set(range(2, last + 1))


def _is_headed_otherwise(sheet: Sheet, page: PassageView, task: DraftTask) -> bool:
    head = "\n".join([line for line in sheet.text.splitlines() if line.strip()][: LINES_OF_HEAD + 1])
    if OWN.search(head):
        return False
    if sheet.number > 1 and STRANGER.search(head):
        return True
    return any(_is_other(match, page, task) for match in NAMED_AND_AGED.finditer(head))


def _is_other(match: re.Match[str], page: PassageView, task: DraftTask) -> bool:
    """Return whether a name that is not the patient's stands with another sex or age."""
    sex = (match["sex"] or match["sex2"]).lower()
    if task.sex and not task.sex.lower().startswith(sex[0]):
        return True
    written = page.dated_at.date() if page.dated_at else task.as_of
    if task.age is None:
        return False
    then = task.age - (task.as_of - written).days / DAYS_OF_YEAR
    age = int(match["age"]) if match["age"] else written.year - int(match["born"])
    return abs(then - age) > YEARS_OF_SLACK


def _in_passages(parts: Sequence[PassageView], sheet: Sheet) -> Iterator[Quote]:
    for part in parts:
        start, end = max(sheet.start, part.start) - part.start, min(sheet.end, part.start + len(part.text)) - part.start
        if start < end and part.text[start:end].strip():
            yield Quote(part, start, end)
