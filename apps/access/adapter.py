"""How django-allauth behaves here: nobody signs up, and every way in or out is recorded."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from apps.access.accounts import has_second_factor
from apps.access.domain.places import place_of
from apps.access.domain.second import second_of
from apps.access.door import browser_remember, wrong_password_count
from apps.access.models import Person
from apps.access.selectors import actor_for, landing_of
from apps.access.services import sign_in_failed, sign_in_record
from apps.access.sessions import factors_open, session_begin
from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor

DOOR = Actor.service("sign-in")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators. A sign-in that cannot be recorded does not happen."""

    error_messages: ClassVar[dict[str, str]] = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "The e-mail address or the password is not correct. Check both and try again.",
        "too_many_login_attempts": "Too many wrong passwords. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the first page that the person's role opens."""
        return landing_of(request.user) or "/"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        email = credentials.get("email", "")
        self._login_failed_rl_usage = wrong_password_count(request, email)
        if self._login_failed_rl_usage is None:
            sign_in_failed(email=email, reason="too_many_attempts", actor=DOOR)
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        sign_in_failed(email=credentials.get("email", ""), reason="wrong_email_or_password", actor=DOOR)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        sign_in_failed(email=user.get_username(), reason="deactivated", actor=DOOR)
        response: HttpResponse = super().respond_user_inactive(request, user)
        return response

    def get_login_stages(self) -> list[str]:
        return ["apps.access.stages.SecondFactorStage"]

    def login(self, request: HttpRequest, user: Person) -> None:
        with transaction.atomic():
            super().login(request, user)
            place = place_of(self.get_http_user_agent(request), self.get_client_ip(request))
            session_begin(request.session, place)
            sign_in_record(
                person=user, place=place, by=second_of(request.session, user.pk),
                this=str(request.session.session_key), actor=actor_for(user),
            )  # fmt: skip
            if not settings.WORKBENCH_PASSWORD_ALONE and not has_second_factor(user):
                factors_open(request.session)  # the password was shown just now, and there is nothing else to show

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        browser_remember(request, response, user)
        return response

    def logout(self, request: HttpRequest) -> None:
        person = request.user
        with transaction.atomic():
            super().logout(request)
            if isinstance(person, Person):
                event_append(
                    actor=actor_for(person), action=Action.SIGNED_OUT, object_type="person", object_id=person.pk
                )
