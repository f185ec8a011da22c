"""Which lines of a chart a model is shown when not all of them fit: decided by code, in a stated order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.facts.chart import Chart, passage_by_id, read_chart
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote, structured_lines
from apps.drafting.domain.facts.told import before_orders
from apps.drafting.domain.reconcile.results import series, trend
from apps.drafting.domain.tasks import DraftInput, PassageView

LISTS = ("problem_list", "medication_list", "allergy_list")
# No more of the room than this for what comes before the notes, or a long list would leave none for them.
SHARE = {"lists": 0.45, "measured": 0.15, "happened": 0.15}
OUT_OF_SIGHT = frozenset({"demographics", "coverage"})  # age and sex are told with the task


@dataclass(slots=True)
class Candidates:
    """Lines in the order in which they are chosen, and how much of the room each group may take at most."""

    groups: list[tuple[float, list[Quote]]] = field(default_factory=list)

    def add(self, quotes: Iterable[Quote], share: float = 1.0) -> None:
        self.groups.append((share, list(quotes)))


def candidates_of(draft_input: DraftInput) -> Candidates:
    """Return every line a prompt may show, best first.

    Left out altogether: what a newer version replaced, pages of another patient, what is addressed to software, with
    what it brings along. Words carried from note to note stand where they were first written.
    """
    chart = read_chart(draft_input)
    found = Candidates()
    lines = _by_kind(draft_input)
    letter = draft_input.task.kind is DraftKind.PRIOR_AUTH_LETTER
    if letter:
        found.add(_searched(draft_input, chart))
    found.add((quote for kind in LISTS for quote in lines.get(kind, [])), SHARE["lists"])
    found.add(_measured(chart), SHARE["measured"])
    found.add(_happened(chart), SHARE["happened"])
    found.add(_written(chart.notes))
    rest = [quote for kind, quotes in lines.items() if kind not in OUT_OF_SIGHT for quote in quotes]
    found.add(sorted(rest, key=lambda quote: quote.day or date.min, reverse=True))
    return found


def _by_kind(draft_input: DraftInput) -> dict[str, list[Quote]]:
    found: dict[str, list[Quote]] = {}
    for passage in draft_input.passages:
        if passage.structured and not passage.superseded:
            found.setdefault(passage.document_kind, []).extend(_facts(passage))
    return found


def _facts(passage: PassageView) -> Iterator[Quote]:
    """Yield the lines of a structured passage, each up to an order that somebody put into it."""
    yield from (quote for line in structured_lines(passage) if (quote := before_orders(line)))


def _searched(draft_input: DraftInput, chart: Chart) -> Iterator[Quote]:
    """Yield what the index returned: the best passage of each criterion, then the second of each, and so on."""
    passages = passage_by_id(draft_input)
    notes: dict[str, list[NoteLine]] = {}
    for line in chart.notes:
        notes.setdefault(line.quote.passage.passage_id, []).append(line)
    ranked = zip_longest(*([passage_id for passage_id, _ in found.hits] for found in draft_input.evidence))
    for passage_id in dict.fromkeys(id_ for rank in ranked for id_ in rank if id_):
        passage = passages.get(passage_id)
        if passage and passage.structured and not passage.superseded:
            yield from _facts(passage)
        else:
            yield from _written(notes.get(passage_id, []))


def _measured(chart: Chart) -> list[Quote]:
    """The newest value of each measurement with what it moved from, newest first."""
    points = [trend(points) for points in series(chart).values()]
    points.sort(key=lambda shown: shown[-1].day.first if shown[-1].day else date.min, reverse=True)
    return [result.line.quote for shown in points for result in shown]


def _happened(chart: Chart) -> list[Quote]:
    told = [event for event in (*chart.encounters, *chart.reports, *chart.procedures) if event.day]
    told = [event for event in told if event.kind not in {"visit", ""}] or told
    told.sort(key=lambda event: event.day.first if event.day else date.min, reverse=True)
    return [event.line.quote for event in told]


def _written(notes: Iterable[NoteLine]) -> Iterator[Quote]:
    """Yield the sentences of notes, each where it was first written."""
    yield from (line.origin or line.quote for line in notes)


def in_order(quotes: Iterable[Quote]) -> list[tuple[PassageView, list[Quote]]]:
    """Return chosen lines as passages: lists first, then by day, newest first; lines as they stand in the passage."""
    found: dict[str, list[Quote]] = {}
    for quote in quotes:
        found.setdefault(quote.passage.passage_id, []).append(quote)
    passages = [(lines[0].passage, sorted(lines, key=lambda line: line.start)) for lines in found.values()]
    return sorted(passages, key=lambda pair: (_rank(pair[0]), -_day(pair[0]), pair[0].document_id, pair[0].start))


def _rank(passage: PassageView) -> int:
    return LISTS.index(passage.document_kind) if passage.document_kind in LISTS else len(LISTS)


def _day(passage: PassageView) -> int:
    return passage.dated_at.toordinal() if passage.dated_at else 0
