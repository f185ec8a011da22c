"""P11, answerability first: what the open criteria want is asked for in one press; what arrives offers a draft."""

from datetime import timedelta

import pytest
from django.urls import reverse

from apps.access.selectors import actor_for
from apps.core import clock
from apps.coverage.services import policy_load
from apps.drafting.models import CriterionAnswer, Draft
from apps.redaction.models import RedactedDocument
from apps.retrieval.services import redacted_documents_index
from apps.review import services
from apps.review.errors import ReviewError
from apps.review.models import DocumentRequest, DraftWait
from apps.review.selectors import queue_page
from apps.review.selectors.wishes import wishes_of
from apps.review.services import Wanted
from tests.coverage.test_tree import POLICY
from tests.factories import SETUP
from tests.review.after_signature import as_letter, who
from tests.review.conftest import make_document

FILLS = {"what": "Pharmacy fill history", "supplier": "The pharmacy", "visit": "From the 6 months before the request"}
SCORE = {"what": "A CDAI of this year", "supplier": "The rheumatology clinic", "visit": ""}


def answered(draft, *rows):
    """Write down what the check step says of each criterion: node, verdict, wishes."""
    for ordinal, (node_id, verdict, wanted) in enumerate(rows, start=1):
        CriterionAnswer.objects.create(
            draft=draft, ordinal=ordinal, node_id=node_id, verdict=verdict, reason="Nothing was found.", wanted=wanted
        )


@pytest.fixture
def lacking(desk):
    """A letter with one open criterion that wants two things, and one that is met."""
    as_letter(desk)
    answered(desk.draft, ("2a", "INSUFFICIENT", [FILLS, SCORE]), ("2b", "MET", [SCORE]))
    return desk


def address(desk, name="draft_requests"):
    return reverse(f"review:{name}", args=[desk.draft.pk])


def press(desk, person=None, **typed):
    return desk.client(person or desk.world.nurse).post(address(desk, "request_make"), typed)


def test_the_page_lists_what_the_open_criteria_want_with_who_could_supply_it_and_from_which_visit(lacking):
    page = lacking.client(lacking.world.okafor).get(address(lacking)).content.decode()
    for words in ("Criterion 2a: Methotrexate has been taken", *FILLS.values(), *SCORE.values()):
        assert words in page
    assert 'name="wishes" value="2a/0"' in page
    assert "checked" not in page.partition('class="field wishes"')[2].partition("</fieldset>")[0]
    assert 'value="2b/0"' not in page


def test_one_press_makes_requests_of_the_chosen_ones_assigned_and_due_and_the_draft_waits_by_choice(lacking):
    due, nurse = (clock.today() + timedelta(days=30)).isoformat(), lacking.world.nurse
    press(lacking, wishes=["2a/0", "2a/1"], assigned_to=nurse.pk, due_on=due, then="waits")
    made = DocumentRequest.objects.order_by("created_at")
    assert [(one.what, one.supplier, one.visit, one.criterion_id) for one in made] == [
        (*FILLS.values(), "2a"), (*SCORE.values(), "2a"),
    ]  # fmt: skip
    assert {(one.assigned_to, one.due_on.isoformat(), one.origin) for one in made} == {(nurse, due, "missing")}
    assert DraftWait.objects.filter(draft=lacking.draft).exists()


def test_a_draft_goes_on_where_nobody_chose_that_it_waits(lacking):
    press(lacking, wishes=["2a/0"], then="goes_on")
    press(lacking, wishes=["2a/1"])
    assert DocumentRequest.objects.count() == 2
    assert not DraftWait.objects.exists()


def test_nothing_is_asked_for_twice_whoever_presses_however_it_is_typed(lacking):
    press(lacking, wishes=["2a/0"])
    press(lacking, lacking.world.okafor, wishes=["2a/0"])
    press(lacking, what="Pharmacy  FILL history", criterion_id="2a")
    assert DocumentRequest.objects.count() == 1
    page = lacking.client(lacking.world.okafor).get(address(lacking)).content.decode()
    assert 'value="2a/0" disabled' in page
    assert "Asked for already." in page


