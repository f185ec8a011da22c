"""From a draft to the card of what wrote it: one click."""

from django.urls import reverse

from apps.drafting.backends import backend_in_use
from apps.drafting.services.acts import machine_parts
from apps.governance.services import release_ensure
from tests.factories import SETUP


def test_the_draft_links_to_the_card_of_the_release_that_wrote_it(desk) -> None:
    client, url = desk.client(desk.world.okafor), reverse("review:draft_detail", args=[desk.draft.pk])
    assert "Model card" not in client.get(url).content.decode()  # nothing is known of what wrote it
    desk.draft.release = release_ensure(parts=machine_parts(backend_in_use()), actor=SETUP)
    desk.draft.save(update_fields=["release"])
    card = reverse("governance:card", args=[desk.draft.release.digest])
    assert f'href="{card}"' in client.get(url).content.decode()
    assert client.get(card).status_code == 200
