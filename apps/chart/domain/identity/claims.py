"""What a document says of whom it is about, read from labelled places: "Patient: DOE, Jane   DOB 3/5/49   MRN 123".

Only labels speak. A person of another part (a provider, a relative, who pays, a newborn, a donor) is skipped, with the
lines below that belong to them. A value that is masked or not readable is no claim.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from apps.chart.domain.identity.dates import days_meant
from apps.chart.domain.identity.naming import has_title, name_said
from apps.chart.domain.identity.unlabelled import aged_line, named_sentence
from apps.chart.domain.identity.words import POST, PROVIDER, relative_in

READER = "identity-2"  # stands with every verdict; documents of another reader are read again
HEAD, FOOT = 20, 6  # lines with words; elsewhere a claim needs a second one beside it
NEAR = 3  # lines with words between claims of one header
LONGEST_LINE = 400
MOST_LINES = 5000


class Part(StrEnum):
    NAME = "name"
    BIRTH_DATE = "birth_date"
    IDENTIFIER = "identifier"

    @property
    def label(self) -> str:
        return {"name": "name", "birth_date": "birth date", "identifier": "record number"}[self.value]


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing said of the patient. ``authority`` is who gave an identifier, as said; empty where nothing says it."""

    part: Part
    text: str
    authority: str = ""
    block: int = 0  # claims of one header share it
    outer: bool = True  # in the head or the foot of the document
    labelled: bool = True  # False: a name that only stands before a date or number, or a "born" of running text
    age: int | None = None  # years, said beside a date that no label calls a birth date


