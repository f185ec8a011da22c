"""A draft whose source was redacted again: it says so, its citations still resolve, and it can be asked for again."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.access.selectors import actor_for
from apps.core.actors import Actor
from apps.drafting.models import Draft
from apps.redaction.domain.corrections import Act, Scope
from apps.redaction.domain.kinds import IdentifierKind
from apps.redaction.selectors import redaction_in_use
from apps.review import services
from apps.review.models import ReviewItem
from apps.viewer.pipeline import redaction_correct
from apps.viewer.services import redactions_renew

WARNING = "The redaction of a source changed after this draft was made"


@pytest.fixture
def corrected(desk):
    """Let the privacy officer correct the telephone note, which the draft cites."""
    document = desk.documents["phone"]
    start = document.text.index("stopped")
    redaction_correct(
        redacted_document_id=redaction_in_use(document.pk).pk, act=Act.MISSED, scope=Scope.DOCUMENT, start=start,
        end=start + 7, kind=IdentifierKind.PERSON, person=desk.world.privacy, actor=actor_for(desk.world.privacy),
    )  # fmt: skip
    redactions_renew(patient_id=desk.world.anna.pk, actor=Actor.service("worker"))
    return desk


def page_of(desk, person=None):
    return desk.client(person or desk.world.okafor).get(reverse("review:draft_detail", args=[desk.draft.pk])).content


def test_a_draft_on_redactions_in_use_carries_no_warning(desk):
    assert WARNING.encode() not in page_of(desk)
    assert b"source redacted anew" not in desk.client(desk.world.okafor).get("/").content


def test_a_draft_that_cites_a_redaction_no_longer_in_use_says_so_on_desk_and_page(corrected):
    assert WARNING.encode() in page_of(corrected)
    assert b"source redacted anew" in corrected.client(corrected.world.okafor).get("/").content


def test_its_citations_still_resolve(corrected):
    draft = corrected.as_seen_by(corrected.world.okafor)
    assert draft.redacted_again
    act = corrected.act(corrected.world.okafor)
    for citation in (corrected.citation(4), corrected.citation(5)):
        assert not services.evidence_open(citation_id=citation.pk, **act).view.broken


def test_it_stands_in_the_privacy_officers_list_without_the_patients_name(corrected):
    client = Client()
    client.force_login(corrected.world.privacy)
    page = client.get(reverse("review:redaction_drafts")).content.decode()
    assert str(corrected.draft.pk)[:8] in page
    assert "undecided" in page
    assert "Lindgren" not in page


def test_an_undecided_one_can_be_asked_for_again_and_a_double_click_asks_once(corrected):
    client = corrected.client(corrected.world.okafor)
    answers = [client.post(reverse("review:draft_again", args=[corrected.draft.pk])) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {302}
    again = Draft.objects.exclude(pk=corrected.draft.pk).get()
    assert (again.subject, again.kind, again.status) == (corrected.draft.subject, corrected.draft.kind, "QUEUED")


def test_a_decided_one_is_not_asked_for_again(corrected):
    ReviewItem.objects.filter(draft=corrected.draft).update(
        status="DECIDED", claimed_by=corrected.world.okafor, claimed_at=corrected.draft.created_at
    )
    assert b"Ask for this draft again" not in page_of(corrected)
    corrected.client(corrected.world.okafor).post(reverse("review:draft_again", args=[corrected.draft.pk]))
    assert Draft.objects.count() == 1


def test_one_on_redactions_in_use_is_not_asked_for_again(desk):
    desk.client(desk.world.okafor).post(reverse("review:draft_again", args=[desk.draft.pk]))
    assert Draft.objects.count() == 1


def test_who_may_not_see_the_patient_cannot_ask_for_it_again(corrected):
    answer = corrected.client(corrected.world.lindholm).post(reverse("review:draft_again", args=[corrected.draft.pk]))
    assert answer.status_code == 404
