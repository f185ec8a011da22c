"""Who looked at a chart, for those who treat and for the patient who asks; and what was disclosed to whom."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for
from apps.chart.selectors import access_patient_treated
from apps.core import clock
from apps.core.errors import WorkbenchError
from apps.viewer import looks as services
from apps.viewer.look_forms import DisclosureForm, PatientForm, PeriodForm
from apps.viewer.selectors import patient_banner, patient_identity, patient_label

if TYPE_CHECKING:
    from apps.chart.models import Patient

REFUSED = 422


@require_GET
@permission_required(Permission.OPEN_CHARTS)
def chart_looks(request: PersonRequest, patient_id: UUID) -> HttpResponse:
    """Show those who hold a lasting grant who looked at the chart, by name and role."""
    patient = access_patient_treated(request.user, patient_id)
    form = PeriodForm(request.GET)
    context = {"form": form, "banner": patient_banner(patient), "report": _report(request, patient, form, False)}
    return render(request, "viewer/chart_looks.html", context)


def _report(request: PersonRequest, patient: "Patient", form: PeriodForm, with_lines: bool) -> object:
    if (period := form.period()) is None:
        return None
    start, end = period
    return services.looks_report(
        patient=patient, start=start, end=end, with_lines=with_lines, actor=actor_for(request.user)
    )


@require_http_methods(["GET", "POST"])
@permission_required(Permission.REVIEW_EMERGENCIES)
def find(request: PersonRequest) -> HttpResponse:
    """Ask who wants to know, and lead to the report."""
    form, status = PatientForm(request.POST or None), 200
    if request.method == "POST":
        status = REFUSED
        if form.is_valid():
            try:
                found = services.patient_find(person=request.user, actor=actor_for(request.user), **form.cleaned_data)
            except WorkbenchError as refusal:
                form.add_error(None, refusal.sentence)
            else:
                return redirect("looks:looks", found)
    return render(request, "viewer/looks_find.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.REVIEW_EMERGENCIES)
def looks(request: PersonRequest, patient_id: UUID) -> HttpResponse:
    """Show each look at a chart in a period; a post puts the patient's name on it, to be printed for them."""
    patient = services.access_patient_asking(request.user, patient_id)
    form = PeriodForm(request.GET)
    context = {"form": form, "report": _report(request, patient, form, True), **_head(request, patient)}
    return render(request, "viewer/looks.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(Permission.REVIEW_EMERGENCIES)
def disclosures(request: PersonRequest, patient_id: UUID) -> HttpResponse:
    """Show what was disclosed in six years; a post puts the name on it, or one more disclosure on record."""
    patient, status = services.access_patient_asking(request.user, patient_id), 200
    is_record = "recipient" in request.POST
    form = DisclosureForm(request.POST if is_record else None)
    if is_record:
        status = REFUSED
        if form.is_valid():
            try:
                services.disclosure_record(
                    patient=patient, person=request.user, actor=actor_for(request.user), **form.cleaned_data
                )
            except WorkbenchError as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, "On record. It stands in the accounting from now on.")
                return redirect("looks:disclosures", patient.pk)
    told = services.accounting(patient=patient, actor=actor_for(request.user))
    context = {"form": form, "told": told, **_head(request, patient)}
    return render(request, "viewer/disclosures.html", context, status=status)


@require_GET
@permission_required(Permission.REVIEW_EMERGENCIES)
def disclosures_csv(request: PersonRequest, patient_id: UUID) -> HttpResponse:
    """Hand the accounting out as a table, without the patient's name."""
    patient = services.access_patient_asking(request.user, patient_id)
    told = services.accounting(patient=patient, actor=actor_for(request.user), as_file=True)
    headers = {"Content-Disposition": f'attachment; filename="disclosures-{str(patient.pk)[:8]}.csv"'}
    return HttpResponse(services.accounting_csv(told), content_type="text/csv; charset=utf-8", headers=headers)


def _head(request: PersonRequest, patient: "Patient") -> dict[str, object]:
    """Return whom the report is about: masked, until who answers the patient asks for the name."""
    head: dict[str, object] = {
        "patient": patient,
        "label": patient_label(patient, granted=False),
        "today": clock.today(),
    }
    if request.POST.get("act") == "name":
        services.identity_show(patient=patient, actor=actor_for(request.user))
        head["identity"] = patient_identity(patient)
    return head
