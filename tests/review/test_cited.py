"""Prior-authorization staff read a letter, its criteria and the very words these cite: nothing else of the chart."""

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.access.domain.labels import Label
from apps.access.domain.roles import ROLES, RoleDefinition
from apps.access.services import care_team_create, care_team_member_add, person_active_set
from apps.audit.models import AuditEvent
from apps.chart.services import patient_consent_record, patient_grant, patient_grant_remove
from apps.core import clock
from apps.drafting.models import CriterionCitation, Draft
from apps.review.models import EvidenceOpening
from tests.factories import SETUP, make_person
from tests.review.acts import edit, words
from tests.review.conftest import grant, make_document
from tests.review.test_criteria import SIDES, answer
from tests.review.test_labels import label
from tests.review.test_recite import STOPPED, cite
from tests.review.test_signed_integrity import source_changed, source_withdrawn

CITED = "MTX 20 mg weekly Apr-Sep 2024"
BESIDE = "high disease activity"  # stands right after "CDAI 31", and nothing cites it


@pytest.fixture
def staff(letter):
    """A. Lindqvist works for Anna; criterion 2a is answered from both documents."""
    answer(letter, "2a", "INSUFFICIENT", "The record is at odds with itself.", SIDES)
    return grant(letter, letter.world.lindqvist, "view_evidence")


def page(letter, person=None):
    return letter.client(person or letter.world.lindqvist).get(reverse("review:cited", args=[letter.draft.pk]))


def opened(letter, citation_id, person=None, **headers):
    client = letter.client(person or letter.world.lindqvist)
    return client.get(reverse("review:cited_words", args=[letter.draft.pk, citation_id]), **headers)


def shown(response):
    assert response.status_code == 200
    return response.content.decode()


def test_the_letter_is_read_with_its_criteria_and_a_chip_for_each_citation(letter, staff):
    text = words(page(letter))
    assert "The CDAI of Ms. Lindgren-Sato was 31." in text
    assert "Methotrexate has been taken for three months." in text
    assert "Insufficient The record is at odds with itself." in text
    assert "Not signed: a clinician may still change every sentence." in text
    html = shown(page(letter))
    for citation_id in (*letter.draft.claims.values_list("citations", flat=True),
                        *CriterionCitation.objects.values_list("pk", flat=True)):  # fmt: skip
        assert citation_id is None or reverse("review:cited_words", args=[letter.draft.pk, citation_id]) in html


@pytest.mark.parametrize("headers", [{}, {"HTTP_HX_REQUEST": "true"}], ids=["whole page", "pane"])
def test_a_chip_opens_the_cited_words_alone_under_the_title_and_day_of_their_document(letter, staff, headers):
    text = shown(opened(letter, letter.citation(1).pk, **headers))
    assert "CDAI 31" in text
    assert "3 Oct 2024" in text
    assert letter.documents["note"].title in text
    assert BESIDE not in text
    assert ("The CDAI of Ms." in text) is not bool(headers)
    other = shown(opened(letter, CriterionCitation.objects.get(ordinal=1).pk, **headers))
    assert CITED in other
    assert "failed." not in other.split("<blockquote")[1].split("</blockquote>")[0]


def test_every_reading_is_an_event_and_checks_nothing_for_the_reviewer(letter, staff):
    page(letter)
    opened(letter, letter.citation(1).pk, HTTP_HX_REQUEST="true")
    letter_read, words_read = AuditEvent.objects.filter(action__startswith="cited_").order_by("sequence")
    assert letter_read.patient_id == words_read.patient_id == str(letter.world.anna.pk)
    assert "reidentified" in letter_read.details
    assert words_read.object_id == str(letter.citation(1).pk)
    assert words_read.details["document_id"] == str(letter.documents["note"].pk)
    assert not EvidenceOpening.objects.exists()


