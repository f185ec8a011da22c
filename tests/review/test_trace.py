"""The trace of a draft: who may read it, that it holds the whole chain, and that the file says what the page says."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from apps.audit.domain.actions import Action
from apps.audit.models import AuditEvent
from apps.audit.services import event_append
from apps.chart.services import patient_grant_remove
from apps.core import fence
from apps.drafting.services import inference_inputs_purge
from apps.retrieval.models import Passage
from apps.review.services import items_open_for_ready_drafts
from tests.drafting.conftest import WORKER
from tests.review.acts import confirm, open_evidence, remove
from tests.review.conftest import Desk
from tests.review.test_ledger import ACCESS
from tests.review.test_statements import statements


def page_of(draft):
    return reverse("review:draft_trace", args=[draft.pk])


def file_of(draft):
    return reverse("review:draft_trace_export", args=[draft.pk])


def read(desk, person, draft=None):
    response = desk.client(person).get(page_of(draft or desk.draft))
    return response.status_code, response.content.decode()


def export(desk, person, draft=None):
    response = desk.client(person).get(file_of(draft or desk.draft))
    assert response["Content-Disposition"].startswith("attachment; filename=")
    return json.loads(response.content)


def made_desk(world, draft):
    items_open_for_ready_drafts(organization_id=world.cedar.pk, actor=WORKER)
    return Desk(world, draft, {})


@pytest.fixture
def letter(kept_letter, world, copies):
    """A letter that the belt made of Anna's chart."""
    return made_desk(world, kept_letter.put_back(copies))


@pytest.fixture
def summary(kept_summary, world, copies):
    """A chart summary that the belt made of Anna's chart."""
    return made_desk(world, kept_summary.put_back(copies))


READERS = {person: reads for person, (reads, _) in ACCESS.items()} | {"marchetti": 200}


@pytest.mark.parametrize("person", READERS)
def test_page_and_file_go_to_the_quality_team_and_who_may_read_the_ledger_and_to_nobody_else(desk, person):
    expected = READERS[person]
    client = desk.client(desk.world.people[person])
    assert [client.get(address(desk.draft)).status_code for address in (page_of, file_of)] == [expected, expected]


def test_who_is_not_signed_in_is_sent_to_sign_in(desk):
    for address in (page_of, file_of):
        assert Client().get(address(desk.draft))["Location"].startswith("/account/login/")


def test_a_grant_taken_away_ends_the_trace_at_once(letter):
    okafor = letter.world.okafor
    assert read(letter, okafor)[0] == 200
    patient_grant_remove(patient=letter.world.anna, permission="view_chart", person=okafor, actor=WORKER)
    assert read(letter, okafor)[0] == 404


def test_a_letter_shows_each_question_with_its_passages_and_what_became_of_them(letter):
    okafor = letter.world.okafor
    claim = letter.draft.claims.filter(citations__isnull=False, criterion_id="1").first()
    cited = claim.citations.first()
    open_evidence(letter, okafor, cited.ordinal)
    confirm(letter, okafor, claim.ordinal)
    found = export(letter, okafor)
    query = next(row for row in found["queries"] if row["criterion"] == "1")
    assert (query["task"], query["text"]) == ("criterion", "Leflunomide has been tried.")
    used = next(row for row in query["answers"] if row["passage_id"] == str(cited.passage_id))
    assert used["returned"]
    assert "Leflunomide" in used["matched"]
    assert dict(used["channels"]).keys() >= {"dense", "lexical"}
    use = next(row for row in used["used"] if row["citation"] == cited.ordinal)
    assert (use["claim"], use["decided"]["what"], use["opened"][0]["person"]) == (
        claim.ordinal, "confirmed", "Dr. Imani Okafor",
    )  # fmt: skip


