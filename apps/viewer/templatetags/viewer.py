"""What the pages of the chart ask of a sender's words."""

from django import template

from apps.redaction.domain.injection import orders_in

register = template.Library()


@register.filter
def is_told_software(title: str) -> bool:
    """Return whether a title is addressed to software instead of to its reader."""
    return bool(orders_in(title))
