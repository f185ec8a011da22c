"""A person's own sentence cites the chart: words that she chose, bound as they stand, held against by code."""

import json

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.audit.selectors import events_for
from apps.chart.domain.documents import DocumentKind
from apps.chart.models import SourceDocument
from apps.chart.services import patient_grant
from apps.core.canonical import sha256_hex
from apps.review import services
from apps.review.domain.chosen import trimmed, why_not_span
from apps.review.errors import Collision, ReviewError
from apps.review.models import ChosenCitation, ChosenEvidence
from apps.review.selectors import final_text, review_page, signed_document, verification
from apps.review.selectors.facts import review_token, reviews_of
from apps.viewer.domain.citations import BoundSpan, resolves
from tests.factories import SETUP
from tests.review.acts import confirm, edit, open_evidence, remove, sign
from tests.review.conftest import PHONE, make_document
from tests.review.test_signed_integrity import source_changed
from tests.review.test_statements import statements
from tests.tampering import seal_broken

STOPPED = "Methotrexate was stopped after 5 doses."


def token(desk, ordinal, person=None):
    draft = desk.as_seen_by(person or desk.world.okafor)
    return review_token(reviews_of(draft).get(str(desk.claim(ordinal).pk)))


def cite(desk, ordinal, name, words, person=None, **changed):
    okafor = person or desk.world.okafor
    document = desk.documents[name]
    start = document.text.index(words)
    values = {"start": start, "end": start + len(words), "seen": token(desk, ordinal, okafor), **changed}
    return services.span_cite(
        sentence_id=desk.claim(ordinal).pk, document_id=document.pk, **values, **desk.act(okafor)
    )  # fmt: skip


def body_of(desk, ordinal):
    claims = final_text(desk.as_seen_by(desk.world.okafor)).body["claims"]
    return next(claim for claim in claims if claim["ordinal"] == ordinal)


def test_a_sentence_cited_anew_carries_the_words_that_were_chosen_and_its_verdict(desk):
    edit(desk, desk.world.okafor, 3, STOPPED)
    cited = cite(desk, 3, "phone", "stopped MTX last wk after 5 doses")
    body = body_of(desk, 3)
    document = desk.documents["phone"]
    assert document.text[cited.source_start : cited.source_end] == "stopped MTX last wk after 5 doses"
    assert (body["basis"], cited.evidence.support) == ("clinician_cited", "supported")
    assert [one["citation_id"] for one in body["citations"]] == [str(cited.pk)]
    assert len(body["machine_cited"]) == 2


def address(desk, name, *args):
    return reverse(f"review:{name}", args=[desk.draft.pk, *args])


def get(desk, name, *args, person=None, **query):
    return desk.client(person or desk.world.okafor).get(address(desk, name, *args), query)


def choose(desk, ordinal, name, person=None, **values):
    okafor = person or desk.world.okafor
    form = {
        "sentence": desk.claim(ordinal).pk, "document": desk.documents[name].pk, "seen": token(desk, ordinal, okafor),
        **values,
    }  # fmt: skip
    return desk.client(okafor).post(address(desk, "span_cite"), form)


def test_without_javascript_sentences_are_ticked_and_cited_from_the_first_to_the_last(desk):
    edit(desk, desk.world.okafor, 3, STOPPED)
    phone = desk.documents["phone"]
    page = get(desk, "source", phone.pk, sentence=desk.claim(3).pk).content.decode()
    start = phone.text.index("Pt called")
    assert f'value="{start}-{len(phone.text)}"' in page
    assert "Cite this for claim 3" in page
    response = choose(desk, 3, "phone", piece=[f"{start}-{len(phone.text)}"])
    cited = ChosenCitation.objects.get()
    assert response["Location"] == f"{address(desk, 'chosen_citation', cited.pk)}#evidence"
    assert phone.text[cited.source_start : cited.source_end] == phone.text[start:]
    shown = desk.client(desk.world.okafor).get(response["Location"]).content.decode()
    assert "Cited by a person for" in shown
    assert 'id="evidence">Pt called' in shown