def test_the_page_says_who_opened_and_confirmed_what_was_used(letter):
    okafor = letter.world.okafor
    claim = letter.draft.claims.filter(citations__isnull=False, criterion_id="1").first()
    assert "Opened by" not in read(letter, okafor)[1]
    open_evidence(letter, okafor, claim.citations.first().ordinal)
    confirm(letter, okafor, claim.ordinal)
    _, page = read(letter, okafor)
    for act in ("Opened", "Confirmed"):
        assert f"{act} by Dr. Imani Okafor" in page


def test_who_comes_from_the_figures_is_told_roles_and_who_reads_the_log_names(letter):
    okafor = letter.world.okafor
    claim = letter.draft.claims.filter(citations__isnull=False, criterion_id="1").first()
    open_evidence(letter, okafor, claim.citations.first().ordinal)
    confirm(letter, okafor, claim.ordinal)
    _, page = read(letter, letter.world.people["marchetti"])
    assert "Opened by a physician" in page
    assert "Confirmed by a physician" in page
    assert "Okafor" not in page
    assert "Okafor" not in str(export(letter, letter.world.people["marchetti"]))
    assert "Confirmed by Dr. Imani Okafor" in read(letter, letter.world.people["auditor"])[1]


def test_a_summary_shows_that_the_whole_chart_was_read_and_what_was_cited_out_of_it(summary):
    remove(summary, summary.world.okafor, 1)
    found = export(summary, summary.world.okafor)
    [query] = found["queries"]
    with fence.keeping():
        passages = Passage.objects.count()
    assert (query["task"], query["candidates"], query["channels"]) == ("summary", passages, [])
    cited = {
        str(id_) for claim in summary.draft.claims.all() for id_ in claim.citations.values_list("passage", flat=True)
    }
    assert {row["passage_id"] for row in query["answers"]} == cited
    assert all(row["rank"] is None and row["used"] for row in query["answers"])
    assert found["claims"][0]["decided"]["what"] == "removed"
    [run_] = found["runs"]
    assert (run_["passages"], run_["input_sha256"]) == (passages, summary.draft.runs.get().input_sha256)


def test_a_verdict_is_the_search_s_own_and_stands_beside_what_the_draft_cites(letter):
    _, page = read(letter, letter.world.okafor)
    queries = [query for query in export(letter, letter.world.okafor)["queries"] if query["criterion"]]
    claims = letter.draft.claims.filter(criterion_id="1")
    cited = sum(claim.citations.count() for claim in claims)
    assert cited
    assert next(query["cited"] for query in queries if query["criterion"] == "1") == cited
    assert f"cites {cited} passage" in page
    assert page.count("the search&#x27;s own verdict") == sum(bool(query["verdict"]) for query in queries)


def test_what_has_no_verdict_is_given_no_words_for_one(summary):
    assert "own verdict" not in read(summary, summary.world.okafor)[1]


def test_the_file_says_what_the_page_says(letter):
    finish_letter(letter)
    _, page = read(letter, letter.world.okafor)
    found = export(letter, letter.world.okafor)
    assert found["format"] == "workbench.trace/1"
    said = [found["asked_by"], found["policy"], *(run_["output_sha256"] for run_ in found["runs"])]
    for query in found["queries"]:
        said += [query["id"], query["text"], query["index_version"], query["ranker"], *query["limits"]]
        for row in (*query["answers"], *query["left_out"]):
            said += [row["passage_id"], row["name"]]
            said += [f"{score:.3f}" for _, score in row["channels"]]
    for claim in found["claims"]:
        said += [claim["text"], *(cited["why"] for cited in claim["citations"])]
    said += [check["sentence"] for check in found["checks"]]
    assert [text for text in said if escape(text) not in page] == []


def finish_letter(desk):
    first = desk.draft.claims.filter(citations__isnull=False).first().citations.first().ordinal
    open_evidence(desk, desk.world.okafor, first)


