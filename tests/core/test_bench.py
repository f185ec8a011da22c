"""The bench command keeps its contract whatever a bench does (design: measures.md, part B)."""

import json
import math
import sys
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from apps.core.domain.bench import BenchResult, Say, as_json
from apps.core.errors import WorkbenchError
from apps.core.management.commands import bench as command

RESULT = BenchResult(
    n=3,
    figures={"lost": 0, "rate": 0.95, "p95_ms": 12.3456789},
    intervals={"rate": (0.9, 0.98)},
    peers={"bm25": {"rate": 0.918}},
    notes=["Measured on [two] notes."],
)


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Offer benches of a made-up room and keep what they are called with."""
    calls: list[dict[str, Any]] = []

    def good(*, data: Path | None, scale: int, say: Say) -> BenchResult:
        calls.append({"data": data, "scale": scale})
        say("half way")
        print("noise of a library")  # noqa: T201
        return RESULT

    def bad(*, data: Path | None, scale: int, say: Say) -> BenchResult:
        raise WorkbenchError("There is no questions.jsonl in that folder.")

    module = ModuleType("toy_benches")
    module.good, module.bad = good, bad  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "toy_benches", module)
    monkeypatch.setattr(command, "benches", lambda: {"good": "toy_benches:good", "bad": "toy_benches:bad"})
    return calls


def run(*arguments: str) -> str:
    output = StringIO()
    call_command("bench", *arguments, stdout=output)
    return output.getvalue()


def test_json_is_one_object_on_the_last_line_with_every_key_of_the_contract(
    toy: list, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "covid_qa"
    data.mkdir()
    (line,) = run("good", "--data", str(data), "--scale", "5", "--json").splitlines()
    assert json.loads(line) == {
        "bench": "good", "data": "covid_qa", "n": 3, "figures": {"lost": 0, "rate": 0.95, "p95_ms": 12.3456789},
        "peers": {"bm25": {"rate": 0.918}}, "intervals": {"rate": [0.9, 0.98]}, "notes": ["Measured on [two] notes."],
    }  # fmt: skip
    assert toy == [{"data": data, "scale": 5}]
    heard = capsys.readouterr()
    assert "noise" not in heard.out
    assert "noise of a library" in heard.err
    assert "half way" in heard.err


def test_without_json_a_person_gets_figures_intervals_peers_and_notes(toy: list) -> None:
    shown = run("good")
    for part in ("n = 3", "rate", "0.95", "0.9 to 0.98", "bm25", "0.918", "12.3457", "Measured on [two] notes."):
        assert part in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["good", "--data", "/nowhere/at/all"], "is not a folder"),
        (["good", "--scale", "0"], "must be 1 or more"),
        (["bad"], "no questions.jsonl in that folder"),
        (["unknown"], "invalid choice"),
    ],
)
def test_what_cannot_run_is_refused_with_a_sentence(toy: list, arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run(*arguments)


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_figure_that_could_not_be_measured_is_left_out_never_printed_as_nan(value: float) -> None:
    with pytest.raises(ValueError, match="say why in a note"):
        as_json("good", None, BenchResult(n=1, figures={"rate": value}))
