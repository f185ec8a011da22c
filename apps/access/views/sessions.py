"""One's own sessions, recovery codes, and what one is told of one's account."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.access.accounts import recovery_codes_left
from apps.access.decorators import PersonRequest
from apps.access.domain.notices import MOST_LISTED
from apps.access.selectors import actor_for
from apps.access.services import notices_read, own_sessions_end, recovery_codes_make
from apps.access.sessions import factors_are_open, limits, session_revoke, sessions_open
from apps.access.views.factors import opened


@require_GET
@login_required
def sessions(request: PersonRequest) -> HttpResponse:
    """List where the person is signed in."""
    lines = sessions_open(request.user, str(request.session.session_key))
    context = {"sessions": lines, "idle": limits().idle // 60, "absolute": limits().absolute // 3600}
    return render(request, "access/sessions.html", context)


@require_POST
@login_required
def session_gone(request: PersonRequest) -> HttpResponse:
    """End one session of one's own, or all but this one."""
    if handle := request.POST.get("session", ""):
        ended = session_revoke(request.user, handle)
        told = "That session is ended." if ended else "That session was over already."
    else:
        count = own_sessions_end(
            person=request.user, this=str(request.session.session_key), actor=actor_for(request.user)
        )
        told = f"{count} other session{'s' if count != 1 else ''} ended." if count else "There was no other session."
    messages.success(request, told)
    return redirect("account_sessions")


@require_http_methods(["GET", "POST"])
@login_required
def recovery(request: PersonRequest) -> HttpResponse:
    """Say how many recovery codes count; make new ones and show them, this once."""
    return _codes(request) if request.method == "POST" else _recovery(request)


@opened
def _codes(request: PersonRequest) -> HttpResponse:
    return _recovery(request, recovery_codes_make(person=request.user, actor=actor_for(request.user)))


def _recovery(request: PersonRequest, codes: list[str] | None = None) -> HttpResponse:
    left = recovery_codes_left(request.user)
    context = {"codes": codes, "left": left, "is_open": factors_are_open(request.session)}
    return render(request, "access/recovery.html", context)


@require_POST
@login_required
def notices(request: PersonRequest) -> HttpResponse:
    """Note that the person knows of what stood on their page, and lead them back."""
    known = _ids(request.POST.getlist("notice")[:MOST_LISTED])
    notices_read(person=request.user, known=known, actor=actor_for(request.user))
    back = request.POST.get("back", "")
    is_here = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if is_here else "account_sessions")


def _ids(told: list[str]) -> list[UUID]:
    with suppress(ValueError):  # no page of ours carries what is none
        return [UUID(one) for one in told]
    return []
