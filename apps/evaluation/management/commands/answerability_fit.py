"""Fit the calibration of answerability on questions with known answers."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.core.errors import WorkbenchError
from apps.evaluation.benches.abstention import examples_of
from apps.evaluation.fitting import calibration_fit
from apps.evaluation.writing import check_can_be_written


class Command(BaseCommand):
    help = (
        "Asks every question of the folders twice, with its document in the chart and withheld, and writes the "
        "calibration that fits best. A hospital may fit one on its own questions and put it beside its models. "
        "On services of its own; takes minutes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--data", type=Path, action="append", required=True, metavar="DIR",
            help="a folder with covid_qa, pubmedqa_l or own questions (fixtures/questions); may be given again",
        )  # fmt: skip
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the calibration is written")

    def handle(self, *args: Any, data: list[Path], out: Path, **options: Any) -> None:
        check_can_be_written(out)
        try:
            examples = [one for folder in data for one in examples_of(folder, self.stderr.write)]
        except WorkbenchError as error:
            raise CommandError(error.sentence) from error
        body = calibration_fit(examples)
        out.write_text(json.dumps(body, indent=2) + "\n")
        for name, figures in body["sets"].items():
            self.stdout.write(f"{name}: {figures}")
        self.stdout.write(f"Written: {out}. Expected calibration error {body['expected_calibration_error']}.")
