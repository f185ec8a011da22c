"""What the desk may ask of second readings."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from apps.access.models import Person
from apps.quality.selectors.adjudication import ReadingsTold, readings_told


def second_readings(request: HttpRequest) -> dict[str, object]:
    """Give the desk what leads to second readings. No SQL where a page does not ask."""

    def told() -> ReadingsTold | None:
        person = getattr(request, "user", None)
        return readings_told(person) if isinstance(person, Person) else None

    return {"second_readings": SimpleLazyObject(told)}
