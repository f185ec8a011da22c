"""``python -m apps.redaction.names.training``: invent the text, train, score, write the weights and their card."""

import sys

from apps.redaction.names.training.build import SEED, TEXTS, model_build


def main() -> None:
    """Train on as many texts as the first argument says, or as many as the shipped weights were trained on."""
    card = model_build(seed=SEED, texts=int(sys.argv[1]) if len(sys.argv) > 1 else TEXTS)
    sys.stdout.write(f"{card['weights']['sha256']}\n")


main()
