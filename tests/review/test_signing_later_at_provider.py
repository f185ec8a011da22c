"""What follows a signature, shown by a fresh sign-in at the identity provider: a second one, and an addendum."""

import pytest
from django.urls import reverse

from apps.access.domain.factors import Factor
from apps.audit.models import AuditEvent
from apps.review.domain.rules import HighRisk
from apps.review.models import Amendment, SecondSignature, Signature, TypedWords
from tests.identity_provider import RSA, STRONG, follow
from tests.review.acts import finish, open_evidence, sign
from tests.review.test_signing_at_provider import allow, linked, verify, words

ADDENDUM = "Anna Lindgren-Sato took methotrexate for six months, not three."


@pytest.fixture
def awaiting(desk, colleague, identity_provider):
    """Signed once and read by the second signer."""
    allow(desk, Factor.OIDC, second=(HighRisk.CONTROLLED,))
    desk.draft.subject, desk.draft.requested_by = "Oxycodone 10 mg", desk.world.reyes
    desk.draft.save()
    finish(desk, desk.world.okafor)
    sign(desk, desk.world.okafor)
    open_evidence(desk, desk.world.lindholm, 1, 2)
    return desk


def second_form(**changed):
    return {"act": "sign", "seen": Signature.objects.get().content_sha256, "meaning": "approved", "way": "oidc",
            **changed}  # fmt: skip


def test_a_second_signature_is_shown_at_the_provider_kept_and_verified(awaiting, identity_provider):
    client = linked(awaiting, awaiting.world.lindholm, identity_provider, "lindholm-3")
    address = reverse("review:draft_second", args=[awaiting.draft.pk])
    identity_provider.acr = "1"
    back = follow(client, identity_provider, client.post(address, second_form()))
    page = words(client.get(back["Location"]))
    assert ("two factors" in page, 'value="approved" required checked' in page) == (True, True)
    identity_provider.acr = STRONG
    follow(client, identity_provider, client.post(address, second_form()))
    assert SecondSignature.objects.get().step_up["factors"] == ["oidc"]
    assert AuditEvent.objects.get(action="second_signed").details["issuer"] == identity_provider.issuer
    assert "Signature of the identity provider, second signature: as signed" in verify(client, awaiting)
    assert not TypedWords.objects.exists()


def test_an_addendum_is_shown_at_the_provider_and_its_words_wait_sealed(desk, identity_provider):
    finish(desk, desk.world.okafor)
    sign(desk, desk.world.okafor)
    allow(desk, Factor.OIDC)
    client = linked(desk, desk.world.okafor, identity_provider)
    address = reverse("review:draft_amend", args=[desk.draft.pk])
    form = {"kind": "addendum", "reason_code": "fact_wrong", "text": ADDENDUM, "cites": ["1"], "seen": 0, "way": "oidc"}
    identity_provider.answer = {"error": "access_denied"}
    back = follow(client, identity_provider, client.post(address, form))
    page = words(client.get(back["Location"]))
    assert (ADDENDUM in page, "You did not sign in at Cedar Sign-In" in page) == (True, True)
    identity_provider.answer = {}
    done = follow(client, identity_provider, client.post(address, form))
    assert done["Location"] == reverse("review:draft_signed", args=[desk.draft.pk])
    assert Amendment.objects.get().step_up["factors"] == ["oidc"]
    assert "Signature of the identity provider, addendum 1: as signed" in verify(client, desk)
    assert RSA.kid == Amendment.objects.get().step_up["proof"]["key"]["kid"]
