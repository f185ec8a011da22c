"""The trace tells nobody of passages they may not read: no row, no word, no figure they could count by."""

import json
import re
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from apps.chart.services import patient_grant
from apps.core import fence
from apps.drafting.models import Citation
from apps.retrieval.models import Passage, RetrievalQuery
from apps.review.domain.trace import NOT_ON_RECORD, WITHHELD, limits_in_words
from apps.review.services import items_open_for_ready_drafts
from tests.drafting.conftest import WORKER, request_letter, run, take_in
from tests.factories import SETUP
from tests.kept import keep
from tests.retrieval.conftest import index_note
from tests.review.conftest import Desk
from tests.shared import policy_of_one_criterion

PLACE = re.compile(r"\d(?:st|nd|rd|th) of \d+ passages|read with all \d+ passages")
VIOLENCE = "HISTORY: She says her husband has choked her twice."
PLAIN = "HISTORY: She says her knee has hurt her twice."


def made(world, policy, index, text):
    """A letter about Anna that a physician asked for, with one more note in the chart."""
    take_in(world.cedar, "anna", "Anna", "Lindgren-Sato")
    index(world.anna, text, series="DocumentReference/9")
    draft = run(request_letter(world, policy))
    items_open_for_ready_drafts(organization_id=world.cedar.pk, actor=WORKER)
    for person in (world.pharmacist, world.nurse, world.privacy):
        patient_grant(patient=world.anna, permission="view_chart", person=person, actor=SETUP)
    return Desk(world, draft, {})


@pytest.fixture(scope="session")
def kept_with_secret(kept_world, django_db_blocker):
    with django_db_blocker.unblock():
        return keep(lambda: made(kept_world.made, policy_of_one_criterion(), index_note, VIOLENCE), on=[kept_world])


@pytest.fixture
def letter(kept_with_secret, world, copies):
    return kept_with_secret.put_back(copies)


@pytest.fixture
def secret(letter):
    with fence.keeping():
        return str(Passage.objects.get(text__contains="choked").pk)


def trace(desk, person):
    addresses = [reverse(f"review:{name}", args=[desk.draft.pk]) for name in ("draft_trace", "draft_trace_export")]
    page, file = (desk.client(person).get(address) for address in addresses)
    assert (page.status_code, file.status_code) == (200, 200)
    return page.content.decode(), json.loads(file.content)


def rows(found):
    return [row for query in found["queries"] for row in (*query["answers"], *query["left_out"])]


def test_who_may_read_what_the_requester_could_gets_every_row_and_figure(letter, secret):
    page, found = trace(letter, letter.world.nurse)
    assert secret in page
    assert {row["passage_id"] for row in rows(found)} >= {secret}
    assert WITHHELD not in page
    assert all(query["candidates"] and query["limits"] and not query["withheld"] for query in found["queries"])


def test_who_may_not_read_a_passage_has_no_row_of_it_and_no_figure_that_counts_it(letter, secret):
    page, found = trace(letter, letter.world.pharmacist)
    assert rows(found)
    for said in (page, json.dumps(found)):
        assert not [word for word in (secret, secret[:8], "choked", "not yours to read") if word in said]
    assert WITHHELD in page
    for query in found["queries"]:
        told = (query["candidates"], query["verdict"], query["verdict_reason"], query["limits"], query["withheld"])
        assert told == (None, "", "", [], WITHHELD)
    assert {(row["rank"], row["score"]) for row in rows(found)} == {(None, None)}
    assert {run_["passages"] for run_ in found["runs"]} == {None}


def test_what_is_withheld_reads_the_same_where_nothing_is_hidden(world, policy, index):
    desk = made(world, policy, index, PLAIN)
    _, found = trace(desk, world.pharmacist)
    assert {query["withheld"] for query in found["queries"]} == {WITHHELD}
    assert {run_["passages"] for run_ in found["runs"]} == {None}


def test_a_privacy_officer_with_a_grant_reads_ids_and_acts_as_no_chart_opens_to_them(letter):
    world = letter.world
    assert letter.client(world.privacy).get(reverse("viewer:chart_detail", args=[world.anna.pk])).status_code == 403
    page, found = trace(letter, world.privacy)
    for said in (page, json.dumps(found)):
        assert not [word for word in ("choked", "Leflunomide", "Lindgren") if word in said]
    assert not found["with_words"]


def ask_with(applied):
    """Put down other rights for every question, as if a reader of more had asked it."""
    with fence.keeping(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE retrieval_retrievalquery DISABLE TRIGGER USER")
        RetrievalQuery.objects.update(filter=applied)
        cursor.execute("ALTER TABLE retrieval_retrievalquery ENABLE TRIGGER USER")


def test_the_source_pane_tells_no_place_among_passages_that_its_reader_may_not_read(letter):
    cited = Citation.objects.filter(claim__draft=letter.draft).exclude(passage_id=None).first()
    pane = reverse("review:citation", args=[letter.draft.pk, cited.pk])
    client = letter.client(letter.world.okafor)
    assert PLACE.search(client.get(pane).content.decode())
    ask_with({"role": "psychotherapist", "labels": ["psychotherapy"]})
    page = client.get(pane).content.decode()
    assert "Why this passage?" in page
    assert not PLACE.search(page)


def test_a_question_of_before_rights_were_kept_claims_no_guard_and_tells_no_figure(letter):
    ask_with({})
    page, found = trace(letter, letter.world.okafor)
    assert NOT_ON_RECORD in page
    assert "Asked of the database when the search ran" not in page
    assert {tuple(query["limits"]) for query in found["queries"]} == {(NOT_ON_RECORD,)}
    assert limits_in_words({"person": str(uuid4())}, "Dr. Okafor", "") == ("What Dr. Okafor may read",)


def test_rights_read_as_a_sentence_and_who_holds_no_label_has_none_named():
    applied = {"role": "physician", "superseded": False, "labels": ["celebrity", "hiv", "taboo"]}
    assert limits_in_words(applied, "Dr. Okafor", "physician") == (
        "What Dr. Okafor, physician, may read",
        "current versions only",
        'of what is restricted, only what is labelled "well-known person", "HIV" or "to be discussed first"',
    )
    assert "labelled" not in " ".join(limits_in_words({**applied, "labels": []}, "Dr. Okafor", "physician"))
