"""A draft is as sensitive as its most sensitive source: it says so, and is not there for whoever may not see that."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.access.domain.labels import Label
from apps.access.domain.roles import role_labels
from apps.access.services import break_glass_open
from apps.chart.models import SourceDocument
from apps.drafting.domain.errors import PatientNotFound
from apps.drafting.selectors import draft_labels, drafts_visible_to
from apps.drafting.services import draft_request
from tests.factories import SETUP

LABELS = st.lists(st.sampled_from([label.value for label in Label]), max_size=4, unique=True)


def label(desk, name, *labels):
    SourceDocument.objects.filter(pk=desk.documents[name].pk).update(labels=list(labels))


@given(LABELS, LABELS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
def test_a_draft_has_every_label_of_its_sources_and_shows_to_who_may_see_them_all(desk, first, second):
    label(desk, "note", *first)
    label(desk, "phone", *second)
    assert draft_labels(desk.draft.pk) == sorted({*first, *second})
    permitted = {*first, *second} <= {held.value for held in role_labels("physician")}
    assert drafts_visible_to(desk.world.okafor).filter(pk=desk.draft.pk).exists() == permitted


def test_the_page_of_a_draft_says_why_it_is_restricted_and_is_gone_for_who_may_not_see_a_source(desk):
    page = reverse("review:draft_detail", args=[desk.draft.pk])
    client = desk.client(desk.world.okafor)
    assert "Restricted:" not in client.get(page).content.decode()
    label(desk, "note", "substance_use")
    assert "Restricted: substance use" in client.get(page).content.decode()
    label(desk, "note", "psychotherapy")
    assert client.get(page).status_code == 404
    assert not drafts_visible_to(desk.world.okafor).exists()


@pytest.mark.parametrize("name", ["review:draft_ledger", "review:draft_decide"])
def test_no_other_page_of_a_hidden_draft_opens_either(desk, name):
    page = reverse(name, args=[desk.draft.pk])
    client = desk.client(desk.world.okafor)
    assert client.get(page).status_code == 200
    label(desk, "phone", "part2")
    assert client.get(page).status_code == 404


def test_an_emergency_opens_no_draft_and_none_is_asked_for_under_it(desk):
    stranger = desk.world.lindholm
    break_glass_open(
        person=stranger, patient_id=desk.world.anna.pk, reason_code="other", reason="On call.", actor=SETUP
    )
    assert not drafts_visible_to(stranger).exists()
    assert desk.client(stranger).get(reverse("viewer:chart_detail", args=[desk.world.anna.pk])).status_code == 200
    assert desk.client(stranger).get(reverse("review:draft_detail", args=[desk.draft.pk])).status_code == 404
    with pytest.raises(PatientNotFound):
        draft_request(
            patient_id=desk.world.anna.pk, kind="chart_summary", subject="Before first visit", person=stranger,
            actor=SETUP,
        )  # fmt: skip
