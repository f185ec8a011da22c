"""Choosing a password: on one's own page, and by the code that an administrator handed over."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from apps.access.accounts import link_open
from apps.access.decorators import PersonRequest
from apps.access.domain.passwords import SHORTEST
from apps.access.errors import AccessError
from apps.access.selectors import actor_for
from apps.access.services import password_change, password_link_use
from apps.access.services.passwords import NO_LINK
from apps.core.actors import Actor


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@login_required
def password(request: PersonRequest) -> HttpResponse:
    """Change one's own password, after showing the old one. Every other session ends."""
    refusal = ""
    if request.method == "POST":
        old, new, again = (request.POST.get(name, "") for name in ("old", "new", "again"))
        try:
            changed = password_change(
                person=request.user, old=old, new=new, again=again, this=str(request.session.session_key),
                actor=actor_for(request.user),
            )  # fmt: skip
        except AccessError as error:
            refusal = error.sentence.replace("nothing was signed", "nothing was changed")
        else:
            update_session_auth_hash(request, changed)
            messages.success(request, "Your password is changed, and your other sessions are ended.")
            return redirect("account_password")
    context = {"refusal": refusal, "shortest": SHORTEST}
    return render(request, "access/password.html", context, status=422 if refusal else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password_link(request: HttpRequest) -> HttpResponse:
    """Take the token from a form, never from the address; then let its person choose a password (6.4.6)."""
    token = request.POST.get("token", "").strip()[:100]
    new, again = request.POST.get("new", ""), request.POST.get("again", "")
    refusal = NO_LINK if token and link_open(token) is None else ""
    if token and new and not refusal:
        try:
            password_link_use(token=token, new=new, again=again, actor=Actor.service("sign-in"))
        except AccessError as error:
            refusal = error.sentence
        else:
            messages.success(request, "Your password is set. Sign in with it.")
            return redirect("account_login")
    is_open = bool(token) and refusal != NO_LINK
    context = {"token": token if is_open else "", "refusal": refusal, "shortest": SHORTEST}
    return render(request, "account/password_link.html", context, status=422 if refusal else 200)
