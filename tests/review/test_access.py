"""Every address of the desk and of the reading room against everybody who might try it."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from apps.chart.services import patient_grant
from tests.factories import SETUP

GET, POST = "get", "post"
# name: (method, what a biller gets, what a resident gets, what a quality analyst gets)
PAGES = {
    "review:queue": (GET, 200, 200, 302),  # led to where their role begins
    "review:desk_help": (GET, 200, 200, 403),
    "review:rules": (GET, 403, 403, 403),  # an administrator's; test_rules.py
    "review:pause_decline": (POST, 403, 302, 403),
    "review:draft_new": (GET, 403, 200, 403),
    "review:draft_detail": (GET, 403, 200, 403),
    "review:citation": (GET, 403, 200, 403),
    "review:criterion_citation": (GET, 403, 404, 403),  # of a summary: no policy is argued from
    "review:chosen_citation": (GET, 403, 404, 403),  # of no citation
    "review:sources": (GET, 403, 200, 403),
    "review:sources_search": (POST, 403, 422, 403),
    "review:source": (GET, 403, 200, 403),
    "review:source_find": (POST, 403, 200, 403),
    "review:span_cite": (POST, 403, 404, 403),  # of no sentence; test_recite.py
    "review:span_take_off": (POST, 403, 404, 403),
    "review:draft_claim": (POST, 403, 302, 403),
    "review:draft_release": (POST, 403, 302, 403),
    "review:draft_reopen": (POST, 403, 302, 403),
    "review:draft_returned": (GET, 403, 200, 403),
    "review:draft_resume": (POST, 403, 302, 403),
    "review:draft_again": (POST, 403, 302, 403),
    "review:redaction_drafts": (GET, 403, 403, 403),
    "review:claim_confirm": (POST, 403, 409, 403),
    "review:claim_edit": (POST, 403, 409, 403),
    "review:claim_remove": (POST, 403, 409, 403),
    "review:claim_waive": (POST, 403, 409, 403),
    "review:claim_undo": (POST, 403, 409, 403),
    "review:chart_check": (GET, 403, 404, 403),  # of no question; test_chart_check.py
    "review:holding": (GET, 403, 200, 403),
    "review:hand_over": (POST, 403, 302, 403),
    "review:take_over": (POST, 403, 302, 403),
    "review:typed_claim": (POST, 403, 200, 403),
    "review:typed_draft": (POST, 403, 200, 403),
    "review:draft_decide": (GET, 403, 403, 403),
    "review:draft_decided": (GET, 403, 302, 403),  # of nothing decided; test_decided.py
    "review:draft_spot_check": (GET, 403, 403, 403),  # of who signs
    "review:attention_report": (POST, 403, 204, 403),
    "review:draft_challenge": (POST, 403, 403, 403),
    "review:draft_decide_back": (GET, 403, 403, 403),  # test_signing_at_provider.py
    "review:own": (GET, 403, 302, 403),  # of a draft that was not drawn; test_own.py
    "review:own_skip": (POST, 403, 409, 403),
    "review:own_citation": (GET, 403, 302, 403),
    "review:seeded": (GET, 403, 404, 403),  # of a draft that is right as far as is known; test_seeded.py
    "review:draft_ledger": (GET, 403, 200, 403),
    "review:draft_trace": (GET, 403, 200, 200),  # ids, figures and acts
    "review:draft_trace_export": (GET, 403, 200, 200),
    "review:draft_replay": (POST, 403, 302, 302),
    "review:cited": (GET, 404, 403, 403),  # of a summary; test_cited.py has a letter
    "review:cited_words": (GET, 404, 403, 403),
    "review:identity": (GET, 200, 403, 403),  # of staff whose lists are masked
    "review:draft_consents": (GET, 403, 200, 403),
    "review:consent_withdraw": (POST, 403, 404, 403),  # of no consent
    "review:statement_add": (POST, 403, 422, 403),
    "review:statement_undo": (POST, 403, 404, 403),  # of no sentence
    "review:document_requests": (GET, 200, 200, 403),
    "review:draft_requests": (GET, 200, 200, 403),
    "review:request_make": (POST, 422, 422, 403),
    "review:request_assign": (POST, 404, 404, 403),  # of no request
    "review:request_receive": (POST, 404, 404, 403),
    "review:request_cancel": (POST, 404, 404, 403),
    "review:draft_wait": (POST, 302, 302, 403),
    "review:draft_go_on": (POST, 302, 302, 403),
    "review:draft_anew": (POST, 403, 302, 403),
    "review:authorization": (GET, 404, 404, 403),  # of a summary; test_authorization_pages.py has a letter
    "review:authorization_submit": (POST, 404, 403, 403),
    "review:authorization_receipt": (POST, 404, 403, 403),
    "review:authorization_answer": (POST, 404, 403, 403),
    "review:authorization_letter": (POST, 404, 403, 403),
    "review:answer_correct": (GET, 404, 403, 403),  # of a summary; test_corrections.py has a letter
    "review:receipt_correct": (GET, 404, 403, 403),
    "review:appeal_ask": (POST, 403, 404, 403),
    "review:exchange_prepare": (POST, 404, 403, 403),  # of a summary; pas/test_exchange_pages.py has a letter
    "review:exchange_download": (GET, 404, 403, 403),
    "review:exchange_fields": (GET, 404, 403, 403),
    "review:exchange_send": (POST, 404, 403, 403),
    "review:exchange_ask": (POST, 404, 403, 403),
    "review:exchange_update": (POST, 404, 403, 403),
    "review:exchange_read": (POST, 404, 403, 403),
    "review:draft_second": (GET, 403, 403, 403),  # a physician's; test_later_pages.py
    "review:draft_verify": (GET, 403, 404, 403),  # of nothing signed; test_verify.py
    "review:draft_amend": (GET, 403, 403, 403),
    "review:draft_second_back": (GET, 403, 403, 403),
    "review:draft_amend_back": (GET, 403, 403, 403),
    "review:draft_second_challenge": (POST, 403, 403, 403),
    "review:draft_amend_challenge": (POST, 403, 403, 403),
    "review:draft_signed": (GET, 403, 404, 403),
    "review:draft_pdf": (GET, 403, 404, 403),
    "viewer:charts": (GET, 403, 200, 403),
    "viewer:chart_detail": (GET, 403, 200, 403),
    "viewer:chart_consents": (GET, 403, 200, 403),
    "viewer:consent_revoke": (POST, 403, 404, 403),  # of no consent; test_leaving.py
    "viewer:chart_looks": (GET, 403, 200, 403),
    "viewer:break_glass": (GET, 403, 200, 403),
    "viewer:break_glass_challenge": (POST, 403, 422, 403),  # of no key
    "viewer:break_glass_back": (GET, 403, 302, 403),  # nobody was led away
    "viewer:break_glass_close": (POST, 403, 404, 403),  # of nothing open
    "viewer:chart_ask": (POST, 403, 422, 403),
    "viewer:chart_search": (POST, 403, 422, 403),
    "viewer:document_detail": (GET, 403, 200, 403),
    "viewer:document_settle": (POST, 403, 403, 403),  # a physician's
    "viewer:questions": (GET, 403, 200, 403),
    "viewer:question_hand_over": (POST, 403, 404, 403),  # only a question that was asked and refused
    "viewer:question_take": (POST, 403, 404, 403),
    "viewer:question_close": (POST, 403, 404, 403),
}
# These show nothing of others' patients.
OPEN_TO_STRANGERS = {
    "review:queue", "review:rules", "review:desk_help", "review:draft_new", "review:redaction_drafts",
    "review:document_requests", "viewer:charts", "viewer:questions", "review:pause_decline", "viewer:break_glass",
    "viewer:break_glass_challenge", "viewer:break_glass_back", "review:identity",
    "review:cited", "review:cited_words",
}  # fmt: skip


def address(desk, name):
    patient, document = desk.world.anna.pk, desk.documents["note"].pk
    own = {
        "review:citation": [desk.draft.pk, desk.citation(1).pk],
        "review:criterion_citation": [desk.draft.pk, patient],  # of no answer
        "review:chart_check": [patient],
        "review:typed_claim": [desk.draft.pk, desk.claim(1).pk, "edit"],
        "review:typed_draft": [desk.draft.pk, "decide"],
        **{f"review:draft_{act}_back": [desk.draft.pk, patient] for act in ("decide", "second", "amend")},
        "review:own_citation": [desk.draft.pk, patient],
        "review:cited": [desk.draft.pk],
        "review:cited_words": [desk.draft.pk, desk.citation(1).pk],
        "review:chosen_citation": [desk.draft.pk, patient],
        "review:source": [desk.draft.pk, document],
        "review:source_find": [desk.draft.pk, document],
        "review:span_take_off": [desk.draft.pk, patient],
        "viewer:chart_detail": [patient],
        "review:identity": [desk.draft.pk],
        "viewer:chart_looks": [patient],
        "viewer:chart_consents": [patient],
        "viewer:consent_revoke": [patient, patient],
        "viewer:break_glass_back": [patient],
        "viewer:break_glass_close": [patient],
        "viewer:chart_ask": [patient],
        "viewer:chart_search": [patient],
        "viewer:document_detail": [patient, document],
        "viewer:document_settle": [patient, document],
        "viewer:question_hand_over": [patient],
        "review:request_assign": [patient],  # of no request
        "review:request_receive": [patient],
        "review:request_cancel": [patient],
        "review:answer_correct": [desk.draft.pk, patient],
        "review:receipt_correct": [desk.draft.pk, patient],
        "review:authorization_letter": [desk.draft.pk, patient],  # of no answer
        "review:statement_undo": [desk.draft.pk, patient],
        "review:consent_withdraw": [desk.draft.pk, patient],
        "review:appeal_ask": [desk.draft.pk, patient],
        **{
            f"review:exchange_{act}": [desk.draft.pk, patient]  # of no request
            for act in ("download", "fields", "send", "ask", "update", "read")
        },
        "viewer:question_take": [patient],  # of no question
        "viewer:question_close": [patient],
    }
    if name in OPEN_TO_STRANGERS:
        return reverse(name, args=own.get(name, []))
    if ":claim_" in name:
        return reverse(name, args=[desk.draft.pk, desk.claim(1).pk])
    return reverse(name, args=own.get(name, [desk.draft.pk]))


def status(desk, name, person, client=None):
    return getattr(client or desk.client(person), PAGES[name][0])(address(desk, name)).status_code


def test_every_address_of_these_rooms_stands_in_the_table():
    named = {
        f"{room}:{pattern.name}"
        for room in ("review", "viewer")
        for pattern in get_resolver(f"apps.{room}.urls").url_patterns
    }
    assert named == set(PAGES)


def statuses(desk, person, names=PAGES):
    client = desk.client(person)
    return {name: status(desk, name, person, client) for name in names}


def test_who_is_not_signed_in_is_sent_to_sign_in(desk):
    for name, (method, *_) in PAGES.items():
        response = getattr(Client(), method)(address(desk, name))
        assert (name, response.status_code) == (name, 302)
        assert response["Location"].startswith("/account/login/")


@pytest.mark.parametrize("stranger", ["lindholm", "quill"])
def test_for_a_stranger_of_whatever_organization_the_patient_does_not_exist(desk, stranger):
    names = sorted(set(PAGES) - OPEN_TO_STRANGERS)
    assert statuses(desk, desk.world.people[stranger], names) == dict.fromkeys(names, 404)


def test_a_stranger_sees_nothing_of_the_patient_in_a_list(desk):
    for name in OPEN_TO_STRANGERS:
        page = desk.client(desk.world.lindholm).get(address(desk, name)).content.decode()
        assert "Lindgren" not in page
        assert "Anna" not in page


@pytest.mark.parametrize(("column", "person"), [(1, "lindqvist"), (2, "reyes"), (3, "marchetti")])
def test_each_role_gets_what_the_table_says(desk, column, person):
    assert statuses(desk, desk.world.people[person]) == {name: row[column] for name, row in PAGES.items()}


def test_reading_changes_nothing_and_acting_needs_a_post(desk):
    client = desk.client(desk.world.okafor)
    for name, (method, *_) in PAGES.items():
        if method == POST:
            assert client.get(address(desk, name)).status_code == 405, name


def test_who_reads_the_chart_reads_what_was_signed_but_reviews_nothing(signed, reader):
    assert status(signed, "review:draft_signed", reader) == 200
    assert status(signed, "review:draft_decide", reader) == 403
    assert status(signed, "review:claim_edit", reader) == 403


def test_no_page_about_a_patient_may_be_kept_by_a_cache(desk):
    client = desk.client(desk.world.okafor)
    for name in ("review:draft_detail", "review:citation", "viewer:document_detail"):
        assert "no-store" in client.get(address(desk, name))["Cache-Control"]


def test_a_quality_analyst_reads_the_trace_without_a_word_of_it_and_none_of_another_organization(desk):
    people = desk.world.people
    for name in ("review:draft_trace", "review:draft_trace_export"):
        page = desk.client(people["marchetti"]).get(address(desk, name)).content.decode()
        assert not [word for word in ("Lindgren", "Anna", "CDAI", "Methotrexate", "osteopenia") if word in page]
        assert status(desk, name, people["brightwater_quality"]) == 404
    refused = desk.client(people["lindqvist"]).get(address(desk, "review:draft_trace"))
    assert "Your role (Prior-authorization staff) may not open charts" in refused.content.decode()


def test_staff_who_read_the_chart_ask_for_a_draft_and_find_it_on_their_desk_but_review_nothing(desk):
    nurse = desk.world.nurse
    client, new = desk.client(nurse), reverse("review:draft_new")
    asked = {"patient": desk.world.anna.pk, "kind": "chart_summary", "subject": "Before the visit"}
    assert client.post(new, asked).status_code == 422  # not a patient of theirs
    patient_grant(patient=desk.world.anna, permission="view_chart", person=nurse, actor=SETUP)
    assert client.post(new, asked).status_code == 302
    page = client.get(reverse("review:queue")).content.decode()
    assert "Before the visit" in page
    assert reverse("review:draft_detail", args=[desk.draft.pk]) not in page
    assert (
        "Your role (Nurse) may not review drafts" in client.get(address(desk, "review:draft_detail")).content.decode()
    )


def test_a_nurse_s_desk_holds_no_draft_of_a_patient_they_may_not_see(desk):
    assert "Before first visit" not in desk.client(desk.world.nurse).get(reverse("review:queue")).content.decode()
