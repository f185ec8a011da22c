"""The tables as an installation keeps them: named by settings, counted in its zone, by its week."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from apps.coverage import selectors
from apps.coverage.domain.errors import TableInvalid


def test_the_clocks_count_in_the_zone_and_the_week_of_the_house(settings: Any) -> None:
    settings.WORKBENCH_HOLIDAYS = ["2026-11-26", "2026-11-27"]
    begun = datetime(2026, 11, 25, 15, tzinfo=UTC)
    target = selectors.internal_target(begun)
    assert target.at == datetime(2026, 12, 1, 23, 59, 59, tzinfo=UTC)
    assert selectors.payer_due(begun, "chip", "standard", is_drug=False).at == datetime(
        2026, 12, 2, 23, 59, 59, tzinfo=UTC
    )
    assert "Fri 22 Jan 2027" in selectors.appeal_due(date(2026, 11, 20), "medicare_advantage").says
    assert selectors.payer_due(None, "chip", "standard", is_drug=False).at is None


def test_versions_are_config_another_file_is_another_rule(settings: Any, tmp_path: Path) -> None:
    row = {"use": "transaction", "name": "A later one", "version": "9", "valid_from": "2026-01-01", "source": "a rule"}
    settings.WORKBENCH_STANDARDS = tmp_path / "standards.json"
    settings.WORKBENCH_STANDARDS.write_text(json.dumps({"standards": [row]}))
    in_force = selectors.standard_in_force("transaction", date(2026, 11, 21))
    assert in_force
    assert (in_force.name, in_force.version) == ("A later one", "9")


def test_a_table_that_cannot_be_read_says_which_row(settings: Any, tmp_path: Path) -> None:
    settings.WORKBENCH_CLOCKS = tmp_path / "clocks.json"
    settings.WORKBENCH_CLOCKS.write_text('{"decisions": [5], "appeals": []}')
    with pytest.raises(TableInvalid, match="Row 1 of 'decisions' must be an object"):
        selectors.payer_due(datetime(2026, 11, 25, tzinfo=UTC), "chip", "standard", is_drug=False)
