"""Breaking the glass by a fresh sign-in at the identity provider: there and back, and what does not count."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.access.models import BreakGlassGrant
from apps.audit.models import AuditEvent
from apps.core import clock
from tests.access.test_identity_provider import link, opened
from tests.factories import World
from tests.identity_provider import IdentityProvider, led_to
from tests.viewer.test_break_glass_pages import PAGE, chart, typed

SHOWN = "Shown at Cedar Sign-In. It counts for five minutes."


@pytest.fixture
def lindholm(world: World, identity_provider: IdentityProvider) -> Client:
    """A physician without a grant on Anna who linked an account at the provider."""
    identity_provider.subject = "lindholm-3"
    client = opened(world.lindholm)
    link(client, identity_provider)
    return client


def go(client: Client, world: World) -> str:
    """Fill the form in, choose the provider; return the address one is led to there."""
    answer = client.post(reverse(PAGE), typed(world, password="", way="oidc"))
    assert answer.status_code == 302
    return led_to(client, answer)


def page(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_there_and_back_opens_the_chart_and_nothing_that_names_the_patient_goes_along(
    world: World, lindholm: Client, identity_provider: IdentityProvider
) -> None:
    away = go(lindholm, world)
    assert world.anna.mrn not in away
    assert "1961" not in str(dict(lindholm.session))
    assert not BreakGlassGrant.objects.exists()
    back = page(lindholm.get(identity_provider.back_from(away), follow=True))
    assert SHOWN in back
    assert world.anna.mrn not in back
    assert lindholm.get(chart(world)).status_code == 404
    assert lindholm.post(reverse(PAGE), typed(world, password=""))["Location"] == chart(world)
    assert lindholm.get(chart(world)).status_code == 200
    opening = AuditEvent.objects.get(action="break_glass_opened")
    assert opening.details["factors"] == ["oidc"]
    assert SHOWN not in page(lindholm.get(reverse(PAGE)))  # each opening takes its own


def test_somebody_else_who_signs_in_there_opens_nothing_and_is_on_record(
    world: World, lindholm: Client, identity_provider: IdentityProvider
) -> None:
    away = go(lindholm, world)
    identity_provider.subject = "okafor-17"
    back = page(lindholm.get(identity_provider.back_from(away), follow=True))
    assert "somebody else signed in" in back
    assert "othing was signed" not in back
    assert SHOWN not in back
    assert lindholm.post(reverse(PAGE), typed(world, password="")).status_code == 422
    assert not BreakGlassGrant.objects.exists()
    assert AuditEvent.objects.filter(action="step_up_failed").last().details["reason"] == "other_person"


def test_what_was_shown_there_is_over_after_five_minutes(
    world: World, lindholm: Client, identity_provider: IdentityProvider
) -> None:
    lindholm.get(identity_provider.back_from(go(lindholm, world)), follow=True)
    with clock.standing_at(clock.now() + timedelta(minutes=5, seconds=1)):
        assert SHOWN not in page(lindholm.get(reverse(PAGE)))
        assert lindholm.post(reverse(PAGE), typed(world, password="")).status_code == 422
    assert not BreakGlassGrant.objects.exists()


def test_a_provider_that_does_not_answer_opens_nothing_and_another_way_stays(
    world: World, lindholm: Client, identity_provider: IdentityProvider
) -> None:
    away = go(lindholm, world)
    identity_provider.down = {"token"}
    back = page(lindholm.get(identity_provider.back_from(away), follow=True))
    assert SHOWN not in back
    assert "does not answer" in back
    assert "othing was signed" not in back
    assert not BreakGlassGrant.objects.exists()
    assert 'name="way" value="oidc"' in back
