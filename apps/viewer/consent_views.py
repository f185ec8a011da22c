"""What a patient agreed in writing may leave of the restricted part of their record, on a page of their chart."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.labels import CONSENTED_TO, LABEL_WORDS, Label
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.chart.selectors import access_patient_treated, consents_recorded
from apps.chart.services import patient_consent_record, patient_consent_revoke
from apps.core import clock
from apps.core.errors import WorkbenchError
from apps.viewer.look_forms import A_DAY, day_field
from apps.viewer.selectors import patient_banner
from apps.viewer.services import chart_show

LONGEST = 300
WORDS = {
    **{label: LABEL_WORDS[label] for label in CONSENTED_TO},
    Label.RESTRICTED: "what its sender restricted",
    Label.VERY_RESTRICTED: "what its sender restricted very much",
}


class ConsentForm(forms.Form):
    """What stands on the signed form."""

    labels = forms.MultipleChoiceField(
        label="What may leave", choices=[(label.value, words) for label, words in WORDS.items()],
        error_messages={"required": "Choose what the patient consented to send."},
    )  # fmt: skip
    recipient = forms.CharField(label="To whom", max_length=LONGEST, required=False)
    starts_on = day_field("Signed on")
    ends_on = day_field("Until")
    kept = forms.CharField(
        label="Where the signed form is", max_length=LONGEST,
        error_messages={"required": "Say where the signed form is kept: somebody may ask to see it."},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not data.get("starts_on"):
            self.add_error("starts_on", A_DAY)
        return data


@require_http_methods(["GET", "POST"])
@permission_required(Permission.OPEN_CHARTS)
def chart_consents(request: PersonRequest, patient_id: UUID) -> HttpResponse:
    """Show the consents of a patient; record another one."""
    patient = access_patient_treated(request.user, patient_id)
    form, status = ConsentForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                patient_consent_record(
                    patient=patient, person=request.user, actor=actor_for(request.user), **form.cleaned_data
                )
            except WorkbenchError as refusal:
                form.add_error(None, refusal.sentence)
            else:
                return redirect("viewer:chart_consents", patient.pk)
    today = clock.today()
    rows = [
        (one, [words for label, words in WORDS.items() if label.value in one.labels], _state(one, today))
        for one in consents_recorded(patient.pk)
    ]
    context = {"banner": patient_banner(patient), "form": form, "rows": rows}
    chart_show(patient=patient, actor=actor_for(request.user))
    return render(request, "viewer/chart_consents.html", context, status=status)


def _state(consent: Any, today: Any) -> str:
    if consent.revoked_at:
        return "revoked"
    if consent.ends_on and consent.ends_on < today:
        return "over"
    return "in force"


@require_POST
@permission_required(Permission.OPEN_CHARTS)
def consent_revoke(request: PersonRequest, patient_id: UUID, consent_id: UUID) -> HttpResponse:
    """Record that the patient took a consent back."""
    patient = access_patient_treated(request.user, patient_id)
    patient_consent_revoke(patient=patient, consent_id=consent_id, person=request.user, actor=actor_for(request.user))
    return redirect("viewer:chart_consents", patient.pk)