def test_who_reads_the_log_without_a_grant_gets_ids_and_scores_and_no_word(letter):
    found = export(letter, letter.world.privacy)
    _, page = read(letter, letter.world.privacy)
    words = ("Leflunomide", "Lindgren", "adequate response", "Rheumatoid", "PATIENT-1", "Progress note")
    assert not [word for word in words if word in page or word in json.dumps(found)]
    query = next(row for row in found["queries"] if row["criterion"] == "1")
    assert query["answers"][0]["score"] > 0
    assert query["answers"][0]["passage_id"] in page
    assert not query["answers"][0]["is_gone"]


def test_no_name_of_the_patient_stands_in_the_trace_of_who_may_see_the_chart(letter):
    assert "Lindgren" not in json.dumps(export(letter, letter.world.okafor))


def test_a_trace_survives_the_purge_of_its_words_and_of_its_passages(letter):
    before = export(letter, letter.world.okafor)
    event = event_append(actor=WORKER, action=Action.RECORDS_PURGED)
    inference_inputs_purge(draft_ids=[letter.draft.pk], event_id=event.id, actor=WORKER)
    with fence.keeping():
        Passage.objects.all().delete()
    after = export(letter, letter.world.okafor)
    _, page = read(letter, letter.world.okafor)
    assert "The words of this question were purged" in page
    assert "Passage purged" in page
    query = next(row for row in after["queries"] if row["criterion"] == "1")
    assert (query["text"], query["is_purged"], query["answers"][0]["matched"]) == ("", True, [])
    for was, row in zip(before["queries"], after["queries"], strict=True):
        assert [(a["passage_id"], a["score"], a["used"]) for a in was["answers"]] == [
            (a["passage_id"], a["score"], a["used"]) for a in row["answers"]
        ]


def test_a_signed_draft_shows_decision_and_signature_with_their_hashes(signed):
    [decision] = export(signed, signed.world.okafor)["decisions"]
    assert (decision["outcome"], decision["signed_by"]) == ("edit", "Dr. Imani Okafor")
    _, page = read(signed, signed.world.okafor)
    assert decision["signed_sha256"] in page
    assert reverse("review:draft_signed", args=[signed.draft.pk]) in page


def test_reading_and_taking_out_are_acts_on_record(desk):
    read(desk, desk.world.okafor)
    export(desk, desk.world.privacy)
    events = AuditEvent.objects.filter(action__startswith="trace_").order_by("sequence")
    assert [(event.action, event.actor_id, event.details) for event in events] == [
        ("trace_viewed", str(desk.world.okafor.pk), {}),
        ("trace_exported", str(desk.world.privacy.pk), {"format": "json", "with_words": False}),
    ]


def test_the_source_pane_says_why_this_passage_to_who_may_see_it(letter):
    claim = letter.draft.claims.filter(citations__isnull=False, criterion_id="1").first()
    address = reverse("review:citation", args=[letter.draft.pk, claim.citations.first().pk])
    page = letter.client(letter.world.okafor).get(address).content.decode()
    assert "Why this passage?" in page
    assert "Holds &quot;Leflunomide&quot;" in page
    assert "passages for &quot;Leflunomide has been tried&quot;" in page
    assert letter.client(letter.world.lindholm).get(address).status_code == 404


def test_the_source_pane_of_a_summary_explains_itself_by_section_and_date(summary):
    claim = summary.draft.claims.filter(citations__isnull=False).first()
    address = reverse("review:citation", args=[summary.draft.pk, claim.citations.first().pk])
    page = summary.client(summary.world.okafor).get(address).content.decode()
    assert "passages of the chart." in page


def test_the_page_costs_the_same_whatever_was_done(letter):
    client = letter.client(letter.world.okafor)
    few = statements(client, page_of(letter.draft))
    open_evidence(letter, letter.world.okafor, 1)
    confirm(letter, letter.world.okafor, letter.draft.claims.filter(citations__ordinal=1).get().ordinal)
    assert len(statements(client, page_of(letter.draft))) == len(few)
