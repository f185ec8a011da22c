"""A language pipeline without a model."""

from typing import Any, cast

import spacy
from presidio_analyzer.nlp_engine import NerModelConfiguration, SpacyNlpEngine


class BlankNlpEngine(SpacyNlpEngine):
    """Splits text into words and nothing more: no model has to be found, downloaded or loaded."""

    def __init__(self, language: str) -> None:
        super().__init__(
            models=[{"lang_code": language, "model_name": "blank"}], ner_model_configuration=NerModelConfiguration()
        )
        cast("Any", self).nlp = {language: spacy.blank(language)}
