"""What stands at the head of the letters of one's own organization, and what stood there before."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.letterhead import Letterhead, letterhead_of
from apps.access.domain.roles import Permission
from apps.access.errors import AccessError
from apps.access.selectors import actor_for, letterhead_versions
from apps.access.services import letterhead_set


@require_http_methods(["GET", "POST"])
@permission_required(Permission.RUN_CONTROL_ROOM)
def letterhead(request: PersonRequest) -> HttpResponse:
    """Show the letterhead and its versions; take a new one."""
    organization = request.user.organization
    stands = Letterhead(organization.address, organization.phone, organization.fax)
    typed, refusal, status = stands, "", 200
    if request.method == "POST":
        posted = request.POST
        typed = letterhead_of(*(posted.get(name, "") for name in ("address", "phone", "fax")))
        seen = letterhead_of(*(posted.get(f"seen_{name}", "") for name in ("address", "phone", "fax")))
        try:
            changed = letterhead_set(person=request.user, letterhead=typed, seen=seen, actor=actor_for(request.user))
        except AccessError as error:
            refusal, status = error.sentence, 422
        else:
            messages.success(request, "Letters carry this from now on." if changed else "Nothing was changed.")
            return redirect("access:letterhead")
    context = {"stands": stands, "typed": typed, "refusal": refusal, "versions": letterhead_versions(request.user)}
    return render(request, "access/letterhead.html", context, status=status)
