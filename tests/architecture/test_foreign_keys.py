"""String foreign keys slip past import-linter; migrations do not lie."""

import importlib
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
DEPTH = {app.strip(): i for i, layer in enumerate(LAYERS) for app in layer.split("|")}


def points_up(app: str, other: str) -> bool:
    return other != app and other in DEPTH and DEPTH[other] <= DEPTH[app]


@pytest.mark.parametrize(
    "path", sorted((ROOT / "apps").glob("*/migrations/0*.py")), ids=lambda p: f"{p.parts[-3]}.{p.stem}"
)
def test_foreign_keys_point_down(path: Path) -> None:
    app = path.parts[-3]
    migration = importlib.import_module(f"apps.{app}.migrations.{path.stem}").Migration
    assert [other for other, _ in migration.dependencies if points_up(app, other)] == []


@pytest.mark.parametrize(
    ("app", "other", "up"), [("chart", "review", True), ("intake", "drafting", True), ("review", "chart", False)]
)
def test_the_rule_knows_up_from_down(app: str, other: str, up: bool) -> None:
    assert points_up(app, other) is up
