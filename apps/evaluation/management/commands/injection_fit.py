"""Fit the weights by which work that has nothing to do with a patient is known."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from apps.evaluation.injection_fitting import examples_of, familiar_words, medical_words, weights_as_text, weights_fit
from apps.redaction.domain.injection import features

FIXTURES: Path = settings.BASE_DIR / "fixtures"
DICTIONARY: Path = settings.BASE_DIR / "apps" / "retrieval" / "data"
DATA: Path = settings.BASE_DIR / "apps" / "redaction" / "data"


class Command(BaseCommand):
    help = (
        "Compiles the words that clinical records use (data/injection/{medical,familiar}.txt) and fits the weights "
        "(data/injection/weights.json) on fixtures/injections/training and our own charts. Takes seconds."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self._compile("medical", "of the clinical dictionary", medical_words(DICTIONARY))
        self._compile("familiar", "that two or more of our charts use", familiar_words(FIXTURES))
        features.familiar.cache_clear()
        features.medical.cache_clear()
        body = weights_fit(examples_of(FIXTURES / "injections" / "training", FIXTURES))
        (DATA / "injection" / "weights.json").write_text(weights_as_text(body), encoding="utf-8")
        self.stdout.write(f"{body['n']} sentences; left out: {body['left_out']}")

    def _compile(self, name: str, which: str, words: list[str]) -> None:
        heading = f"# Words {which}. Compiled by `manage.py injection_fit`.\n"
        (DATA / "injection" / f"{name}.txt").write_text(heading + "\n".join(words) + "\n", encoding="utf-8")