def test_what_the_source_no_longer_says_and_what_was_withdrawn_is_said_and_on_record(letter, staff):
    source_withdrawn(letter, "phone")
    against = CriterionCitation.objects.get(ordinal=2)
    assert "withdrawn this document" in shown(opened(letter, against.pk))
    source_changed(letter)
    broken = shown(opened(letter, letter.citation(1).pk))
    assert "no longer resolves" in broken
    assert "CDAI 31" not in broken.split('id="source"')[1]
    assert AuditEvent.objects.filter(action="cited_words_viewed", outcome="failure").count() == 1


def test_a_signed_letter_is_read_as_it_was_signed_and_leads_to_its_payer(signed_letter):
    grant(signed_letter, signed_letter.world.lindqvist, "view_evidence")
    html = shown(page(signed_letter))
    assert "Signed by Imani Okafor" in html
    assert "Tuberculosis screening was negative." not in html  # which was removed
    assert reverse("review:authorization", args=[signed_letter.draft.pk]) in html


# --- Who does not


def test_without_the_grant_with_one_of_another_kind_or_an_expired_one_it_is_not_there(letter):
    person = letter.world.lindqvist
    assert page(letter).status_code == 404
    grant(letter, person, "view_chart", "review_draft", "sign_draft")
    assert page(letter).status_code == 404
    assert opened(letter, letter.citation(1).pk).status_code == 404
    grant(letter, person, "view_evidence")
    assert page(letter).status_code == 200
    patient_grant_remove(patient=letter.world.anna, permission="view_evidence", person=person, actor=SETUP)
    assert page(letter).status_code == 404


def test_a_care_team_may_hold_it_and_whoever_leaves_the_team_reads_nothing(letter):
    team = care_team_create(organization=letter.world.cedar, slug="pa", name="Prior authorization", actor=SETUP)
    patient_grant(patient=letter.world.anna, permission="view_evidence", team=team, actor=SETUP)
    assert page(letter).status_code == 404
    care_team_member_add(team=team, person=letter.world.lindqvist, actor=SETUP)
    assert page(letter).status_code == 200
    team.group.user_set.clear()
    assert page(letter).status_code == 404


def test_staff_of_another_organization_and_who_lost_their_access_read_nothing(letter, staff):
    stranger = make_person(letter.world.brightwater, "biller", "biller")
    patient_grant(patient=letter.world.carla, permission="view_evidence", person=stranger, actor=SETUP)
    assert page(letter, stranger).status_code == 404
    client = letter.client(staff)
    person_active_set(person=staff, active=False, actor=SETUP)
    assert client.get(reverse("review:cited", args=[letter.draft.pk])).status_code == 302


@pytest.mark.parametrize("role", [role for role in ROLES if role not in {"biller", "integration"}])
def test_no_other_role_reads_by_that_grant(letter, role):
    person = make_person(letter.world.cedar, f"other-{role}", role)
    grant(letter, person, "view_evidence")
    assert page(letter, person).status_code == 403


def test_a_summary_and_a_letter_that_is_not_ready_are_not_there(desk):
    grant(desk, desk.world.lindqvist, "view_evidence")
    assert page(desk).status_code == 404
    Draft.objects.filter(pk=desk.draft.pk).update(kind="prior_auth_letter", status="QUEUED", ready_at=None)
    assert page(desk).status_code == 404


def test_a_citation_of_another_draft_or_of_nothing_opens_nothing(letter, staff):
    assert opened(letter, letter.draft.pk).status_code == 404
    assert not AuditEvent.objects.filter(action="cited_words_viewed").exists()


NOTHING_ELSE = [
    "review:draft_detail", "review:sources", "review:draft_ledger", "review:draft_signed", "review:draft_trace",
]  # fmt: skip


@pytest.mark.parametrize("name", NOTHING_ELSE)
def test_nothing_else_of_the_draft_opens_by_it(letter, staff, name):
    assert letter.client(staff).get(reverse(name, args=[letter.draft.pk])).status_code == 403


