"""The data contract as a page, and as the very bytes that are in force. Neither holds anything of a patient."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.redaction.selectors import contract_in_force
from apps.viewer.forms import ContractForm
from apps.viewer.selectors.contract import Narrowing, contract_view


@require_GET
@permission_required(Permission.VIEW_CONTRACT)
def contract(request: PersonRequest) -> HttpResponse:
    """Show what is said of every field: an overview, or the fields that a filter asks for."""
    in_force = contract_in_force()
    form = ContractForm(request.GET, contract=in_force)
    narrowing = Narrowing(**form.cleaned_data) if form.is_valid() else Narrowing()
    context = {"form": form, "contract": in_force, "view": contract_view(in_force, narrowing)}
    return render(request, "viewer/contract.html", context)


@require_GET
@permission_required(Permission.VIEW_CONTRACT)
def contract_yaml(request: PersonRequest) -> HttpResponse:
    """Hand over the files of the contract one after the other: their SHA-256 is the one the page shows."""
    in_force = contract_in_force()
    headers = {"Content-Disposition": f'attachment; filename="data-contract-{in_force.version}.yaml"'}
    return HttpResponse(in_force.source, content_type="application/yaml; charset=utf-8", headers=headers)
