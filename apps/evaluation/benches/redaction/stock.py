"""The peer: Presidio as it comes, with the recognizers it loads by itself."""

import logging
from collections.abc import Sequence
from typing import Any, cast

import spacy
import tldextract.tldextract
from presidio_analyzer import AnalyzerEngine, BatchAnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine

from apps.evaluation.benches.redaction.marks import Span

LANGUAGE = "en"
THRESHOLD = 0.4  # what its own research wrapper asks for


class _Blank(SpacyNlpEngine):
    """Splits text into words; Presidio's default model can not be had without a network."""

    def __init__(self) -> None:
        super().__init__(
            models=[{"lang_code": LANGUAGE, "model_name": "blank"}], ner_model_configuration=NerModelConfiguration()
        )
        cast("Any", self).nlp = {LANGUAGE: spacy.blank(LANGUAGE)}


class StockPresidio:
    """Presidio's engine with its predefined recognizers on a pipeline without a model."""

    def __init__(self) -> None:
        # Its e-mail recognizer would otherwise ask the network for a list of domains at the first address.
        tldextract.tldextract.TLD_EXTRACTOR.suffix_list_urls = ()
        # It would say of every recognizer for another language that it is left out, and quote texts it is slow on.
        logging.getLogger("presidio-analyzer").setLevel(logging.CRITICAL)
        engine = _Blank()
        registry = RecognizerRegistry(supported_languages=[LANGUAGE])
        registry.load_predefined_recognizers(languages=[LANGUAGE], nlp_engine=engine)
        analyzer = AnalyzerEngine(registry=registry, nlp_engine=engine, supported_languages=[LANGUAGE])
        self._analyzer = BatchAnalyzerEngine(analyzer)

    def find_many(self, texts: Sequence[str]) -> list[list[Span]]:
        """Return for each text every span it takes for an identifier; its own front door for many texts."""
        found = self._analyzer.analyze_iterator(
            texts, language=LANGUAGE, batch_size=len(texts), score_threshold=THRESHOLD
        )
        return [[(result.start, result.end) for result in results] for results in found]
