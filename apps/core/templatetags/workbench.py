"""Small things every page shows the same way."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()
WRITTEN_DATE = re.compile(r"\b(?:(\d{1,2}) )?(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4})\b")


@register.simple_tag
def icon(name: str) -> SafeString:
    """Show a symbol of the sprite in base.html. It carries no meaning alone: a word stands beside it."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.filter
def of(mapping: Mapping[str, object], key: object) -> object:
    """Return what a mapping holds of a thing, by the text of its id; nothing where it holds nothing."""
    return mapping.get(str(key), "")


@register.filter
def clinical_date(value: date | datetime | None) -> str:
    """Show a date nobody can misread, such as 12 Mar 2026; a moment by its date in the clinic's time zone."""
    if value is None:
        return ""
    day = timezone.localtime(value) if isinstance(value, datetime) else value
    return f"{day.day} {day:%b %Y}"


@register.filter
def clinical_moment(value: datetime | None) -> str:
    """Show a moment in the clinic's time zone, such as 12 Mar 2026, 16:30."""
    if value is None:
        return ""
    return f"{clinical_date(value)}, {timezone.localtime(value):%H:%M}"


@register.filter
def zoned_moment(value: datetime | None) -> str:
    """Show the moment of a signature with its zone, such as 12 Mar 2026, 16:30 CDT (UTC-05:00).

    Whoever reads it elsewhere, or years later, does not know where the clinic stood (21 CFR 11.50).
    """
    if value is None:
        return ""
    local = timezone.localtime(value)
    name, offset = f"{local:%Z}", f"{local:%z}"
    away = "" if name == "UTC" else f" (UTC{offset[:3]}:{offset[3:]})"
    return f"{clinical_moment(value)} {name}{away}"


@register.filter
def whole_dates(text: str) -> str:
    """Keep each date of a text on one line, such as 12 Mar 2026."""
    return WRITTEN_DATE.sub(lambda found: found[0].replace(" ", "\u00a0"), str(text))


@register.filter
def short_id(value: UUID | str) -> str:
    """Show the first eight characters of an opaque id: enough to tell two apart on one page."""
    return str(value)[:8]


@register.filter
def words(value: str) -> str:
    """Show a coded value such as not_found as words."""
    return str(value).replace("_", " ")
