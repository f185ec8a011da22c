"""What left the building: who may read it, what it says, and that no identifier is put back without a record."""

from copy import deepcopy

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from apps.audit.models import AuditEvent
from apps.redaction.domain.boundary import Purpose, Receiver
from apps.redaction.domain.kinds import BoundaryPolicy
from apps.redaction.services import crossing_record, texts_prepare
from apps.review.selectors.ledger import ledger_page
from tests.drafting.conftest import WORKER, request_summary, run, take_in
from tests.review.acts import open_evidence
from tests.review.conftest import kept_after
from tests.review.test_statements import statements


def address(draft):
    return reverse("review:draft_ledger", args=[draft.pk])


def read(desk, person, draft=None, *, values=False):
    client = desk.client(person)
    response = client.post(address(draft or desk.draft)) if values else client.get(address(draft or desk.draft))
    return response.status_code, response.content.decode()


def put_back(action):
    return [
        event.details.get("reidentified") for event in AuditEvent.objects.filter(action=action).order_by("sequence")
    ]


# person: (reading, asking for the values)
ACCESS = {
    "okafor": (200, 200),  # holds the grant
    "reyes": (200, 200),
    "privacy": (200, 403),  # reads the audit log, holds no grant
    "admin": (200, 403),
    "lindholm": (404, 404),  # a physician without the grant
    "quill": (404, 404),  # of another organization
    "lindqvist": (403, 403),  # whose role reads neither charts nor the log
    "marchetti": (403, 403),
    "integration": (403, 403),
}


@pytest.mark.parametrize("person", ACCESS)
def test_each_person_gets_what_the_table_says(desk, person):
    assert tuple(read(desk, desk.world.people[person], values=values)[0] for values in (False, True)) == ACCESS[person]


def test_who_is_not_signed_in_is_sent_to_sign_in(desk):
    assert Client().get(address(desk.draft))["Location"].startswith("/account/login/")


def make_another(desk):
    take_in(desk.world.cedar, "anna", "Anna", "Lindgren-Sato")
    return run(request_summary(desk.world))


kept_desk_another = kept_after(make_another)


@pytest.fixture
def made(kept_desk_another, desk, copies):
    """A draft that the belt made of Anna's chart."""
    return deepcopy(kept_desk_another.made[1], copies)


def test_the_privacy_officer_reads_which_identifiers_there_were_and_no_name(desk, made):
    _, page = read(desk, desk.world.privacy, made)
    assert "The patient&#x27;s names" in page
    assert "[PATIENT-1" in page
    assert "Lindgren" not in page


def test_who_holds_no_grant_reads_how_many_documents_there_were_and_not_what_they_are_called(desk, made):
    titles = {part.title for crossing in ledger_page(made, granted=True).crossings for part in crossing.parts}
    assert titles
    _, hers = read(desk, desk.world.okafor, made)
    _, masked = read(desk, desk.world.privacy, made)
    assert all(f"<span>{escape(title)}</span>" in hers for title in titles)
    assert not [title for title in titles if f"<span>{escape(title)}</span>" in masked]
    assert "<span>Document 1</span>" in masked


def test_the_values_are_shown_when_asked_for_by_right_and_that_is_on_record(desk, made):
    assert 'class="value"' not in read(desk, desk.world.okafor, made)[1]
    _, page = read(desk, desk.world.okafor, made, values=True)
    assert '<span class="value">Ms. Lindgren-Sato</span>' in page or '<span class="value">Lindgren-Sato</span>' in page
    assert put_back("ledger_viewed") == [None]  # reading the page is another act
    [told] = put_back("reidentified")
    assert told["ledger"]["PATIENT"] >= 1
    log = desk.client(desk.world.privacy).get(reverse("audit:log"), {"draft": str(made.pk)}).content.decode()
    assert "put back in draft" in log
    assert "for the purpose of seeing which identifiers were in its sources." in log


def test_who_asks_for_the_values_without_a_grant_leaves_a_refusal_on_record(desk):
    assert read(desk, desk.world.privacy, values=True)[0] == 403
    refused = AuditEvent.objects.get(action="reidentification_refused")
    assert (refused.outcome, refused.object_id) == ("failure", str(desk.draft.pk))
    assert put_back("reidentified") == []


def test_a_draft_of_the_embedded_model_says_that_nothing_left_this_machine(desk, made):
    _, page = read(desk, desk.world.okafor, made)
    assert "Nothing left this machine" in page
    assert made.runs.get().input_sha256 in page
    for way in ("Chart to index", "Index to model", "Model to desk"):
        assert way in page


def test_what_went_to_another_machine_is_named_with_its_form(desk):
    prepared = texts_prepare(
        patient_id=desk.world.anna.pk, texts=["Seen 2024-10-03."], policy=BoundaryPolicy.HOSTED, actor=WORKER
    )
    crossing_record(
        draft_id=desk.draft.pk, fence=1, patient_id=desk.world.anna.pk, prepared=prepared, sha256="f" * 64, spans=[],
        receiver=Receiver("openai_compatible", "A model", "models.example"), actor=WORKER,
    )  # fmt: skip
    _, page = read(desk, desk.world.privacy)
    assert "Redacted text went to models.example" in page
    assert "1 dates shifted" in page or "1 date shifted" in page
    assert "f" * 64 in page


def test_opening_a_draft_records_how_many_identifiers_were_put_back_and_what_for(desk):
    desk.client(desk.world.okafor).get(reverse("review:draft_detail", args=[desk.draft.pk]))
    assert put_back("draft_viewed") == [{"review": {"PATIENT": 1}}]
    assert put_back("reidentified") == []


def test_an_act_that_puts_names_back_without_a_page_event_is_recorded_once_a_look(
    desk, django_capture_on_commit_callbacks
):
    client = desk.client(desk.world.okafor)
    evidence = reverse("review:citation", args=[desk.draft.pk, desk.citation(1).pk])
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            client.get(evidence, headers={"HX-Request": "true"})
    event = AuditEvent.objects.get(action="reidentified")
    assert event.details["reidentified"] == {"review": {"PATIENT": 1}}
    assert (event.object_id, event.patient_id) == (str(desk.draft.pk), str(desk.world.anna.pk))


def test_the_page_says_who_put_them_back_when_what_for_and_who_took_it_out_on_paper(signed):
    client = signed.client(signed.world.okafor)
    client.get(reverse("review:draft_signed", args=[signed.draft.pk]))
    assert client.get(reverse("review:draft_pdf", args=[signed.draft.pk])).status_code == 200
    _, page = read(signed, signed.world.privacy)
    assert "Imani Okafor" in page
    assert "to read what was signed" in page
    assert "Took the signed document out as a PDF" in page
    assert put_back("document_exported")[0].keys() == {Purpose.SIGNED_DOCUMENT}


def test_no_event_holds_a_value(desk):
    client = desk.client(desk.world.okafor)
    for name in ("review:draft_detail", "review:draft_ledger"):
        client.get(reverse(name, args=[desk.draft.pk]))
    client.post(address(desk.draft))
    assert "Lindgren" not in str(list(AuditEvent.objects.values_list("details", flat=True)))


def test_the_page_costs_the_same_whatever_was_done(desk):
    client = desk.client(desk.world.privacy)
    open_evidence(desk, desk.world.okafor, 1)
    few = statements(client, address(desk.draft))
    open_evidence(desk, desk.world.okafor, 1, 2)
    assert len(statements(client, address(desk.draft))) == len(few)
