"""How django-allauth behaves here: nobody signs up, and every way in or out is recorded."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from apps.access.models import Person
from apps.access.selectors import actor_for, landing_of, person_by_email
from apps.access.sessions import session_begin
from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core.actors import Actor


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
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            _record_failure(credentials.get("email", ""), "too_many_attempts")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        _record_failure(credentials.get("email", ""), "wrong_email_or_password")

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        _record_failure(user.get_username(), "deactivated")
        response: HttpResponse = super().respond_user_inactive(request, user)
        return response

    def login(self, request: HttpRequest, user: Person) -> None:
        with transaction.atomic():
            super().login(request, user)
            session_begin(request.session)
            event_append(actor=actor_for(user), action=Action.SIGNED_IN, object_type="person", object_id=user.pk)

    def logout(self, request: HttpRequest) -> None:
        person = request.user
        with transaction.atomic():
            super().logout(request)
            if isinstance(person, Person):
                event_append(
                    actor=actor_for(person), action=Action.SIGNED_OUT, object_type="person", object_id=person.pk
                )


@transaction.atomic
def _record_failure(email: str, reason: str) -> None:
    # The typed address is not kept: people type passwords there. Nobody proved who they are, so the door is the actor.
    person = person_by_email(email)
    event_append(
        actor=Actor.service("sign-in", str(person.organization_id) if person else ""),
        action=Action.SIGN_IN_FAILED,
        object_type="person",
        object_id=person.pk if person else "",
        outcome=Outcome.FAILURE,
        details={"reason": reason},
    )
