"""Everything a composer may say of one chart, read once from the passages."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from apps.drafting.domain.facts import records
from apps.drafting.domain.facts.notes import NoteLine, read_notes
from apps.drafting.domain.facts.quotes import Quote, structured_lines
from apps.drafting.domain.facts.records import Allergy, Event, Fill, Medication, Order, Problem, Result
from apps.drafting.domain.facts.told import Suspect, before_orders
from apps.drafting.domain.tasks import DraftInput, PassageView

T = TypeVar("T")
RESULT_KINDS = ("results", "vital_signs")
PAYER_LETTER = "payer_letter"  # tells what a payer decided, and nothing about the patient
# What a summary can be written of, beside notes.
CLINICAL: Mapping[str, Callable[[Quote], object | None]] = {
    "problem_list": records.problem_of,
    "medication_list": records.medication_of,
    **dict.fromkeys(RESULT_KINDS, records.result_of),
}


@dataclass(frozen=True, slots=True)
class Chart:
    """Typed facts, each with the quote it rests on."""

    problems: list[Problem] = field(default_factory=list)
    medications: list[Medication] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    allergies: list[Allergy] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    reports: list[Event] = field(default_factory=list)
    procedures: list[Event] = field(default_factory=list)
    encounters: list[Event] = field(default_factory=list)
    immunizations: list[Event] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    plans: list[Order] = field(default_factory=list)
    notes: list[NoteLine] = field(default_factory=list)  # newest first
    suspects: list[Suspect] = field(default_factory=list)
    kinds: frozenset[str] = frozenset()  # of the documents that are there


def read_chart(draft_input: DraftInput) -> Chart:
    """Return the facts of the current versions, without what a newer version replaced or a payer wrote."""
    passages = _current(draft_input)
    notes, suspects = read_notes(passages, draft_input.task)
    of = _by_kind(fact_quotes(passages))
    measured = [quote for kind in RESULT_KINDS for quote in of(kind)]
    return Chart(
        problems=_each(records.problem_of, of("problem_list")),
        medications=_each(records.medication_of, of("medication_list")),
        fills=_each(records.fill_of, of("medication_list")),
        allergies=_each(records.allergy_of, of("allergy_list")),
        results=_each(records.result_of, measured),
        reports=_each(records.report_of, of("results")),
        procedures=_each(records.procedure_of, of("procedures")),
        encounters=_each(records.encounter_of, of("encounters")),
        immunizations=_each(records.procedure_of, of("immunizations")),
        orders=_each(records.order_of, of("orders")),
        plans=_each(records.order_of, of("care_plans")),
        notes=notes,
        suspects=suspects,
        kinds=frozenset(passage.document_kind for passage in passages),
    )


def is_blank(draft_input: DraftInput) -> bool:
    """Return whether the current versions hold no problem, medication, result or sentence of a note.

    Reads no further than the first of them.
    """
    passages = _current(draft_input)
    lists = (passage for passage in passages if passage.document_kind in CLINICAL)
    facts = (CLINICAL[quote.passage.document_kind](quote) for quote in fact_quotes(lists))
    return all(fact is None for fact in facts) and not read_notes(passages, draft_input.task)[0]


def fact_quotes(passages: Iterable[PassageView]) -> Iterator[Quote]:
    """Yield the lines of facts in the structured passages, each up to an order that somebody put into it."""
    lines = (line for passage in passages if passage.structured for line in structured_lines(passage))
    return (quote for line in lines if (quote := before_orders(line)))


def _current(draft_input: DraftInput) -> list[PassageView]:
    passages = draft_input.passages
    return [one for one in passages if not one.superseded and one.document_kind != PAYER_LETTER]


def _by_kind(quotes: Iterable[Quote]) -> Callable[[str], list[Quote]]:
    found: dict[str, list[Quote]] = {}
    for quote in quotes:
        found.setdefault(quote.passage.document_kind, []).append(quote)
    return lambda kind: found.get(kind, [])


def _each(read: Callable[[Quote], T | None], quotes: Iterable[Quote]) -> list[T]:
    return [fact for quote in quotes if (fact := read(quote)) is not None]


def passage_by_id(draft_input: DraftInput) -> dict[str, PassageView]:
    """Return the passages of an input by id."""
    return {passage.passage_id: passage for passage in draft_input.passages}
