"""Which line of a note is a header, and of what: by the line, its neighbours and the section it stands in."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from apps.chart.domain.documents import SectionKind
from apps.chart.domain.sections.lines import RULE, Line, lines
from apps.chart.domain.sections.titles import BARE_TITLES, SOAP, is_weak, kind_of_title, plain_title
from apps.chart.domain.sections.words import NO_TITLE_WORDS, PARTS_OF_A_BODY

__all__ = ["Header", "headers"]

MARKDOWN = re.compile(r"(?P<marks>#{1,6})\s+(?P<title>\S[^\n]{0,100})")
DOCUMENT = re.compile(
    r"(?:[\w/&-]+ ){0,4}(?:note|report|summary|encounter|consultation|consult|letter|history (?:and|&) physical"
    r"(?: examination| exam)?|h&p|handoff)(?!\w)(?:$|\s*[-\u2013\u2014(|,]|\s{2,}|\s\d)"
)
TITLE = r"[A-Za-z](?:[^:\n(|]|\([^)\n]{0,60}\)){0,60}?"
INLINE = re.compile(
    rf"(?P<open>\*\*|__|<b>|\[)?(?P<title>{TITLE})\s*(?:(?P<close>\*\*|__|</b>|\])\s*)?"
    r"(?P<mark>:|\s[-\u2013\u2014](?=\s))(?P<rest>.*)",
    re.DOTALL,
)
BARE = re.compile(r"\s*(?P<title>[A-Z][A-Z/&]*(?: MEDS)?)(?:\.|\s)\s*(?!of |and |was |were |is |are |as )(?=\S)")
COLUMN = re.compile(r"(?P<title>[A-Z][A-Z/& ]{3,60}?)(?:\t| {2,})\s*(?=\S)")
DECORATED = re.compile(
    r"(?P<open>\*{1,3}|_{1,3}|=+|~+|-{1,}|<{1,2}|\[{1,2}|#+|/{2,}|<(?:b|u|strong|h\d)>|>+)\s*(?P<title>[A-Za-z].*?)\s*"
    r"(?P<close>:?\s*(?:\*{1,3}|_{1,3}|=+|~+|-{1,}|>{1,2}|\]{1,2}|#+|/{2,}|</(?:b|u|strong|h\d)>):?)"
)
LONGEST_HEADER = 150
LONGEST_UNKNOWN_TITLE = 6  # words
FEWEST_LETTERS = 4
LONGEST_SHORT_TITLE = 5  # letters: "EKG", "UA"
SMALL_WORDS = frozenset({"of", "and", "the", "for", "to", "in", "on", "at", "with", "&", "/", "or", "by", "from"})
# Inside these, a line that only looks like a header is part of what was assessed or planned.
PROBLEM_ORIENTED = frozenset(
    {SectionKind.ASSESSMENT_AND_PLAN, SectionKind.ASSESSMENT, SectionKind.PLAN, SectionKind.HOSPITAL_COURSE}
)
# What stands in an assessment or a plan without any mark may still be the next of these.
NEXT_OF: Mapping[SectionKind, frozenset[SectionKind]] = {
    SectionKind.ASSESSMENT: frozenset({SectionKind.PLAN}),
    SectionKind.HOSPITAL_COURSE: frozenset(
        {SectionKind.PLAN, SectionKind.ASSESSMENT, SectionKind.ASSESSMENT_AND_PLAN, SectionKind.DIAGNOSES}
    ),
}
# A line of one of these under a header of its own kind is a part of it, also after a blank line.
SELF_CONTAINED = frozenset(
    {SectionKind.RESULTS, SectionKind.IMAGING, SectionKind.PHYSICAL_EXAM, SectionKind.VITAL_SIGNS,
     SectionKind.SOCIAL_HISTORY, SectionKind.REVIEW_OF_SYSTEMS}
)  # fmt: skip
EXAMINED = frozenset({SectionKind.PHYSICAL_EXAM, SectionKind.REVIEW_OF_SYSTEMS})
# Inside these, a line in capitals without a colon is an item: a drug, a problem.
LISTING = frozenset(
    {SectionKind.MEDICATIONS, SectionKind.ALLERGIES, SectionKind.PROBLEMS, SectionKind.DIAGNOSES,
     SectionKind.PAST_MEDICAL_HISTORY, SectionKind.PAST_SURGICAL_HISTORY}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Header:
    """A header as it stands in the text; what only looks like one has its body begin with itself."""

    kind: SectionKind
    title: str
    start: int  # of the header
    body: int  # where the section's own text begins
    level: int = 0  # of a markdown header


def headers(text: str) -> Iterator[Header]:
    """Yield the headers of a note in order."""
    within: Header | None = None
    is_first = True
    for line in lines(text):
        stripped = line.text.strip()
        if not stripped or RULE.fullmatch(stripped) or line.in_table or line.is_item or line.spoken:
            continue
        was_first, is_first = is_first, False
        if was_first and _names_the_document(stripped):
            continue
        if found := _header(line, within):
            within = found
            yield found


def _names_the_document(first: str) -> bool:
    """Say whether the first line is what the whole document is: "DISCHARGE SUMMARY", "Consultation - C. Vance MD"."""
    return DOCUMENT.match(first.strip("#*_= ").lower()) is not None and not first.endswith(":")


def _header(line: Line, within: Header | None) -> Header | None:
    if line.number:
        return _numbered(line, within)
    return (
        _markdown(line, within)
        or _whole_line(line, within)
        or _inline(line, within)
        or _bare(line, within)
        or _column(line)
    )


def _markdown(line: Line, within: Header | None) -> Header | None:
    match = MARKDOWN.fullmatch(line.text.strip())
    if match is None:
        return None
    level, title = len(match["marks"]), match["title"].strip(" :#*_")
    if kind := kind_of_title(title):
        return Header(kind, title, line.start, line.end, level)
    # "# RA - stable" under an assessment is a problem; under a markdown header of the same level it is a header.
    is_problem = within is not None and within.kind in PROBLEM_ORIENTED and within.level != level
    return None if is_problem or not _looks_like_title(title) else _unknown(title, line, level)


def _unknown(title: str, line: Line, level: int = 0) -> Header:
    # What only looks like a header stays in the text of its section, in case it was none.
    return Header(SectionKind.OTHER, title, line.start, line.start, level)


def _is_shouted(title: str) -> bool:
    letters = [c for c in title if c.isalpha()]
    return len(letters) >= FEWEST_LETTERS and all(c.isupper() for c in letters) and not any(c.isdigit() for c in title)


def _looks_like_title(title: str) -> bool:
    words = title.split()
    return (
        0 < len(words) <= LONGEST_UNKNOWN_TITLE
        and "  " not in title  # columns of a table
        and all(word[0].isupper() or word.lower() in SMALL_WORDS for word in words)
        and not any(c.isdigit() or c in ".;,?!:=" for c in title)
        and not NO_TITLE_WORDS & {word.lower() for word in words}
    )


def _numbered(line: Line, within: Header | None) -> Header | None:
    """Read "II. PAST MEDICAL HISTORY": a known title in capitals or with a colon; a numbered problem is none."""
    title = line.text[line.number :].strip()
    if within is not None and within.kind in PROBLEM_ORIENTED | LISTING and not _is_shouted(title):
        return None
    kind = kind_of_title(title) if title.endswith(":") or _is_shouted(title) else None
    return Header(kind, title.rstrip(": "), line.start, line.end) if kind else None


def _undecorated(stripped: str) -> tuple[str, bool]:
    """Return a line without the marks around it, and whether there were marks that make a header of it."""
    if len(stripped) <= LONGEST_HEADER and (match := DECORATED.fullmatch(stripped)):
        return match["title"].strip("*_=:~ "), True
    title = stripped.strip("*_ ").rstrip(":").strip("*_ ")
    return title, stripped.startswith(("**", "__"))


def _whole_line(line: Line, within: Header | None) -> Header | None:
    """Read a line that is nothing but a title: with a colon, in capitals, or a known title standing alone."""
    stripped = line.text.strip()
    title, decorated = _undecorated(stripped)
    colon, shouted = stripped.rstrip("*_ ").endswith(":"), _is_shouted(title)
    if kind := kind_of_title(title):
        ends_a_sentence = stripped[-1] in ".,;!?" and not decorated
        marked = colon or decorated or (_is_loud(title) and not ends_a_sentence)
        alone = title[:1].isupper() and not ends_a_sentence and _may_stand_alone(kind, title, line, within)
        return Header(kind, title, line.start, line.end) if marked or alone else None
    return _unknown(title, line) if _may_be_unknown(title, line, within, colon=colon, shouted=shouted) else None


def _may_stand_alone(kind: SectionKind, title: str, line: Line, within: Header | None) -> bool:
    """Say whether a title without any mark begins a section here; below other words it may be a part of them."""
    if is_weak(title):
        listed = within is not None and within.kind in PROBLEM_ORIENTED | LISTING
        return line.after_blank and not line.before_blank and not listed
    if within is None or line.after_blank:
        return True
    if within.kind in PROBLEM_ORIENTED:
        return kind in NEXT_OF.get(within.kind, ())
    return kind is not within.kind


def _is_loud(title: str) -> bool:
    return title.isupper() and title[:1].isalpha() and not any(c.isdigit() for c in title.partition("(")[0])


def _may_be_unknown(title: str, line: Line, within: Header | None, *, colon: bool, shouted: bool) -> bool:
    if not line.after_blank or line.before_blank or not _looks_like_title(title):
        return False
    if within is not None and (
        within.kind in PROBLEM_ORIENTED or (within.kind in LISTING and not colon) or _is_part_of_a_body(title)
    ):
        return False
    return colon or (shouted and len(title.split()) > 1)


def _is_part_of_a_body(title: str) -> bool:
    return all(word in PARTS_OF_A_BODY | SMALL_WORDS for word in re.split(r"[\s/]+", title.lower()))


def _inline(line: Line, within: Header | None) -> Header | None:
    """Read "HPI: 54-year-old ..." : a known title at the start of a line that goes on with its text."""
    stripped = line.text.lstrip()
    match = INLINE.fullmatch(stripped)
    if match is None or not match["rest"].strip(" *_"):
        return None
    title, emphasized = match["title"].strip("*_ "), bool(match["open"])
    kind, loud = kind_of_title(title), title.isupper() or emphasized
    if kind is None or not title[:1].isupper() or (not loud and (match["mark"] != ":" or is_weak(title))):
        return None
    if _is_part_of_its_own(kind, title, line, within, emphasized=emphasized):
        return None
    # "Labs: CBC in 2 wk" under a plan is a part of the plan, unless it stands apart or is written as a header.
    apart = line.after_blank or _is_shouted(title) or emphasized or _follows_in_soap(title, within)
    if within is not None and within.kind in PROBLEM_ORIENTED | {SectionKind.ENCOUNTERS} and not apart:
        return None
    body = line.end - len(stripped) + match.start("rest")
    body += len(match["rest"]) - len(match["rest"].lstrip(" *_")) if emphasized else 0
    return Header(kind, title, line.start, body)


def _is_part_of_its_own(kind: SectionKind, title: str, line: Line, within: Header | None, *, emphasized: bool) -> bool:
    """Say whether "Alcohol use: none" is a line of the social history that it stands in."""
    if within is None or emphasized:
        return False
    if within.kind in EXAMINED and _is_part_of_a_body(title):
        return True
    if within.kind is not kind or (line.after_blank and kind not in SELF_CONTAINED):
        return False
    return not title.isupper() or len(title) <= LONGEST_SHORT_TITLE


def _follows_in_soap(title: str, within: Header | None) -> bool:
    return within is not None and plain_title(within.title) in SOAP.get(title.lower(), ())


def _bare(line: Line, within: Header | None) -> Header | None:
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
    return Header(kind, match["title"], line.start, line.start + match.end()) if kind else None


def _column(line: Line) -> Header | None:
    """Read "MEDICATIONS    metformin daily": a title in capitals, set off from its text by a gap."""
    match = COLUMN.match(line.text)
    if match is None or not _is_shouted(match["title"]) or not any(c.islower() for c in line.text[match.end() :]):
        return None
    kind = kind_of_title(match["title"])
    return Header(kind, match["title"].strip(), line.start, line.start + match.end()) if kind else None
