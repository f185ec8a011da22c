"""What every page shows the same way."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.template import Context, Template
from django.utils import timezone

MOMENT = datetime(2026, 3, 1, 3, 30, tzinfo=UTC)


def rendered(source: str, **context: object) -> str:
    return Template("{% load workbench %}" + source).render(Context(context))


def test_an_icon_is_hidden_from_a_screen_reader_and_cannot_carry_markup() -> None:
    assert rendered('{% icon "clash" %}') == '<svg class="icon" aria-hidden="true"><use href="#i-clash"/></svg>'
    assert "<script>" not in rendered("{% icon name %}", name='"><script>')


def test_dates_cannot_be_misread_and_nothing_stays_nothing() -> None:
    assert rendered("{{ day|clinical_date }}", day=date(2026, 3, 12)) == "12 Mar 2026"
    assert rendered("{{ day|clinical_date }}", day=date(2026, 3, 2)) == "2 Mar 2026"
    assert rendered("{{ day|clinical_date }}{{ day|clinical_moment }}", day=None) == ""


def test_a_moment_is_shown_in_the_zone_of_the_clinic() -> None:
    source = "{{ moment|clinical_date }} / {{ moment|clinical_moment }}"
    assert rendered(source, moment=MOMENT) == "1 Mar 2026 / 1 Mar 2026, 03:30"
    with timezone.override("America/New_York"):
        assert rendered(source, moment=MOMENT) == "28 Feb 2026 / 28 Feb 2026, 22:30"


def test_an_opaque_id_is_shortened() -> None:
    assert rendered("{{ id|short_id }}", id=UUID(int=255 << 120)) == "ff000000"


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("America/Chicago", "12 Mar 2026, 16:30 CDT (UTC-05:00)"),
        ("Asia/Kolkata", "13 Mar 2026, 03:00 IST (UTC+05:30)"),
        ("UTC", "12 Mar 2026, 21:30 UTC"),
    ],
)
def test_the_moment_of_a_signature_names_its_zone(zone: str, shown: str) -> None:
    with timezone.override(zone):
        assert rendered("{{ moment|zoned_moment }}", moment=datetime(2026, 3, 12, 21, 30, tzinfo=UTC)) == shown
