"""Binding quoted spans to the source versions they stand in, with the hashes that prove it."""

from collections.abc import Iterable, Mapping
from typing import Any

from apps.drafting.domain.claims import CitedSpan
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.labels import chip_label
from apps.drafting.domain.tasks import PassageView
from apps.redaction.domain.views import SourceSpan
from apps.redaction.selectors import source_spans

Bound = Mapping[CitedSpan, SourceSpan]


def bound(spans: Iterable[CitedSpan], passages: Mapping[str, PassageView]) -> Bound:
    """Return where each span lies in its source. One statement, however many there are."""
    wanted = list(dict.fromkeys(spans))
    if not wanted:
        return {}
    places = ((passages[span.passage_id], span) for span in wanted)
    asked = [(passage.document_id, passage.start + span.start, passage.start + span.end) for passage, span in places]
    return dict(zip(wanted, source_spans(asked), strict=True))


def quote_fields(span: CitedSpan, passage: PassageView, source: SourceSpan) -> dict[str, Any]:
    """Return the columns of a ``BoundQuote`` but its ordinal."""
    return {
        "stance": span.stance,
        "passage_id": passage.passage_id,
        "redacted_document_id": passage.document_id,
        "redacted_start": passage.start + span.start,
        "redacted_end": passage.start + span.end,
        "source_document_id": source.document_id,
        "source_sha256": source.sha256,
        "source_start": source.start,
        "source_end": source.end,
        "quote_sha256": source.quote_sha256,
        "label": chip_label(Quote(passage, span.start, span.end)),
    }