@pytest.mark.parametrize(
    ("text", "words", "support"),
    [
        (STOPPED, "stopped MTX last wk after 5 doses", "supported"),
        ("Methotrexate was stopped after 15 doses.", "stopped MTX last wk after 5 doses", "contradicted"),
        ("Methotrexate was not stopped after 5 doses.", "stopped MTX last wk after 5 doses", "contradicted"),
        ("She has a brother with psoriasis.", "stopped MTX last wk after 5 doses", "not_found"),
    ],
)
def test_the_checks_that_every_draft_gets_hold_the_new_sentence_against_the_new_words(desk, text, words, support):
    edit(desk, desk.world.okafor, 3, text)
    assert cite(desk, 3, "phone", words).evidence.support == support
    facts = final_text(desk.as_seen_by(desk.world.okafor)).facts[2]
    assert facts.has_open_finding == (support != "supported")
    shown = get(desk, "draft_detail").content.decode()
    assert ("cited by a person" in shown) == (support == "supported")


def test_an_edited_claim_shows_no_chip_of_the_machines_beside_the_new_words_but_names_it_as_on_record(desk):
    edit(desk, desk.world.okafor, 3, STOPPED)
    page = review_page(desk.as_seen_by(desk.world.okafor), desk.world.okafor)
    claim = page.claim(desk.claim(3).pk)
    assert (claim.citations, [one.ordinal for one in claim.machine_citations]) == ((), [4, 5])
    assert "citing nothing" in claim.description
    shown = get(desk, "draft_detail").content.decode()
    unit = shown[shown.index('id="claim-3"') : shown.index('id="claim-4"')]
    assert "clinician statement" in unit
    assert unit.index("the machine cited") < unit.index('id="cite-4"')


def test_an_edit_of_style_keeps_the_machines_chips(desk):
    open_evidence(desk, desk.world.okafor, 1, 2)
    edit(desk, desk.world.okafor, 1, "The CDAI of Ms. Lindgren-Sato, was 31.")
    page = review_page(desk.as_seen_by(desk.world.okafor), desk.world.okafor)
    claim = page.claim(desk.claim(1).pk)
    assert ([one.ordinal for one in claim.citations], claim.machine_citations) == ([1, 2], ())


def test_several_places_carry_one_sentence_and_each_can_be_taken_off(desk):
    open_evidence(desk, desk.world.okafor, 4, 5)  # the dose stands as the machine wrote it
    edit(desk, desk.world.okafor, 3, "Methotrexate 20 mg weekly was stopped after 5 doses.")
    first = cite(desk, 3, "phone", "stopped MTX last wk after 5 doses")
    second = cite(desk, 3, "note", "MTX 20 mg weekly Apr-Sep 2024")
    assert [one["number"] for one in body_of(desk, 3)["citations"]] == [first.ordinal, second.ordinal]
    assert second.ordinal == first.ordinal + 1
    for one in (first, second):
        desk.client(desk.world.okafor).post(address(desk, "span_take_off", one.pk), {"seen": token(desk, 3)})
    body = body_of(desk, 3)
    assert (body["basis"], ChosenEvidence.objects.count()) == ("clinician_statement", 0)
    assert "machine_cited" not in body


def test_undo_takes_the_sentence_and_what_was_cited_for_it_back(desk):
    okafor = desk.world.okafor
    before = final_text(desk.as_seen_by(okafor)).sha256
    edit(desk, okafor, 3, STOPPED)
    cite(desk, 3, "phone", "stopped MTX last wk after 5 doses")
    services.claim_undo(claim_id=desk.claim(3).pk, seen=token(desk, 3), **desk.act(okafor))
    assert final_text(desk.as_seen_by(okafor)).sha256 == before
    assert ChosenCitation.objects.count() == 0


def test_another_edit_is_held_against_what_is_cited_already(desk):
    okafor = desk.world.okafor
    edit(desk, okafor, 3, STOPPED)
    cite(desk, 3, "phone", "stopped MTX last wk after 5 doses")
    edit(desk, okafor, 3, "Methotrexate was stopped after 15 doses.", seen=token(desk, 3))
    assert ChosenEvidence.objects.get().support == "contradicted"
    edit(desk, okafor, 3, STOPPED, seen=token(desk, 3))
    assert ChosenEvidence.objects.get().support == "supported"


