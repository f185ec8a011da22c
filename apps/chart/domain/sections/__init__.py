"""Splits the free text of a note into titled sections. Pure: the same text always gives the same spans."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from apps.chart.domain.documents import DocumentKind, SectionKind, SectionSpan
from apps.chart.domain.sections.titles import BARE_TITLES, SOAP, WEAK_TITLES, kind_of_title, plain_title

__all__ = ["split"]

MARKDOWN = re.compile(r"(?P<marks>#{1,6})\s+(?P<title>\S[^\n]{0,100})")
INLINE = re.compile(r"(?P<title>[A-Za-z][^:\n]{0,60}?)\s*(?P<mark>:|\s[-\u2013\u2014](?=\s))(?P<rest>.*)", re.DOTALL)
BARE = re.compile(r"\s*(?P<title>[A-Z][A-Z/&]*(?: MEDS)?)(?:\.|\s)\s*(?=\S)")
RULE = re.compile(r"[-=_*~]{3,}")
LONGEST_UNKNOWN_TITLE = 6  # words
FEWEST_LETTERS = 4
SMALL_WORDS = frozenset({"of", "and", "the", "for", "to", "in", "on", "at", "with", "&", "/", "or", "by", "from"})
# Inside these, a line that only looks like a header is part of what was assessed or planned.
PROBLEM_ORIENTED = frozenset(
    {SectionKind.ASSESSMENT_AND_PLAN, SectionKind.ASSESSMENT, SectionKind.PLAN, SectionKind.HOSPITAL_COURSE}
)
READ_OTHERWISE: Mapping[DocumentKind, Mapping[SectionKind, SectionKind]] = {
    DocumentKind.IMAGING_REPORT: {SectionKind.PHYSICAL_EXAM: SectionKind.FINDINGS},
    DocumentKind.PATHOLOGY_REPORT: {SectionKind.PROCEDURES: SectionKind.FINDINGS},
}


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    start: int
    after_blank: bool
    before_blank: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class _Header:
    kind: SectionKind
    title: str
    start: int  # of the header
    body: int  # where the section's own text begins
    level: int = 0  # of a markdown header


def _lines(text: str) -> Iterator[_Line]:
    rows, start = text.split("\n"), 0
    for number, row in enumerate(rows):
        after_blank = number == 0 or not rows[number - 1].strip() or bool(RULE.fullmatch(rows[number - 1].strip()))
        following = rows[number + 1].strip() if number + 1 < len(rows) else ""
        yield _Line(row, start, after_blank, not following or bool(RULE.fullmatch(following)))
        start += len(row) + 1


def _markdown(line: _Line, within: _Header | None) -> _Header | None:
    match = MARKDOWN.fullmatch(line.text.strip())
    if match is None:
        return None
    level, title = len(match["marks"]), match["title"].strip(" :#*")
    if kind := kind_of_title(title):
        return _Header(kind, title, line.start, line.end, level)
    # "# RA - stable" under an assessment is a problem; under a markdown header of the same level it is a header.
    is_problem = within is not None and within.kind in PROBLEM_ORIENTED and within.level != level
    return None if is_problem or not _looks_like_title(title) else _unknown(title, line, level)


def _unknown(title: str, line: _Line, level: int = 0) -> _Header:
    # What only looks like a header stays in the text of its section, in case it was none.
    return _Header(SectionKind.OTHER, title, line.start, line.start, level)


def _is_shouted(title: str) -> bool:
    letters = [c for c in title if c.isalpha()]
    return len(letters) >= FEWEST_LETTERS and all(c.isupper() for c in letters) and not any(c.isdigit() for c in title)


def _looks_like_title(title: str) -> bool:
    words = title.split()
    return (
        0 < len(words) <= LONGEST_UNKNOWN_TITLE
        and "  " not in title  # columns of a table
        and all(word[0].isupper() or word.lower() in SMALL_WORDS for word in words)
        and not any(c.isdigit() or c in ".;,?!:" for c in title)
    )


def _whole_line(line: _Line, within: _Header | None) -> _Header | None:
    """Read a line that is nothing but a title: with a colon, in capitals, or a known title standing alone."""
    stripped = line.text.strip()
    title = stripped.strip("*_ ").rstrip(":").strip("*_ ")
    colon, shouted = stripped.rstrip("*_ ").endswith(":"), _is_shouted(title)
    marked = colon or shouted or stripped.startswith(("**", "__"))
    if kind := kind_of_title(title):
        is_title = marked or (title[:1].isupper() and plain_title(title) not in WEAK_TITLES)
        return _Header(kind, title, line.start, line.end) if is_title else None
    problem = within is not None and within.kind in PROBLEM_ORIENTED
    apart = line.after_blank and not line.before_blank and not problem
    unknown = _looks_like_title(title) and (colon or (shouted and len(title.split()) > 1))
    return _unknown(title, line) if apart and unknown else None


def _inline(line: _Line, within: _Header | None) -> _Header | None:
    """Read "HPI: 54-year-old ..." : a known title at the start of a line that goes on with its text."""
    stripped = line.text.lstrip()
    match = INLINE.fullmatch(stripped)
    if match is None or not match["rest"].strip(" *_"):
        return None
    title = match["title"].strip("*_ ")
    kind, emphasized = kind_of_title(title), match["title"].startswith(("**", "__"))
    loud = title.isupper() or emphasized
    if (
        kind is None
        or not title[:1].isupper()
        or (not loud and (match["mark"] != ":" or plain_title(title) in WEAK_TITLES))
    ):
        return None
    # "Labs: CBC in 2 wk" under a plan is a part of the plan, unless it stands apart or is written as a header.
    apart = line.after_blank or _is_shouted(title) or emphasized or _follows_in_soap(title, within)
    if within is not None and within.kind in PROBLEM_ORIENTED and not apart:
        return None
    return _Header(kind, title, line.start, line.end - len(stripped) + match.start("rest"))


def _follows_in_soap(title: str, within: _Header | None) -> bool:
    return within is not None and plain_title(within.title) in SOAP.get(title.lower(), ())


def _bare(line: _Line, within: _Header | None) -> _Header | None:
    """Read "FH mother RA": one of a few titles, in capitals, with nothing between it and its text."""
    match = BARE.match(line.text)
    if match is None or match["title"].lower() not in BARE_TITLES:
        return None
    if (
        within is not None
        and within.kind in PROBLEM_ORIENTED
        and not line.after_blank
        and not _is_shouted(match["title"])
    ):
        return None
    kind = kind_of_title(match["title"])
    return _Header(kind, match["title"], line.start, line.start + match.end()) if kind else None


def _headers(text: str) -> Iterator[_Header]:
    within: _Header | None = None
    for line in _lines(text):
        if not line.text.strip() or RULE.fullmatch(line.text.strip()):
            continue
        found = _markdown(line, within) or _whole_line(line, within) or _inline(line, within) or _bare(line, within)
        if found:
            within = found
            yield found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def split(text: str, document: DocumentKind | None = None) -> list[SectionSpan]:
    """Return the sections of a note in order: disjoint spans of the bodies, which hold all text that is not a header.

    Text before the first header is a section without a title. A header with nothing under it keeps an empty span. What
    kind of document it is decides where one word has two meanings: the exam of an imaging report is the study.
    """
    meant = READ_OTHERWISE.get(document, {}) if document else {}
    headers = list(_headers(text))
    first = headers[0].start if headers else len(text)
    start, end = _trimmed(text, 0, first)
    sections = [SectionSpan(SectionKind.OTHER, "", start, end)] if start < end else []
    ends = [header.start for header in headers[1:]] + [len(text)]
    for header, section_end in zip(headers, ends, strict=False):
        start, end = _trimmed(text, header.body, section_end)
        sections.append(SectionSpan(meant.get(header.kind, header.kind), header.title[:300], start, end))
    return sections
