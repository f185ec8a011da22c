"""Fit the refusals on examples of our own."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.core.errors import WorkbenchError
from apps.evaluation.refusals import examples_in, refusals_fit
from apps.evaluation.writing import check_can_be_written
from apps.retrieval.selectors import embedder_load, refusal_rules


class Command(BaseCommand):
    help = (
        "Reads the examples of a folder (fixtures/refusals), fits the model that tells what needs a clinician from "
        "what a record can answer, and writes it with the figures of ten folds. Needs no service; takes two minutes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--examples", type=Path, required=True, metavar="DIR", help="such as fixtures/refusals")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the model is written")

    def handle(self, *args: Any, examples: Path, out: Path, **options: Any) -> None:
        check_can_be_written(out)
        try:
            rows = examples_in(examples)
        except WorkbenchError as error:
            raise CommandError(error.sentence) from error
        body = refusals_fit(rows, np.array(embedder_load().embed([row.text for row in rows])), refusal_rules())
        out.write_text(json.dumps(body) + "\n")
        for name, share in body["left_out_refused"].items():
            self.stdout.write(f"{name}: {share} refused")
        self.stdout.write(f"Written: {out}, from {body['n']} examples of {body['lines']} lines.")