def test_who_insists_on_what_the_cited_words_do_not_carry_says_why_and_the_letter_says_so(desk):
    okafor = desk.world.okafor
    edit(desk, okafor, 3, "Methotrexate was stopped after 15 doses.")
    cite(desk, 3, "phone", "stopped MTX last wk after 5 doses")
    services.claim_waive(
        claim_id=desk.claim(3).pk, seen=token(desk, 3), reason_code="other", reason="She told me so herself today.",
        **desk.act(okafor),
    )  # fmt: skip
    body = body_of(desk, 3)
    assert (body["basis"], len(body["citations"])) == ("waived", 1)
    assert "15 doses" in body["text"]
    assert not final_text(desk.as_seen_by(okafor)).facts[2].has_open_finding


def test_removing_the_claim_leaves_nothing_cited_for_it(desk):
    okafor = desk.world.okafor
    edit(desk, okafor, 3, STOPPED)
    cite(desk, 3, "phone", "stopped MTX last wk after 5 doses")
    services.claim_remove(
        claim_id=desk.claim(3).pk, seen=token(desk, 3), reason_code="style", **desk.act(okafor)
    )  # fmt: skip
    assert ChosenCitation.objects.count() == 0


# what is refused


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "No words are chosen"),
        ({"start": 5, "end": 5}, "No words are chosen"),
        ({"start": 19, "end": 21}, "No words are chosen"),  # blanks
        ({"start": 0, "end": 99_999}, "not in this version"),
        ({"start": 21, "end": 30, "words": "other words"}, "letter for letter"),
        ({"piece": ["x-y", "9", "-", "١-٢"]}, "No words are chosen"),
    ],
)
def test_a_span_that_is_none_is_refused_in_a_sentence_and_nothing_is_lost(desk, values, sentence):
    edit(desk, desk.world.okafor, 3, STOPPED)
    response = choose(desk, 3, "phone", **values)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert STOPPED in response.content.decode()
    assert not ChosenCitation.objects.exists()


def test_more_than_can_be_weighed_is_refused(desk):
    long = make_document(desk.world.anna, "long", "Progress note\n\n" + "CDAI 31. " * 300)
    desk.documents["long"] = long
    edit(desk, desk.world.okafor, 3, STOPPED)
    response = choose(desk, 3, "long", start=15, end=2000)
    assert "1200 can be cited at once" in response.content.decode()


def test_a_document_of_another_patient_and_one_that_she_may_not_see_do_not_exist(desk):
    other = make_document(desk.world.berta, "other", PHONE)
    patient_grant(patient=desk.world.berta, permission="view_chart", person=desk.world.okafor, actor=SETUP)
    edit(desk, desk.world.okafor, 3, STOPPED)
    desk.documents["other"] = other
    assert choose(desk, 3, "other", start=20, end=40).status_code == 404
    assert get(desk, "source", other.pk).status_code == 404


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"source_status": "entered-in-error"}, "has withdrawn this document"),
        ({"identity": "differs", "identity_differs": ["name"], "set_aside": True}, "names another person"),
        ({"labels": ["substance_use"]}, "no source of this draft is"),
    ],
)
def test_nothing_is_cited_from_what_nothing_may_rest_on(desk, changed, sentence):
    okafor = desk.world.okafor
    edit(desk, okafor, 3, STOPPED)
    extra = make_document(desk.world.anna, "extra", PHONE, DocumentKind.TELEPHONE_ENCOUNTER)
    with seal_broken("chart_sourcedocument"):
        SourceDocument.objects.filter(pk=extra.pk).update(**changed)
    desk.documents["extra"] = extra
    with pytest.raises(ReviewError, match=sentence):
        cite(desk, 3, "extra", "stopped MTX last wk after 5 doses")


def test_who_saw_another_state_of_the_claim_is_told_and_who_does_not_hold_the_draft_too(desk, colleague):
    edit(desk, desk.world.okafor, 3, STOPPED)
    with pytest.raises(Collision, match="another window"):
        cite(desk, 3, "phone", "after 5 doses", seen="somewhen")
    with pytest.raises(Collision):
        cite(desk, 3, "phone", "after 5 doses", person=colleague)
    assert not ChosenCitation.objects.exists()


