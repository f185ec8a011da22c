"""Signing in, as django-allauth does it, on a page of our own."""

from typing import Any
from uuid import UUID

from allauth.account.views import LoginView
from django.conf import settings
from django.db.models import QuerySet

from apps.access.decorators import site_of
from apps.access.models import Person
from apps.access.provider.configuration import provider
from apps.access.selectors import demo_people
from apps.access.sessions import ended_words


class SignInView(LoginView):
    """The sign-in page. In a demo it lists the fictional people; a click fills in the address, never the password."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        people = demo_people() if settings.WORKBENCH_DEMO else demo_people().none()
        context["provider"] = provider()
        context["passkeys"] = site_of(self.request).can_hold_keys
        context["ended"] = ended_words(self.request.session)
        return context | {"demo_people": people, "demo_email": _chosen_email(people, self.request.GET.get("as", ""))}


def _chosen_email(people: QuerySet[Person], identifier: str) -> str:
    try:
        person = people.filter(pk=UUID(identifier)).first()
    except ValueError:
        return ""
    return person.email if person else ""


sign_in = SignInView.as_view()
