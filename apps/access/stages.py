"""The step between the password and the session: the second factor (S02). It hangs in django-allauth's own stages."""

from typing import Any

from allauth.account.stages import LoginStage
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from apps.access.accounts import has_account, has_second_factor
from apps.access.provider.configuration import provider, provider_name
from apps.access.services import sign_in_failed
from apps.core.actors import Actor


class SecondFactorStage(LoginStage):
    """Ask for what the person set up. Who has nothing goes on, and reaches nothing but their own account."""

    key = "second_factor"
    urlname = "account_second"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        person = self.login.user
        if must_use_provider(person):
            return refuse_password(self.request, person), False
        if settings.WORKBENCH_PASSWORD_ALONE and not person.is_emergency:
            return None, True
        return (redirect(self.urlname), True) if has_second_factor(person) else (None, True)


def must_use_provider(person: Any) -> bool:
    """Return whether a password of this person opens nothing, because they sign in at the identity provider."""
    return bool(settings.WORKBENCH_OIDC_ONLY and provider() and not person.is_emergency and has_account(person))


def refuse_password(request: HttpRequest, person: Any) -> HttpResponse:
    sign_in_failed(email=person.email, reason="provider_only", actor=Actor.service("sign-in"))
    messages.error(request, f"Your organization has you sign in at {provider_name()}. Use its button below.")
    return redirect("account_login")