def test_what_was_asked_for_and_cancelled_can_be_asked_for_again(lacking):
    press(lacking, wishes=["2a/0"])
    nurse = lacking.world.nurse
    services.request_cancel(
        request=DocumentRequest.objects.get(), reason="Not needed", person=nurse, actor=actor_for(nurse)
    )
    press(lacking, wishes=["2a/0"])
    assert sorted(DocumentRequest.objects.values_list("status", flat=True)) == ["CANCELLED", "REQUESTED"]


def test_a_wish_that_is_not_on_the_list_is_refused_and_nothing_is_half_asked_for(lacking):
    assert press(lacking, wishes=["2a/0", "9/9"]).status_code == 422
    wanted = (Wanted("Fill history"), Wanted("x" * 501))
    with pytest.raises(ReviewError):
        services.documents_request(wanted=wanted, waits=False, **who(lacking))
    assert not DocumentRequest.objects.exists()


def test_a_blocked_draft_asks_for_what_its_criteria_want(lacking):
    Draft.objects.filter(pk=lacking.draft.pk).update(status="BLOCKED", reason="Nothing found.", ready_at=None)
    press(lacking, wishes=["2a/0"], then="waits")
    (row,) = queue_page(lacking.world.okafor, "waiting", "1").rows
    assert row.waits_for == ("somebody still to be named",)


ANY = {
    "id": "1",
    "op": "any",
    "text": "One of these",
    "children": [
        {"id": "1a", "op": "leaf", "text": "Methotrexate failed."},
        {"id": "1b", "op": "leaf", "text": "Leflunomide failed."},
    ],
}


@pytest.mark.parametrize(("other", "wishes"), [("MET", []), ("INSUFFICIENT", ["Pharmacy fill history"])])
def test_nobody_is_asked_for_what_another_criterion_of_the_group_made_needless(desk, other, wishes):
    as_letter(desk)
    desk.draft.policy = policy_load(body={**POLICY, "policy_id": "ANY", "root": ANY}, actor=SETUP)
    desk.draft.save()
    answered(desk.draft, ("1a", "INSUFFICIENT", [FILLS]), ("1b", other, []))
    assert [one.what for one in wishes_of(desk.draft)] == wishes


def test_who_holds_no_grant_reads_the_wishes_with_tokens(lacking):
    page = lacking.client(lacking.world.lindqvist).get(address(lacking)).content.decode()
    assert FILLS["what"] in page
    assert "Lindgren" not in page


def shown(desk):
    client = desk.client(desk.world.okafor)
    detail = client.get(reverse("review:draft_detail", args=[desk.draft.pk])).content.decode()
    return detail, client.get("/").content.decode()


def test_a_document_that_came_in_and_is_read_offers_to_draft_anew_and_the_old_draft_stays(lacking):
    assert "came in since this draft" not in shown(lacking)[0]
    press(lacking, wishes=["2a/0"])
    document = make_document(lacking.world.anna, "fills", "Progress note\n\nFills: methotrexate, five doses.")
    detail, queue = shown(lacking)
    assert "Not read yet: look again in a moment." in detail
    assert reverse("review:draft_anew", args=[lacking.draft.pk]) not in detail
    redacted_documents_index(redacted_document_ids=[RedactedDocument.objects.get(document=document).pk], actor=SETUP)
    detail, queue = shown(lacking)
    assert "A document came in since this draft was asked for" in detail
    assert "Say which request it answers" in detail
    assert "documents came in since" in queue
    before = Draft.objects.filter(pk=lacking.draft.pk).values().get()
    anew = lacking.client(lacking.world.okafor).post(address(lacking, "draft_anew"))
    new = Draft.objects.exclude(pk=lacking.draft.pk).get()
    assert anew.url == reverse("review:draft_detail", args=[new.pk])
    assert (new.status, new.policy, new.criterion_answers.count()) == ("QUEUED", lacking.draft.policy, 0)
    assert Draft.objects.filter(pk=lacking.draft.pk).values().get() == before
