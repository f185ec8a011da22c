"""One chart as the criteria are answered from it: what stands, what is not final, who the clinicians are, what "
"is asked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from apps.drafting.domain.criteria.copied import as_first_written
from apps.drafting.domain.criteria.encounters import Visit, visits_of
from apps.drafting.domain.criteria.happenings import day_of_event
from apps.drafting.domain.criteria.openness import is_preliminary
from apps.drafting.domain.criteria.outsiders import is_tick, outsiders, payers_letters, ticked, unsigned
from apps.drafting.domain.criteria.own_facts import own_facts
from apps.drafting.domain.criteria.periods import Interval, Window, on, window_back
from apps.drafting.domain.criteria.requests import RequestFacts
from apps.drafting.domain.criteria.sayings import is_no_record
from apps.drafting.domain.criteria.subjects import is_template, of_patient
from apps.drafting.domain.facts.chart import Chart, passage_by_id, read_chart
from apps.drafting.domain.facts.notes import NoteLine
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.told import ANOTHERS_PAGE, ANOTHERS_SHEET, told_spans
from apps.drafting.domain.reconcile import allergies, carried, medications, overstated
from apps.drafting.domain.reconcile.conflicts import Conflict
from apps.drafting.domain.tasks import DraftInput, PassageView
from apps.redaction.domain.injection import title_order_of

Test = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """The chart, the day, and the request."""

    draft_input: DraftInput
    request: RequestFacts
    tests: Mapping[str, Test] = field(default_factory=dict)  # by the id that another test may name
    left_out: frozenset[str] = frozenset()  # documents whose sentences do not count

    @property
    def as_of(self) -> date:
        """The day on which is asked."""
        return self.draft_input.task.as_of

    @cached_property
    def without_forms(self) -> "Case":
        """The same chart without the sentences of pages that no clinician answers for: on these nothing is met."""
        forms = self._outsiders | (self._by_nobody & ticked(self.draft_input.passages))
        return replace(self, left_out=forms) if forms - self.left_out else self

    @cached_property
    def chart(self) -> Chart:
        """All that the current versions say."""
        return read_chart(self.draft_input)

    @cached_property
    def notes(self) -> tuple[NoteLine, ...]:
        """The sentences of ``remarks`` with the words alone that state a fact of this patient."""
        return tuple(own_facts(self.remarks, self.draft_input.task.sex or ""))

    @cached_property
    def remarks(self) -> tuple[NoteLine, ...]:
        """The sentences of final notes about this patient, written by the day of asking, newest first, as they stand.

        What takes something back stands here alone.
        """
        return tuple(
            line
            for told in self.chart.notes
            if (line := as_first_written(of_patient(told)))
            and not line.relative
            and not is_template(line.text)
            and not self._is_open(line)
            and not is_no_record(line.quote.passage)
            and line.quote.passage.document_id not in self.left_out | self._of_payers
            and (line.day is None or line.day <= self.as_of)
        )

    @cached_property
    def unsigned(self) -> tuple[NoteLine, ...]:
        """The sentences of notes that are not final."""
        lines = (line for line in self.chart.notes if not line.relative and self._is_open(line))
        return tuple(own_facts(lines, self.draft_input.task.sex or ""))

    @cached_property
    def _open_documents(self) -> frozenset[str]:
        passages = self.draft_input.passages
        return frozenset(one.document_id for one in passages if not one.structured and is_preliminary(one))

    def _is_open(self, line: NoteLine) -> bool:
        return line.quote.passage.document_id in self._open_documents

    @cached_property
    def own_notes(self) -> tuple[NoteLine, ...]:
        """The sentences of ``notes`` but those of sellers' and payers' forms, and boxes that no clinician ticked."""
        return tuple(line for line in self.notes if not self._is_of_outsiders(line))

    @cached_property
    def own_remarks(self) -> tuple[NoteLine, ...]:
        """The sentences of ``remarks`` but those of sellers' and payers' forms, and boxes that no clinician ticked."""
        return tuple(line for line in self.remarks if not self._is_of_outsiders(line))

    @cached_property
    def _of_payers(self) -> frozenset[str]:
        return payers_letters(self.draft_input.passages)

    @cached_property
    def _outsiders(self) -> frozenset[str]:
        return outsiders(self.draft_input.passages)

    @cached_property
    def _by_nobody(self) -> frozenset[str]:
        return unsigned(self.draft_input.passages)

    def _is_of_outsiders(self, line: NoteLine) -> bool:
        """Say whether words are of a seller's or payer's form, or a box that no clinician ticked."""
        document = line.quote.passage.document_id
        return document in self._outsiders or (document in self._by_nobody and is_tick(line.text))

    @cached_property
    def visits(self) -> tuple[Visit, ...]:
        """The encounters of the chart, newest first."""
        return visits_of(self.chart)

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What the record says against itself."""
        readers = (medications.conflicts, carried.conflicts, overstated.conflicts, allergies.conflicts)
        return tuple(conflict for read in readers for conflict in read(self.chart))

    def disputed(self, quotes: tuple[Quote, ...]) -> Conflict | None:
        """Return a conflict in which one of the quotes is the side that the record speaks against."""
        places = {(quote.passage.passage_id, quote.start) for quote in quotes}
        for conflict in self.conflicts:
            if any((quote.passage.passage_id, quote.start) in places for quote in conflict.against):
                return conflict
        return None

    def window(self, within: Mapping[str, Any] | None) -> Window | None:
        """Return the days a test's ``within`` lets count: any until the day of asking without one; None: cannot "
        "tell."""
        if not within:
            return Window(None, self.as_of, "any time")
        before = str(within.get("before") or "as_of")
        reference = self._reference(before)
        return window_back(reference, within, self._reference_words(before)) if reference else None

    def _reference(self, before: str) -> date | None:
        if before == "as_of":
            return self.as_of
        if before in {"order", "request"}:  # where none is on record, it is asked for now
            return self.request.ordered_on or self.as_of
        if before in {"discharge", "admission"}:
            stays = [
                visit.when.last if before == "discharge" else visit.when.first
                for visit in self.visits
                if visit.is_stay and visit.when
            ]
            return max((day for day in stays if day <= self.as_of), default=None)
        name = re.sub(r"[_-]", " ", before)
        return day_of_event(self.chart, self.draft_input.passages, name, self.as_of)

    def _reference_words(self, before: str) -> str:
        return {"as_of": "the request", "order": "the order"}.get(before, before)

    def _shown(self, passage: PassageView) -> Quote | None:
        """Return a passage as it may be shown beside a criterion: of this patient, in force, without orders to "
        "software."""
        if passage.superseded or passage.document_id in self._of_others or title_order_of(passage):
            return None
        return _before(_first_words(passage), [*self._strange_starts(passage), *_starts_of_orders(passage)])

    def _strange_starts(self, passage: PassageView) -> list[int]:
        """Return where, in a passage, sheets of other people begin."""
        sheets = (one.quote for one in self.chart.suspects if one.rule == ANOTHERS_SHEET)
        return [quote.start for quote in sheets if quote.passage.passage_id == passage.passage_id]

    @cached_property
    def _of_others(self) -> frozenset[str]:
        return frozenset(one.quote.passage.document_id for one in self.chart.suspects if one.rule == ANOTHERS_PAGE)

    @cached_property
    def hits(self) -> Mapping[str, tuple[Quote, ...]]:
        """The passages that the index returned for each leaf, best first, as quotes of their first line or "
        "sentence."""
        passages = passage_by_id(self.draft_input)
        return {
            row.node_id: tuple(
                quote for id_, _ in row.hits if id_ in passages and (quote := self._shown(passages[id_]))
            )
            for row in self.draft_input.evidence
        }


def _starts_of_orders(passage: PassageView) -> list[int]:
    return [order.start for order, _ in told_spans(passage)]


def _before(quote: Quote, starts: Sequence[int]) -> Quote | None:
    """Return a passage up to where something begins that is not to be shown; None where nothing stands before."""
    first = min(starts, default=quote.end)
    text = quote.passage.text[quote.start : min(first, quote.end)].rstrip()
    return Quote(quote.passage, quote.start, quote.start + len(text)) if text else None


def _first_words(passage: Any) -> Quote:
    stripped = passage.text.strip()
    start = passage.text.find(stripped[:1]) if stripped else 0
    return Quote(passage, start, start + len(stripped))


def day_of_line(line: NoteLine) -> Interval | None:
    """Return the day a sentence speaks of by its first writing: what was copied forward is as old as it is."""
    return on(line.first_day or line.day)