def test_nothing_of_the_chart_opens_by_it(letter, staff):
    anna, note = letter.world.anna.pk, letter.documents["note"].pk
    client = letter.client(staff)
    assert client.get(reverse("viewer:chart_detail", args=[anna])).status_code == 403
    assert client.get(reverse("viewer:document_detail", args=[anna, note])).status_code == 403
    assert client.post(reverse("viewer:chart_ask", args=[anna]), {"question": "CDAI?"}).status_code == 403
    assert client.post(reverse("review:sources_search", args=[letter.draft.pk]), {"words": "CDAI"}).status_code == 403


@pytest.mark.parametrize("act", ["claim_edit", "claim_confirm", "claim_remove", "claim_waive"])
def test_reading_it_brings_no_right_to_change_it(letter, staff, act):
    address = reverse(f"review:{act}", args=[letter.draft.pk, letter.claim(1).pk])
    assert letter.client(staff).post(address, {"text": "x", "reason_code": "other"}).status_code == 403


# --- Labels and consent


@given(st.sampled_from(list(Label)), st.sampled_from(["note", "phone"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
def test_a_letter_that_cites_one_labelled_document_is_not_there_at_all(letter, staff, sensitive, name):
    label(letter, name, sensitive.value)
    assert page(letter).status_code == 404
    assert reverse("review:cited", args=[letter.draft.pk]) not in shown(letter.client(staff).get("/"))
    label(letter, name)
    assert page(letter).status_code == 200


def test_a_labelled_document_that_a_clinician_chose_to_cite_closes_the_letter_too(letter, staff):
    letter.documents["more"] = make_document(letter.world.anna, "more", f"Telephone encounter\n\n{STOPPED}")
    edit(letter, letter.world.okafor, 3, STOPPED)
    chosen = cite(letter, 3, "more", STOPPED)
    assert STOPPED in shown(opened(letter, chosen.pk))
    label(letter, "more", "hiv")
    assert page(letter).status_code == 404
    assert opened(letter, chosen.pk).status_code == 404


def test_a_role_with_the_label_reads_it_only_while_the_patient_s_consent_stands(letter, staff, monkeypatch):
    plain = ROLES["biller"]
    reads = RoleDefinition(plain.name, plain.description, plain.permissions, labels=frozenset({Label.PART2}))
    monkeypatch.setitem(ROLES, "biller", reads)
    label(letter, "note", "part2")
    assert page(letter).status_code == 404
    okafor = letter.world.okafor
    patient_consent_record(
        patient=letter.world.anna, labels=["part2"], recipient="", starts_on=clock.today(), ends_on=None,
        kept="Paper file", person=okafor, actor=SETUP,
    )  # fmt: skip
    assert page(letter).status_code == 200


# --- Where it is offered


def test_the_desk_and_the_letter_s_other_pages_lead_there_for_who_may_read_it(letter, staff):
    address = reverse("review:cited", args=[letter.draft.pk])
    places = ["/", reverse("review:draft_requests", args=[letter.draft.pk])]
    assert all(address in shown(letter.client(staff).get(place)) for place in places)
    colleague = make_person(letter.world.cedar, "colleague", "biller")
    assert not any(address in shown(letter.client(colleague).get(place)) for place in places)
    assert address not in shown(letter.client(letter.world.okafor).get("/"))


def test_the_grant_is_given_on_the_page_of_grants_and_stands_in_who_may_see_what(letter):
    admin = letter.client(letter.world.admin)
    given_ = {"patient": str(letter.world.anna.pk), "right": "view_evidence", "person": letter.world.lindqvist.pk}
    assert admin.post(reverse("rights:grant_give"), {**given_, "reason": "referral"}).status_code == 200
    file = admin.get(reverse("rights:access_csv")).content.decode()
    assert "grant,A. Lindqvist,lindqvist@cedar.example,Prior-authorization staff,view evidence" in file
    assert "read letters with the words that they cite" in file
