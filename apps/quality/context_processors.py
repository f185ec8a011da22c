"""What the desk may ask of second readings."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from apps.quality.selectors.adjudication import readings_told


def second_readings(request: HttpRequest) -> dict[str, object]:
    """Give the desk what leads to second readings. No SQL where a page does not ask."""
    return {"second_readings": SimpleLazyObject(lambda: readings_told(getattr(request, "user", None)))}