_NAME_LABEL = (
    r"(?:patient(?:['’]s)?(?:\s+(?:full\s+)?name)?|pt\.?(?:\s+name)?|name(?:\s+of\s+patient)?|client(?:\s+name)?)"
)
_OF_PATIENT = re.compile(r"patient|pt|client|name\s+of\s+patient", re.IGNORECASE)
_RE_LABEL = r"(?:re|regarding)"
_BIRTH_LABEL = (
    r"(?:(?:patient(?:['’]s)?|pt\.?)\s+)?"
    r"(?:d\.?\s?o\.?\s?b\b\.?|date\s+of\s+birth|birth\s?-?date|b\.?day|born(?:\s+on)?)"
)
_NUMBER_LABEL = (
    r"(?:(?:patient(?:['’]s)?|pt\.?)\s+)?"
    r"(?:m\.?\s?r\.?\s?n\b\.?|(?:medical|med\.?|health)\s+rec(?:ord|\.)?\s*(?:number|num\b\.?|no\b\.?|#)|mr\s*(?:#|no\b\.?)|"
    r"chart\s*(?:#|no\b\.?|number)|(?:patient|pt\.?)\s*(?:id\b|#|number|no\b\.?)|unit\s*(?:#|no\b\.?|number))"
)
_AFTER = r"\s*(?:#\s*)?(?:\((?P<{0}_from>[^)\n]{{1,40}})\)\s*)?(?:[:=#]\s*|\s+is\s+|\s+|$)"
_LABEL = re.compile(
    rf"(?P<number>(?<![\w]){_NUMBER_LABEL}){_AFTER.format('number')}"
    rf"|(?P<birth>(?<![\w]){_BIRTH_LABEL}){_AFTER.format('birth')}"
    rf"|(?P<name>(?:(?<=^)|(?<=[|;\t]\s)|(?<=[|;\t])|(?<=\s\s)){_NAME_LABEL})(?:\s*(?:\([^)\n]{{1,20}}\)\s*)?[:=]\s*|\t\s*|\s{{2,}}|\s*\|\s*)"
    rf"|(?P<re>(?<=^){_RE_LABEL})\s*:\s*",
    re.IGNORECASE,
)
_ANY_LABEL = re.compile(r"[|;\t]|\s{2,}|(?<=[\s,(])[A-Za-z][\w./# ]{0,24}:")
_NUMBER = re.compile(r"[A-Za-z]{0,4}[-\s]?\d[\dA-Za-z]*(?:[- ]\d[\dA-Za-z]*(?![/\d.:]))*")
_SPACED = re.compile(r"(?<!\S)(?:\S ){3,}\S(?!\S)")  # "N ú ñ e z", as a scan spaces it
_BULLET = re.compile(r"^[\s*#>_|-]+")
_SPEAKER = re.compile(r"(?:patient|pt\.?)\s*:", re.IGNORECASE)
_OTHER_SPEAKER = re.compile(r"(?:doctor|dr\.?|clinician|interviewer|guest[\w ]{0,12})\s*:", re.IGNORECASE)
FEWEST_TURNS = 2
FEWEST_DIGITS = 3
_BACK = re.compile(r"(?:^|(?<=\s))(?:(?:patient|pt\.?)(?:['’]s)?(?:\s+name)?\s*:|re\s*:(?=\s*[A-Z]))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int  # among the lines with words
    text: str


def read_claims(text: str) -> tuple[Claim, ...]:
    """Return what a text says of its patient, in order. Head and foot count alone; between them two claims together."""
    lines = list(_lines(text))
    last = sum(map(bool, lines))
    found: list[tuple[int, Claim]] = []
    own = list(_of_the_patient(lines))
    posts = {line.number for line in own if POST.search(line.text)}
    for line in own:
        is_outer = line.number < HEAD or line.number >= last - FOOT
        has_post = bool(posts & {line.number, line.number + 1})
        found += [(line.number, claim) for claim in _claims_of(line.text, is_outer=is_outer, has_post=has_post)]
    return tuple(_in_blocks(_without_speech(lines, found)))


def _without_speech(lines: Sequence[str], found: Sequence[tuple[int, Claim]]) -> list[tuple[int, Claim]]:
    """Return the claims; in a conversation, where "Patient:" begins what was said, without the names of such lines."""
    spoken = {number for number, line in enumerate(filter(None, lines)) if _SPEAKER.match(line)}
    named = {number for number, claim in found if number in spoken and claim.part is Part.NAME}
    answered = len({line for line in lines if _OTHER_SPEAKER.match(line)}) >= FEWEST_TURNS
    told = len(spoken) >= FEWEST_TURNS and 2 * len(named) < len(spoken)
    if not answered and not told:
        return list(found)
    return [(number, claim) for number, claim in found if number not in named or claim.part is not Part.NAME]


def _lines(text: str) -> Iterator[str]:
    """Yield the lines with words, an empty one where a paragraph ends; letters that a scan spaced are joined."""
    for line in text.splitlines()[:MOST_LINES]:
        if line.strip():
            spaced = _SPACED.sub(lambda run: run.group().replace(" ", ""), line[:LONGEST_LINE])
            yield _BULLET.sub("", spaced).replace("**", "").rstrip()
        else:
            yield ""


def _of_the_patient(lines: Sequence[str]) -> Iterator[_Line]:
    """Yield the lines with words, numbered, less what belongs to another person."""
    is_other, number = False, -1
    for line in lines:
        if not line:
            is_other = False
            continue
        number += 1
        is_other = is_other and not _BACK.match(line)
        own = "" if is_other else _own(line)
        is_other = is_other or relative_in(_after_patient(line)) is not None
        if own.strip():
            yield _Line(number, own)


def _own(line: str) -> str:
    """Return a line up to where somebody else is spoken of, and again from where the patient is."""
    found = [match for match in (PROVIDER.search(line), relative_in(line)) if match]
    if not found:
        return line
    cut = min(match.start() for match in found)
    back = _BACK.search(line, cut)
    return line[:cut].rstrip() + (f"\t{_own(line[back.start() :])}" if back and back.start() > cut else "")


def _after_patient(line: str) -> str:
    """Return a line from where it comes back to the patient: what stands before has no say in the next line."""
    starts = [back.start() for back in _BACK.finditer(line)]
    return line[starts[-1] :] if starts else line


def _claims_of(line: str, *, is_outer: bool, has_post: bool) -> Iterator[Claim]:
    labels = list(_LABEL.finditer(line))
    for at, label in enumerate(labels):
        end = labels[at + 1].start() if at + 1 < len(labels) else len(line)
        value = line[label.end() : end]
        if claim := _claim(label, value, is_outer=is_outer, has_post=has_post):
            yield claim
    first = labels[0] if labels else None
    begins = line[: first.start()] if first and (first["birth"] or first["number"]) else ""
    if (name := name_said(begins, whole=True)) and not has_title(name):
        yield Claim(Part.NAME, name, outer=is_outer, labelled=False)
    elif is_outer:
        yield from _unlabelled(line)


def _unlabelled(line: str) -> Iterator[Claim]:
    """Yield what a line of the head or foot says without a label: a name before age and date, or in a sentence."""
    if found := aged_line(line):
        yield Claim(Part.NAME, found.name, labelled=False)
        yield Claim(Part.BIRTH_DATE, found.day, labelled=False, age=found.age)
    elif name := named_sentence(line):
        yield Claim(Part.NAME, name, labelled=False)


def _claim(label: re.Match[str], value: str, *, is_outer: bool, has_post: bool) -> Claim | None:
    if label["birth"]:
        text = _cell(value)
        labelled = not label["birth"].casefold().startswith("born")
        return Claim(Part.BIRTH_DATE, text, outer=is_outer, labelled=labelled) if days_meant(text) else None
    if label["number"]:
        number = _NUMBER.match(_cell(value))
        if not number or sum(map(str.isdigit, number.group())) < FEWEST_DIGITS:
            return None
        return Claim(Part.IDENTIFIER, number.group().strip(), (label["number_from"] or "").strip(), outer=is_outer)
    name = name_said(_cell(value))
    # "Name:" alone may be anybody's: whoever has a title or a post is no patient.
    is_provider = not _OF_PATIENT.match(label["name"] or "") and (has_post or has_title(name))
    return Claim(Part.NAME, name, outer=is_outer) if name and not is_provider else None


def _cell(value: str) -> str:
    """Return a value up to the next column, bar or label."""
    value = value.lstrip(" \t|:")
    end = _ANY_LABEL.search(value)
    return value[: end.start()] if end else value


def _in_blocks(found: Sequence[tuple[int, Claim]]) -> Iterator[Claim]:
    """Yield the claims with the number of their block; inside a document a block of one part is none."""
    blocks: list[list[tuple[int, Claim]]] = []
    for line, claim in found:
        if not blocks or line - blocks[-1][-1][0] > NEAR:
            blocks.append([])
        blocks[-1].append((line, claim))
    for number, block in enumerate(blocks):
        claims = [claim for _, claim in block]
        if any(claim.outer for claim in claims) or len({claim.part for claim in claims}) > 1:
            yield from (replace(claim, block=number) for claim in claims)
