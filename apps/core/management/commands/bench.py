"""Run one bench and show its figures: a table for a person, one JSON object for a machine."""

import json
import sys
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

from apps.core.domain.bench import Bench, BenchResult, as_json
from apps.core.errors import WorkbenchError
from apps.core.rooms import modules_named


def benches() -> dict[str, str]:
    """Return every bench by name, as "module:function": the module is imported only when its bench runs."""
    return {name: target for _, module in modules_named("benches") for name, target in module.BENCHES.items()}


class Command(BaseCommand):
    help = "Measure the code that production runs, through its front door. Without DATABASE_URL on services of its own."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", metavar="NAME", choices=sorted(benches()), help="one of: %(choices)s")
        parser.add_argument("--data", type=Path, metavar="DIR", help="the folder of one data set")
        parser.add_argument("--scale", type=int, default=1, metavar="N", help="how many times the usual size")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="print one JSON object as the last line"
        )

    def handle(self, *args: Any, name: str, data: Path | None, scale: int, as_json: bool, **options: Any) -> None:
        if data is not None and not data.is_dir():
            raise CommandError(f"{data} is not a folder. --data names the folder of one data set.")
        if scale < 1:
            raise CommandError(f"--scale is {scale}; it must be 1 or more.")
        result = self._run(name, data, scale)
        self._show(name, data, result, as_json=as_json)

    def _run(self, name: str, data: Path | None, scale: int) -> BenchResult:
        module, _, function = benches()[name].partition(":")
        bench: Bench = getattr(import_module(module), function)
        # Whatever the bench or a library prints goes to standard error: standard output holds the result alone.
        with redirect_stdout(sys.stderr):
            try:
                return bench(data=data, scale=scale, say=Console(stderr=True).out)
            except WorkbenchError as error:
                raise CommandError(error.sentence) from error

    def _show(self, name: str, data: Path | None, result: BenchResult, *, as_json: bool) -> None:
        record = _as_json(name, data, result)
        if as_json:
            self.stdout.write(json.dumps(record, allow_nan=False))
            return
        console = Console(file=self.stdout, highlight=False)  # type: ignore[arg-type]
        console.print(_table(name, record))
        for note in record["notes"]:
            console.print(f"- {note}", markup=False)


_as_json = as_json


def _table(name: str, record: dict[str, Any]) -> Table:
    """Return the figures as rows: what was measured, its interval, and each peer beside it."""
    table = Table(title=f"{name} {record['data']} (n = {record['n']:,})", title_justify="left")
    table.add_column("figure")
    for heading in ("here", "interval", *record["peers"]):
        table.add_column(heading, justify="right")
    for key, value in record["figures"].items():
        low_high = record["intervals"].get(key)
        interval = f"{_number(low_high[0])} to {_number(low_high[1])}" if low_high else ""
        peers = [_number(figures[key]) if key in figures else "" for figures in record["peers"].values()]
        table.add_row(key, _number(value), interval, *peers)
    return table


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.4f}".rstrip("0").rstrip(".")
