"""How figures are written: a percentage never stands without its counts and interval."""

from datetime import date, datetime
from uuid import UUID

from django import template

from apps.core.templatetags.workbench import clinical_date
from apps.quality.domain.counting import Figure
from apps.quality.domain.files.report import heading, label_of
from apps.quality.domain.plain import about
from apps.quality.domain.published import Column, Table
from apps.quality.selectors.adjudication import Adjudicated, adjudicated

register = template.Library()


@register.filter
def percent(fraction: float | None) -> str:
    """Write a fraction with one decimal, as 13.9."""
    return "" if fraction is None else f"{100 * fraction:.1f}"


@register.filter
def across(fraction: float) -> str:
    """Return where a fraction stands on a line of 150 units."""
    return f"{150 * fraction:.1f}"


@register.filter
def lookup(mapping: dict[str, object], key: str) -> object:
    """Return ``mapping[key]`` where the key is only known in the template."""
    return mapping[key]


@register.filter
def in_words(figure: Figure) -> str:
    """Write a rate as people say it: about 1 in 8 (between 1 in 12 and 1 in 6)."""
    return about(figure)


@register.filter
def iso_day(day: str) -> str:
    """Write a day that was kept as text, 2026-11-02, as people read it."""
    return clinical_date(date.fromisoformat(day))


@register.simple_tag(name="heading")
def column_heading(table: Table, column: Column) -> str:
    """Return what stands above a column of a published table."""
    return heading(table, column)


@register.simple_tag
def row_label(table: Table, path: tuple[str, ...]) -> str:
    """Return the words of a row where the rows it belongs to stand above it."""
    return label_of(table, path) if table.key == "week" else path[-1]


@register.simple_tag
def adjudicated_in(organization_id: UUID, start: datetime, end: datetime) -> Adjudicated | None:
    """Return what second readings say of a period."""
    return adjudicated(organization_id, start, end)
