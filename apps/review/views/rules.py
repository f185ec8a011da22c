"""The house rules of the desk: set by administrators, every version kept; and told to whoever reviews."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for, has_provider, signers_without
from apps.review import services
from apps.review.domain.rules import NO_PROVIDER, left_out, told_in_advance
from apps.review.errors import Collision, ReviewError, SignersLeftOut
from apps.review.rules_forms import RulesForm
from apps.review.selectors.rules import rules_of, rules_told


@require_http_methods(["GET", "POST"])
@permission_required(Permission.RUN_CONTROL_ROOM)
def rules(request: PersonRequest) -> HttpResponse:
    """Show the rules of the desk and their versions; take new ones."""
    stands = rules_of(request.user.organization_id)
    form = RulesForm(request.POST or None, initial=RulesForm.of(stands))
    status, asks = 200, False
    if request.method == "POST":
        status = 422
        seen = RulesForm(request.POST, prefix="seen")
        if form.is_valid() and seen.is_valid():
            try:
                services.rules_set(
                    rules=form.rules(), seen=seen.rules(), reason=request.POST.get("reason", ""),
                    knowingly="knowingly" in request.POST, person=request.user, actor=actor_for(request.user),
                )  # fmt: skip
            except ReviewError as refusal:
                form.add_error(None, refusal.sentence)
                asks = isinstance(refusal, SignersLeftOut)
                status = 409 if isinstance(refusal, Collision) else 422
            else:
                messages.success(request, "The desk keeps to these rules from now on.")
                return redirect("review:rules")
    context = {
        "form": form,
        "seen": RulesForm(initial=RulesForm.of(stands), prefix="seen"),
        "reason": request.POST.get("reason", ""),
        "asks_knowingly": asks,
        "left_out": left_out(stands, *signers_without(request.user.organization_id, stands.step_up)),
        "versions": rules_told(request.user),
        "no_provider": "" if has_provider() else NO_PROVIDER,
    }
    return render(request, "review/rules.html", context, status=status)


@require_GET
@permission_required(Permission.OPEN_DESK)
def desk_help(request: PersonRequest) -> HttpResponse:
    """Say what the marks mean, what a signature needs, which rules hold here, and the keys, in one place (W02)."""
    context = {"told": told_in_advance(rules_of(request.user.organization_id))}
    return render(request, "review/desk_help.html", context)
