"""The notes of a chart as documents."""

from dataclasses import dataclass

from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.criteria.periods import Interval, on
from apps.drafting.domain.criteria.sayings import is_no_record, is_preliminary
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.tasks import PassageView


@dataclass(frozen=True, slots=True)
class Page:
    """A document: its passages in order, its day, and whether it is final."""

    passages: tuple[PassageView, ...]

    @property
    def first(self) -> PassageView:
        return self.passages[0]

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(one.text for one in self.passages)

    @property
    def when(self) -> Interval | None:
        return on(self.first.dated_at.date() if self.first.dated_at else None)

    @property
    def is_final(self) -> bool:
        return not any(is_preliminary(one) for one in self.passages)

    @property
    def quote(self) -> Quote:
        """Its first line."""
        text = self.first.text
        start = len(text) - len(text.lstrip())
        end = text.find("\n", start)
        return Quote(self.first, start, end if end > start else len(text))


def pages(case: Case) -> list[Page]:
    """Return the notes of the chart as documents, newest first, without those of another patient."""
    shut = {one.quote.passage.document_id for one in case.chart.suspects if one.rule == "another_patients_page"}
    by_id: dict[str, list[PassageView]] = {}
    for passage in case.draft_input.passages:
        is_note = not passage.structured and not is_no_record(passage)
        if is_note and not passage.superseded and passage.document_id not in shut:
            by_id.setdefault(passage.document_id, []).append(passage)
    found = [Page(tuple(sorted(passages, key=lambda one: one.start))) for passages in by_id.values()]
    return sorted(found, key=lambda page: -(page.when.last.toordinal() if page.when else 0))
