"""What the pages of the chart ask of a sender's words."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

from django import template
from django.http import HttpRequest

from apps.access.domain.break_glass import Standing
from apps.access.selectors import break_glass_over
from apps.chart.selectors import patients_visible_to
from apps.redaction.domain.injection import orders_in
from apps.viewer.selectors import patient_label

if TYPE_CHECKING:
    from apps.access.models import Person

register = template.Library()


@register.simple_tag
def emergency_names(person: "Person", emergencies: Iterable[Standing], is_kept_out: bool) -> Mapping[str, str]:
    """Return whose charts stand open to a person in an emergency, by id, as the page of the chart names them.

    Who has not shown a second factor yet is told no name.
    """
    names = {standing.patient_id: "a patient" for standing in emergencies}
    if is_kept_out:
        return names
    found = patients_visible_to(person).filter(pk__in=names)
    return names | {str(patient.pk): patient_label(patient, granted=True) for patient in found}


@register.simple_tag
def was_emergency(request: HttpRequest) -> bool:
    """Return whether the page that is missing was open to who asks in an emergency that is over.

    They opened that chart themselves, so it tells them nothing that they did not know.
    """
    patient_id = request.resolver_match.kwargs.get("patient_id") if request.resolver_match else None
    user = getattr(request, "user", None)  # none where the request was refused before anybody was asked for
    if not patient_id or user is None or not user.is_authenticated:
        return False
    person = cast("Person", user)
    return break_glass_over(person, patient_id) and not patients_visible_to(person).filter(pk=patient_id).exists()


@register.filter
def is_told_software(title: str) -> bool:
    """Return whether a title is addressed to software instead of to its reader."""
    return bool(orders_in(title))