def test_a_double_click_cites_once(desk):
    edit(desk, desk.world.okafor, 3, STOPPED)
    first = cite(desk, 3, "phone", "after 5 doses")
    assert cite(desk, 3, "phone", "after 5 doses") == first
    assert ChosenCitation.objects.count() == 1


def test_a_citation_whose_source_changed_is_broken_and_a_finding_again(desk):
    edit(desk, desk.world.okafor, 3, STOPPED)
    cite(desk, 3, "phone", "stopped MTX last wk after 5 doses")
    source_changed(desk, "phone")
    facts = final_text(desk.as_seen_by(desk.world.okafor)).facts[2]
    assert facts.broken
    assert facts.has_open_finding
    assert "Take it off, or cite another place" in get(desk, "draft_detail").content.decode()


def test_the_act_is_on_record_without_a_word_of_the_chart(desk):
    edit(desk, desk.world.okafor, 3, STOPPED)
    cited = cite(desk, 3, "phone", "stopped MTX last wk after 5 doses")
    services.span_take_off(citation_id=cited.pk, seen=token(desk, 3), **desk.act(desk.world.okafor))
    events = [*events_for(organization_id=desk.world.cedar.pk, draft_id=desk.draft.pk)][:2]
    assert [event.action for event in events] == ["span_taken_off", "span_cited"]
    assert "MTX" not in json.dumps([event.details for event in events])


@given(st.data())
def test_a_bound_span_is_always_exactly_the_words_that_were_chosen(data):
    text = data.draw(st.text(alphabet=" ab1.\nöß🩺é", min_size=1, max_size=80))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    left, right = trimmed(text, start, end)
    if not why_not_span(text, left, right, text[start:end]):
        assert text[left:right] == text[start:end].strip()
        span = BoundSpan("1", sha256_hex(text), left, right, sha256_hex(text[start:end].strip()))
        assert resolves(span, text)


def test_the_signature_binds_what_she_cites_and_every_form_names_it(desk):
    okafor = desk.world.okafor
    open_evidence(desk, okafor, 1, 2)
    confirm(desk, okafor, 1)
    edit(desk, okafor, 3, STOPPED)
    cited = cite(desk, 3, "phone", "stopped MTX last wk after 5 doses")
    remove(desk, okafor, 4)
    sign(desk, okafor)
    draft = desk.as_seen_by(okafor)
    checks = verification(draft, signed_document(draft, okafor))
    assert [check.name for check in checks if not check.holds] == []
    page = get(desk, "draft_signed").content.decode()
    assert f'{STOPPED}<sup title="clinician statement">†</sup><sup class="refs">{cited.ordinal}</sup>' in page
    assert "is the source the signer chose for it" in page
    assert address(desk, "chosen_citation", cited.pk) in page
    assert "Cited by people" in get(desk, "draft_trace").content.decode()


def test_what_people_cite_costs_the_review_page_no_statement(desk):
    client = desk.client(desk.world.okafor)
    edit(desk, desk.world.okafor, 3, STOPPED)
    before = len(statements(client, address(desk, "draft_detail")))
    cite(desk, 3, "phone", "stopped MTX last wk after 5 doses")
    cite(desk, 3, "note", "MTX 20 mg weekly")
    assert len(statements(client, address(desk, "draft_detail"))) == before


@pytest.mark.parametrize(("text", "sound"), [(STOPPED, True), ("Methotrexate was not stopped after 5 doses.", False)])
def test_a_sentence_that_a_clinician_adds_is_cited_for_and_held_against_its_words_as_well(letter, text, sound):
    okafor, phone = letter.world.okafor, letter.documents["phone"]
    statement = services.statement_add(where="criterion:2a", text=text, **letter.act(okafor))
    start = phone.text.index("stopped MTX")
    services.span_cite(
        sentence_id=statement.pk, seen="", document_id=phone.pk, start=start, end=start + 33, **letter.act(okafor)
    )  # fmt: skip
    found = final_text(letter.as_seen_by(okafor))
    own = next(claim for claim in found.body["claims"] if claim["text"] == text)
    assert (own["basis"], len(own["citations"])) == ("clinician_cited", 1)
    assert (found.unsettled == ()) == sound
    shown = get(letter, "draft_detail").content.decode()
    assert ("What you cite does not carry it." in shown or "The chart says otherwise." in shown) != sound
    assert "Take off" in shown
