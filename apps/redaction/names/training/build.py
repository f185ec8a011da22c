"""Making the shipped folder: vocabulary, weights and the card that says where they come from."""

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from apps.redaction.names.card import CARD, weights_digest
from apps.redaction.names.pipeline import LABELS, MODEL, recognizer
from apps.redaction.names.training.generator import TEMPLATES_HELD_OUT
from apps.redaction.names.training.invented import HELD_OUT
from apps.redaction.names.training.scores import scores_of
from apps.redaction.names.training.train import pipeline_trained
from apps.redaction.names.training.vocabulary import DIMENSIONS, PACKAGE, vocabulary_made
from apps.redaction.names.vectors import vectors_save

SEED = 20
TEXTS = 120_000
VERSION = "2"
ABOUT: dict[str, Any] = {
    "task": "finding names of people, places, institutions and addresses in clinical prose",
    "architecture": "spaCy transition-based recognizer over a four-layer convolution",
    "approach": "supervised",
    "limitations": ["English; trained on invented texts alone; a name that is also an ordinary word may be missed."],
}
_RECIPE = (
    "Templates and word lists written for this project, filled with people, towns, streets and firms invented by Faker "
    "and with lists of our own; half of the texts hold no name. Each text is seen once. Words are read as their small-"
    "letter form, first three and last four letters, shape, and a 96-number reduction of the word piece table of "
    "all-MiniLM-L6-v2 (Apache-2.0). spaCy transition-based recognizer over a four-layer convolution. No patient's text."
)


def model_build(*, seed: int, texts: int, folder: Path = MODEL, card: Path = CARD) -> dict[str, Any]:
    """Train, score, and write the weights and their card. Returns the card. Takes about a quarter of an hour."""
    nlp, corpus = pipeline_trained(seed, texts)
    folder.mkdir(parents=True, exist_ok=True)
    vectors_save(folder, *vocabulary_made())
    recognizer(nlp).to_disk(folder / "ner", exclude=["vocab"])
    written: dict[str, Any] = {
        "name": "clinician-review-workbench-names",
        "version": VERSION,
        "licence": "Apache-2.0",
        "labels": list(LABELS),
        **ABOUT,
        "recipe": _RECIPE,
        "seed": seed,
        "texts": texts,
        "words": corpus.words,
        "corpus_sha256": corpus.hash.hexdigest(),
        "vectors": {"package": PACKAGE, "version": version(PACKAGE), "dimensions": DIMENSIONS},
        "spacy": version("spacy"),
        "faker": version("faker"),
        "weights": weights_digest(folder),
        "held_out": {"one_name_in": HELD_OUT, "one_template_in": TEMPLATES_HELD_OUT},
        "scores": scores_of(nlp, seed + 2),
    }
    card.write_text(json.dumps(written, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
    return written
