"""How long the session of this browser lasts, asked and answered without anything of a patient."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from apps.access.domain.sessions import EndReason
from apps.access.sessions import session_end, session_times


@require_http_methods(["GET", "POST"])
def session(request: HttpRequest) -> HttpResponse:
    """Say how many seconds are left; a post says that the person is there, or that the page was emptied for good."""
    if request.user.is_authenticated and request.POST.get("act") == "end":
        session_end(request, EndReason.IDLE)
    if not request.user.is_authenticated:
        return JsonResponse({"left": 0, "until": 0}, status=401)
    left, until = session_times(request.session)
    return JsonResponse({"left": left, "until": until})
