"""The analyzer, built once per process when it is first needed: its libraries take seconds to load."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import TYPE_CHECKING

from apps.redaction.domain.detection import Detection
from apps.redaction.domain.kinds import IdentifierKind, Layer

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine

LANGUAGE = "en"
THRESHOLD = 0.4
_STOCK_KINDS = {
    "EMAIL_ADDRESS": IdentifierKind.EMAIL,
    "PHONE_NUMBER": IdentifierKind.PHONE,
    "US_SSN": IdentifierKind.SSN,
    "URL": IdentifierKind.URL,
    "IP_ADDRESS": IdentifierKind.IP_ADDRESS,
    "CREDIT_CARD": IdentifierKind.CARD,
}


@lru_cache(maxsize=1)
def analyzer() -> AnalyzerEngine:
    """Return the process's one analyzer; the first call takes some seconds."""
    # It would quote what it was given when a pattern takes too long.
    logging.getLogger("presidio-analyzer").setLevel(logging.CRITICAL)
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry

    from apps.redaction.patterns.blank import BlankNlpEngine
    from apps.redaction.patterns.numbers import number_recognizers, place_recognizers
    from apps.redaction.patterns.people import people_recognizers
    from apps.redaction.patterns.stock import stock_recognizers

    recognizers = [*stock_recognizers(), *people_recognizers(), *number_recognizers(), *place_recognizers()]
    registry = RecognizerRegistry(recognizers=recognizers, supported_languages=[LANGUAGE])
    return AnalyzerEngine(registry=registry, nlp_engine=BlankNlpEngine(LANGUAGE), supported_languages=[LANGUAGE])


def patterns_find(text: str) -> list[Detection]:
    """Return every identifier that its shape or surroundings give away. Overlaps are left for ``settle``."""
    if not text.strip():
        return []
    results = analyzer().analyze(text, language=LANGUAGE, score_threshold=THRESHOLD)
    return [Detection(r.start, r.end, _kind(r.entity_type), Layer.PATTERN) for r in results]


def _kind(entity: str) -> IdentifierKind:
    return _STOCK_KINDS.get(entity) or IdentifierKind(entity)
