"""Who signs in lands on a page that their role opens, also when they came from the desk's address."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.access.domain.roles import LANDING
from apps.audit.models import AuditEvent
from tests.factories import PASSWORD

PAGES = {page for _, page in LANDING}


@pytest.mark.parametrize("person", ["privacy", "admin", "marchetti", "lindqvist", "okafor"])
def test_signing_in_from_the_desk_ends_on_a_page_of_the_role_without_a_refusal(world, person) -> None:
    given = {"login": world.people[person].email, "password": PASSWORD}
    answer = Client().post(reverse("account_login") + "?next=/", {**given, "next": "/"}, follow=True)
    assert answer.status_code == 200
    assert answer.resolver_match.view_name in PAGES
    assert not AuditEvent.objects.filter(action="refused").exists()


def test_who_has_no_page_at_all_and_who_asks_for_another_page_is_refused_as_before(world) -> None:
    client = Client()
    for person, page in (("integration", "/"), ("privacy", reverse("governance:control"))):
        client.force_login(world.people[person])
        assert client.get(page).status_code == 403
    assert AuditEvent.objects.filter(action="refused").count() == 2
