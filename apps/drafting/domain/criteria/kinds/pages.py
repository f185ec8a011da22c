"""The notes of a chart as documents."""

import re
from dataclasses import dataclass

from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.criteria.openness import is_preliminary
from apps.drafting.domain.criteria.periods import Interval, on, told_dates
from apps.drafting.domain.criteria.sayings import is_no_record
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.facts.told import ANOTHERS_PAGE
from apps.drafting.domain.tasks import PassageView

HEAD = 300  # characters in which a page says of which day it is
SCANNED_LATER = 30  # days between what a page tells of and its filing, beyond which the first is its day
OF_SERVICE = re.compile(
    r"(?i)\b(?:date of (?:service|evaluation|exam(?:ination)?|visit|assessment|study|test|procedure)|DOS|"
    r"evaluat(?:ed|ion)"
    r"(?: date| of| on)?|exam(?:ined)? (?:date|on)|seen on|performed(?: on)?|study date|visit date|tested on)\W{0,4}$"
)


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
        """The day it tells of where its head says so, as a page scanned later does, else its own."""
        own = self.first.dated_at.date() if self.first.dated_at else None
        head = self.first.text[:HEAD]
        served = [one.when for one in told_dates(head, own) if OF_SERVICE.search(head[: one.start])]
        if own and served and served[0].first == served[0].last and (own - served[0].last).days > SCANNED_LATER:
            return served[0]
        return on(own)

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
    shut = {one.quote.passage.document_id for one in case.chart.suspects if one.rule == ANOTHERS_PAGE}
    by_id: dict[str, list[PassageView]] = {}
    for passage in case.draft_input.passages:
        is_note = not passage.structured and not is_no_record(passage) and passage.document_id not in case.left_out
        if is_note and not passage.superseded and passage.document_id not in shut:
            by_id.setdefault(passage.document_id, []).append(passage)
    found = [Page(tuple(sorted(passages, key=lambda one: one.start))) for passages in by_id.values()]
    return sorted(found, key=lambda page: -(page.when.last.toordinal() if page.when else 0))
