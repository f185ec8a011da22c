import pytest
from django.urls import reverse

from apps.audit.selectors import events_for
from apps.drafting.models import Finding
from apps.review.domain.gate import DraftFinding, why_not_read
from apps.review.domain.status import Outcome
from apps.review.errors import ReviewError
from apps.review.models import Signature
from apps.review.selectors import queue_page
from tests.factories import PASSWORD
from tests.review.acts import judgement, sign
from tests.review.conftest import make_draft

OTHER_PATIENT = "Progress note 3 Oct 2024 seems to be about another patient. Nothing was taken from it."
LEFT_OUT = "The allergy list has penicillin; the draft does not say so."


def note(draft, rule="another_patients_page", severity="high", sentence=OTHER_PATIENT, **columns):
    return Finding.objects.create(draft=draft, claim=None, rule=rule, severity=severity, sentence=sentence, **columns)


def page(desk, name="review:draft_detail"):
    response = desk.client(desk.world.okafor).get(reverse(name, args=[desk.draft.pk]))
    return " ".join(response.content.decode().split())


def read_all(desk):
    return frozenset(map(str, Finding.objects.filter(draft=desk.draft, claim=None).values_list("pk", flat=True)))


def test_a_finding_on_the_whole_draft_counts_in_the_queue_and_is_never_called_no_finding(desk):
    strong = [("Severity", "She has osteopenia.", "high", "supported", [("note", "Osteopenia")])]
    draft = make_draft(desk.world.anna, desk.world.okafor, desk.documents, strong)
    assert "no finding" in desk.client(desk.world.okafor).get("/").content.decode()
    for _ in "123":
        note(draft)
    (row,) = [row for row in queue_page(desk.world.okafor, "findings", "1").rows if row.draft.pk == draft.pk]
    assert (row.on_draft, row.contradicted, row.not_found) == (3, 0, 0)
    shown = desk.client(desk.world.okafor).get("/").content.decode()
    assert "3 on the whole draft" in shown
    assert "no finding" not in shown


def test_counting_two_kinds_of_finding_does_not_multiply_them(desk):
    note(desk.draft)
    note(desk.draft)
    (row,) = queue_page(desk.world.okafor, "findings", "1").rows
    assert (row.on_draft, row.contradicted, row.not_found) == (2, 1, 1)


def test_a_remark_on_a_claim_that_stands_is_not_called_no_finding(desk):
    strong = [("Severity", "She has osteopenia.", "high", "inferred", [("note", "Osteopenia")])]
    draft = make_draft(desk.world.anna, desk.world.okafor, desk.documents, strong)
    Finding.objects.create(
        draft=draft, claim=draft.claims.get(), rule="words_are_quoted", severity="high", sentence="X."
    )
    shown = desk.client(desk.world.okafor).get("/").content.decode()
    assert "1 remark" in shown
    assert "no finding" not in shown


def test_the_page_shows_them_under_an_honest_heading_and_counts_them_as_open(desk):
    note(desk.draft)
    note(desk.draft, rule="omission", sentence=LEFT_OUT)
    shown = page(desk)
    whole = shown.split("Findings on the draft as a whole")[1].split("</aside>")[0]
    omitted = shown.split("Perhaps left out")[1].split("</aside>")[0]
    assert OTHER_PATIENT in whole
    assert LEFT_OUT not in whole
    assert LEFT_OUT in omitted
    assert "findings open, 2 of them on the whole draft" in shown
    assert '<b class="num">4</b> findings open' in shown


def test_each_weighty_finding_has_its_own_unchecked_box_on_the_decide_page(desk):
    weighty = [note(desk.draft), note(desk.draft, severity="moderate")]
    note(desk.draft, severity="low", sentence="A trifle.")
    shown = page(desk, "review:draft_decide")
    assert shown.count('type="checkbox" name="read"') == 2
    for finding in weighty:
        assert f'name="read" value="{finding.pk}" aria-describedby="finding-{finding.pk}">' in shown
    assert "A trifle." in shown


def test_nothing_is_signed_while_a_finding_on_the_whole_draft_is_unread(finished):
    note(finished.draft)
    read = read_all(finished)
    note(finished.draft, severity="moderate")
    with pytest.raises(ReviewError, match="1 finding on the draft as a whole is not marked as read"):
        sign(finished, finished.world.okafor, outcome=Outcome.EDIT, read=read)
    assert not Signature.objects.exists()


def test_what_was_ticked_is_signed_and_stands_in_the_audit_event(finished):
    note(finished.draft)
    note(finished.draft, severity="low")
    read = read_all(finished)
    sign(finished, finished.world.okafor, read=read | {"never seen"})
    decided = events_for(organization_id=finished.world.cedar.pk, draft_id=finished.draft.pk)[1]
    assert decided.details["findings_read"] == 2
    assert set(decided.details["findings_read_ids"]) == read


def test_the_form_carries_the_ticks_to_the_gate_and_keeps_them_when_it_is_refused(finished):
    okafor = finished.world.okafor
    first, second = note(finished.draft), note(finished.draft)
    form = {"outcome": "edit", "reason_code": "contradicts", "harm": "no",
            "meaning": "approved", "password": PASSWORD, "seen": judgement(finished, okafor).seen_sha256}  # fmt: skip
    client, address = finished.client(okafor), reverse("review:draft_decide", args=[finished.draft.pk])
    refused = client.post(address, {**form, "read": [str(first.pk)]})
    assert refused.status_code == 422
    assert "1 finding on the draft as a whole is not marked as read" in refused.content.decode()
    assert refused.content.decode().count('aria-describedby="finding-') == 2
    assert f'aria-describedby="finding-{first.pk}" checked' in refused.content.decode()
    assert client.post(address, {**form, "read": [str(first.pk), str(second.pk)]}).status_code == 302


def test_a_rejection_asks_for_no_tick(desk):
    note(desk.draft)
    client, seen = desk.client(desk.world.okafor), judgement(desk, desk.world.okafor).seen_sha256
    form = {"outcome": "reject", "reason_code": "wrong_patient", "harm": "serious", "seen": seen}
    assert client.post(reverse("review:draft_decide", args=[desk.draft.pk]), form).status_code == 302


def test_the_gate_names_how_many_are_left():
    findings = [DraftFinding(str(number), "readings_disagree", "high", "S.") for number in range(3)]
    assert why_not_read(findings, {"0"}).startswith("2 findings on the draft as a whole are not marked")
    assert why_not_read(findings, {"0", "1", "2"}) == ""
