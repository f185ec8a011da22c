"""Facts laid out as one text: a title line, sections, one line per fact, and where each line came from."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from apps.chart.domain import fhir
from apps.chart.domain.documents import DocumentKind, SectionSpan
from apps.chart.domain.rendering.facts import Fact

# Sections stand in this order; what is not named follows, by title.
SECTION_ORDER = (
    "Active problems", "Resolved or inactive problems",
    "Ordered, current", "Reported as taken", "Ordered, no longer current", "Reported as stopped or not taken",
    "Pharmacy fills",
)  # fmt: skip
MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Rendering:
    """A laid out text with its lines ([start, end) in code points) and sections."""

    text: str
    lines: list[dict[str, Any]]
    sections: list[SectionSpan]
    latest: str  # the latest FHIR date in it


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    facts: tuple[Fact, ...]


def _merged(facts: Sequence[Fact]) -> Iterable[_Line]:
    """Make one line of identical facts, and of repeated orders one line with first and last date and how many."""
    groups: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        same = (fact.head, fact.tail) if fact.repeats else (fact.head, fact.when, fact.tail, fact.by)
        groups[same].append(fact)
    for group in groups.values():
        yield _Line(_group_text(group), tuple(group))


def _group_text(group: Sequence[Fact]) -> str:
    first, last = group[0], group[-1]
    if len(group) == 1 or not first.repeats:
        return fhir.joined((first.head, first.when, first.tail, first.by))
    span = fhir.period_words({"start": first.at, "end": last.at})
    makers = list(dict.fromkeys(fact.by for fact in group if fact.by))
    by = fhir.joined(makers[:1] + [maker.removeprefix("ordered by ") for maker in makers[1:MOST_NAMES]], ", ")
    others = len(makers) - MOST_NAMES
    more = f" and {others} {'other' if others == 1 else 'others'}" if others > 0 else ""
    return fhir.joined((first.head, f"ordered {len(group)} times, {span}", first.tail, by + more))


def _told_apart(facts: Sequence[Fact]) -> list[Fact]:
    """Add the time of day where one thing was measured more than once on one day."""
    labels: dict[tuple[str, str], set[str]] = defaultdict(set)
    for fact in facts:
        labels[fact.head.partition(":")[0], fact.when].add(fact.at)
    timed = []
    for fact in facts:
        clock = fhir.time_words(fact.at) if len(labels[fact.head.partition(":")[0], fact.when]) > 1 else ""
        timed.append(replace(fact, when=f"{fact.when} {clock}") if clock and fact.when else fact)
    return timed


def _sections(facts: Iterable[Fact]) -> list[list[Fact]]:
    by_title: dict[str, list[Fact]] = defaultdict(list)
    for fact in sorted(facts, key=lambda f: (f.at, f.head, f.resource, f.pointer)):
        by_title[fact.section_title].append(fact)
    rank = {title: number for number, title in enumerate(SECTION_ORDER)}
    return [by_title[title] for title in sorted(by_title, key=lambda t: (rank.get(t, len(rank)), t))]


def _line_entry(line: _Line, start: int) -> dict[str, Any]:
    newest = line.facts[-1]
    entry = {"start": start, "end": start + len(line.text), "resource": newest.resource, "pointer": newest.pointer}
    also = list(dict.fromkeys(fact.resource for fact in line.facts[:-1] if fact.resource != newest.resource))
    return {**entry, "also": also} if also else entry


def lay_out(title: str, facts: Sequence[Fact]) -> Rendering:
    """Return the text of one document: the title, then each section's heading and lines. Same facts, same text."""
    text, lines, spans = f"{title}\n", [], []
    timed = facts[0].kind in {DocumentKind.RESULTS, DocumentKind.VITAL_SIGNS} if facts else False
    sections = _sections(_told_apart(facts) if timed else facts)
    for section in sections:
        text += f"\n{section[0].section_title}\n" if len(sections) > 1 else "\n"
        start = len(text)
        for line in _merged(section):
            lines.append(_line_entry(line, len(text)))
            text += f"{line.text}\n"
        spans.append(SectionSpan(section[0].section, section[0].section_title, start, len(text) - 1))
    latest = max((fact.at for fact in facts if fact.at[:1].isdigit()), default="")
    return Rendering(text, lines, spans, latest)
