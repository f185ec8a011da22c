"""Splits the free text of a note into titled sections. Pure: the same text always gives the same spans."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from apps.chart.domain.documents import SectionKind, SectionSpan
from apps.chart.domain.sections.titles import WEAK_TITLES, kind_of_title

__all__ = ["split"]

MARKDOWN = re.compile(r"(?P<marks>#{1,6})\s+(?P<title>\S[^\n]{0,100})")
INLINE = re.compile(r"(?P<title>[A-Za-z][^:\n]{0,60}?)\s*(?P<mark>:|\s[-\u2013\u2014](?=\s))(?P<rest>.*)", re.DOTALL)
RULE = re.compile(r"[-=_*~]{3,}")
LONGEST_UNKNOWN_TITLE = 6  # words
FEWEST_LETTERS = 4
# Inside these, a line that only looks like a header is part of what was assessed or planned.
PROBLEM_ORIENTED = frozenset(
    {SectionKind.ASSESSMENT_AND_PLAN, SectionKind.ASSESSMENT, SectionKind.PLAN, SectionKind.HOSPITAL_COURSE}
)


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
    kind = kind_of_title(title)
    if kind is None:
        # "# RA - stable" under an assessment is a problem; under a markdown header of the same level it is a header.
        if within and within.kind in PROBLEM_ORIENTED and within.level != level:
            return None
        kind = SectionKind.OTHER
    return _Header(kind, title, line.start, line.end, level)


def _is_shouted(title: str) -> bool:
    letters = [c for c in title if c.isalpha()]
    return len(letters) >= FEWEST_LETTERS and all(c.isupper() for c in letters) and not any(c.isdigit() for c in title)


def _looks_like_title(title: str) -> bool:
    words = title.split()
    small = {"of", "and", "the", "for", "to", "in", "on", "at", "with", "&", "/", "or", "by", "from"}
    return (
        0 < len(words) <= LONGEST_UNKNOWN_TITLE
        and all(word[0].isupper() or word.lower() in small for word in words)
        and not any(c.isdigit() or c in ".;,?!" for c in title)
    )


def _whole_line(line: _Line, within: _Header | None) -> _Header | None:
    """Read a line that is nothing but a title: with a colon, in capitals, or a known title standing alone."""
    stripped = line.text.strip()
    title = stripped.strip("*_ ").rstrip(":").strip("*_ ")
    colon = stripped.rstrip("*_ ").endswith(":")
    kind, shouted = kind_of_title(title), _is_shouted(title)
    weak = title.lower() in WEAK_TITLES
    marked = colon or shouted or stripped.startswith(("**", "__"))
    if kind and (marked or (line.after_blank and not weak and title[:1].isupper())):
        return _Header(kind, title, line.start, line.end)
    problem = within is not None and within.kind in PROBLEM_ORIENTED
    unknown = _looks_like_title(title) and line.after_blank and not line.before_blank and not problem
    if kind is None and unknown and (colon or (shouted and len(title.split()) > 1)):
        return _Header(SectionKind.OTHER, title, line.start, line.end)
    return None


def _inline(line: _Line, within: _Header | None) -> _Header | None:
    """Read "HPI: 54-year-old ..." : a known title at the start of a line that goes on with its text."""
    stripped = line.text.lstrip()
    match = INLINE.fullmatch(stripped)
    if match is None or not match["rest"].strip(" *_"):
        return None
    title = match["title"].strip("*_ ")
    kind = kind_of_title(title)
    weak, shouted = title.lower() in WEAK_TITLES, title.isupper() or match["title"].startswith(("**", "__"))
    if kind is None or not title[:1].isupper() or (match["mark"] != ":" and not shouted):
        return None
    inside = within is not None and within.kind in PROBLEM_ORIENTED
    if (weak and not shouted) or (inside and not (line.after_blank or shouted)):
        return None
    body = line.start + (len(line.text) - len(stripped)) + match.start("rest")
    return _Header(kind, title, line.start, body)


def _headers(text: str) -> Iterator[_Header]:
    within: _Header | None = None
    for line in _lines(text):
        if not line.text.strip() or RULE.fullmatch(line.text.strip()):
            continue
        found = _markdown(line, within) or _whole_line(line, within) or _inline(line, within)
        if found:
            within = found
            yield found


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def split(text: str) -> list[SectionSpan]:
    """Return the sections of a note in order: disjoint spans of the bodies, which hold all text that is not a header.

    Text before the first header is a section without a title. A header with nothing under it keeps an empty span.
    """
    headers = list(_headers(text))
    first = headers[0].start if headers else len(text)
    start, end = _trimmed(text, 0, first)
    sections = [SectionSpan(SectionKind.OTHER, "", start, end)] if start < end else []
    ends = [header.start for header in headers[1:]] + [len(text)]
    for header, section_end in zip(headers, ends, strict=False):
        start, end = _trimmed(text, header.body, section_end)
        sections.append(SectionSpan(header.kind, header.title[:300], start, end))
    return sections
