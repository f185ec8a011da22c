"""The analyzer, built once per process."""

import logging
from functools import lru_cache
from typing import Any, cast

import spacy
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine

from apps.redaction.domain.detection import Detection
from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.patterns.numbers import number_recognizers, place_recognizers
from apps.redaction.patterns.people import people_recognizers
from apps.redaction.patterns.stock import stock_recognizers

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


class BlankNlpEngine(SpacyNlpEngine):
    """Splits text into words and nothing more: no model has to be found, downloaded or loaded."""

    def __init__(self) -> None:
        super().__init__(
            models=[{"lang_code": LANGUAGE, "model_name": "blank"}], ner_model_configuration=NerModelConfiguration()
        )
        cast("Any", self).nlp = {LANGUAGE: spacy.blank(LANGUAGE)}


@lru_cache(maxsize=1)
def analyzer() -> AnalyzerEngine:
    """Return the process's one analyzer; the first call takes a second or two."""
    # It would name what it was given when a pattern takes too long.
    logging.getLogger("presidio-analyzer").setLevel(logging.ERROR)
    recognizers = [*stock_recognizers(), *people_recognizers(), *number_recognizers(), *place_recognizers()]
    registry = RecognizerRegistry(recognizers=recognizers, supported_languages=[LANGUAGE])
    return AnalyzerEngine(registry=registry, nlp_engine=BlankNlpEngine(), supported_languages=[LANGUAGE])


def patterns_find(text: str) -> list[Detection]:
    """Return every identifier that its shape or surroundings give away. Overlaps are left for ``settle``."""
    if not text.strip():
        return []
    results = analyzer().analyze(text, language=LANGUAGE, score_threshold=THRESHOLD)
    return [Detection(r.start, r.end, _kind(r.entity_type), known=False) for r in results]


def _kind(entity: str) -> IdentifierKind:
    return _STOCK_KINDS.get(entity) or IdentifierKind(entity)
