"""Of some letters a reviewer says first what they read in the chart; until then no answer of the machine is shown."""

import random
import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.audit.models import AuditEvent
from apps.core import clock
from apps.core.errors import Detour, NotAllowed
from apps.coverage.services import policy_load
from apps.drafting.domain.criteria import Verdict
from apps.drafting.models import CriterionAnswer, CriterionCitation
from apps.review import services
from apps.review.domain import own
from apps.review.domain.rules import ReviewRules
from apps.review.errors import Collision, ReviewError
from apps.review.models import ClaimReview, OwnJudgement, OwnVerdict, ReviewItem
from apps.review.selectors import access_draft, access_draft_unjudged, own_judgements_in, own_page
from apps.review.services.drawing import judgements_draw
from tests.factories import SETUP
from tests.review.acts import confirm, words
from tests.review.conftest import grant
from tests.review.letters import POLICY
from tests.review.test_access import PAGES, address
from tests.review.test_criteria import REASON, SIDES, WISH, answer
from tests.review.test_statements import page_of, statements
from tests.tampering import seal_broken

OWN = {"2a": "NOT_MET", "2b": "MET"}
SECRETS = (REASON, "The record is at odds with itself", "fill history", "Osteopenia", "osteopenia")


@pytest.fixture
def asked(letter):
    """The letter, its two criteria answered by code, drawn to be judged first."""
    answer(letter, "2a", "INSUFFICIENT", "The record is at odds with itself.", SIDES, wanted=[WISH])
    answer(letter, "2b", "MET", REASON, [("note", "CDAI 31", "supports")], ordinal=2)
    OwnJudgement.objects.create(item=letter.draft.review_item, criteria=["2a", "2b"])
    return letter


def act(letter, person):
    return {"draft": access_draft_unjudged(person, letter.draft.pk), "person": person, "actor": SETUP}


def own_of(letter):
    return reverse("review:own", args=[letter.draft.pk])


def chosen(verdicts):
    return {f"verdict-{node_id}": verdict for node_id, verdict in verdicts.items()}


def every_address(letter):
    found = CriterionCitation.objects.filter(answer__draft=letter.draft).first()
    yield "get", reverse("review:criterion_citation", args=[letter.draft.pk, found.pk])
    for name, (method, *_) in PAGES.items():
        if name.startswith("review:") and str(letter.draft.pk) in address(letter, name):
            yield method, address(letter, name)


@pytest.mark.parametrize(("key", "headers"), [("okafor", {}), ("reyes", {"HX-Request": "true"})])
def test_before_it_is_judged_no_address_of_the_draft_gives_an_answer_of_the_machine_away(asked, key, headers):
    client = asked.client(asked.world.people[key])
    for method, path in every_address(asked):
        raw = getattr(client, method)(path, headers=headers).content.decode()
        told = [word for word in SECRETS if word in raw]
        assert (path, told) == (path, [])
    assert OwnJudgement.objects.get().ended_at is None
    assert not ClaimReview.objects.exists()


def test_the_desk_tells_nothing_of_what_the_machine_found_before_it_is_judged(asked):
    client, desk, mine = asked.client(asked.world.okafor), reverse("review:queue"), "your own judgement first"
    before = words(client.get(desk))
    assert mine in before
    assert "contradicted" not in before
    assert "not found" not in before
    assert "no finding" not in before
    assert "With findings" not in before
    services.own_judgement_give(typed=OWN, **act(asked, asked.world.okafor))
    after = words(client.get(desk))
    assert mine not in after
    assert "1 contradicted" in after
    assert "With findings 1" in after


def test_the_page_that_asks_is_the_same_to_the_letter_whatever_the_machine_answered(asked):
    client = asked.client(asked.world.okafor)
    before = without_token(client.get(own_of(asked)).content.decode())
    with seal_broken("drafting_criterionanswer"), seal_broken("drafting_criterioncitation"):
        CriterionAnswer.objects.update(verdict="NOT_MET", reason="Another reason.", wanted=[])
        CriterionCitation.objects.update(stance="contradicts")
    assert without_token(client.get(own_of(asked)).content.decode()) == before


def without_token(page):
    """Return what the page itself says; the frame around it, and each page's own tokens, differ from page to page."""
    return re.sub(r'value="[\w:.=-]{64,}"', "", page.split("<main")[1].split("</main>")[0])


def test_whoever_opens_the_draft_is_led_to_the_question_and_a_part_of_a_page_leads_there_too(asked):
    client = asked.client(asked.world.okafor)
    plain = client.get(page_of(asked.draft))
    assert (plain.status_code, plain["Location"]) == (303, own_of(asked))
    part = client.get(page_of(asked.draft), headers={"HX-Request": "true"})
    assert part["HX-Redirect"] == own_of(asked)
    page = client.get(own_of(asked)).content.decode()
    assert "Methotrexate has been taken for three months." in page
    assert "stopped MTX last wk" in page
    assert "All 2 criteria" in page


def test_no_service_takes_an_act_on_a_draft_that_is_withheld(asked):
    with pytest.raises(Detour):
        confirm(asked, asked.world.okafor, 1)
    with pytest.raises(Detour):
        access_draft(asked.world.reyes, asked.draft.pk)
    OwnJudgement.objects.update(person=asked.world.okafor, ended_at=clock.now())
    assert access_draft(asked.world.okafor, asked.draft.pk) == asked.draft


def test_who_reviews_nothing_is_not_asked_and_reads_what_they_read_before(asked):
    reader = asked.client(asked.world.people["marchetti"])
    assert reader.get(reverse("review:draft_trace", args=[asked.draft.pk])).status_code == 200
    nurse = grant(asked, asked.world.nurse, "view_chart")
    assert asked.client(nurse).get(reverse("review:draft_requests", args=[asked.draft.pk])).status_code == 200


def test_what_was_judged_is_kept_beside_the_machines_answer_and_then_everything_is_shown(asked):
    okafor = asked.world.okafor
    client = asked.client(okafor)
    assert client.post(own_of(asked), chosen(OWN))["Location"] == page_of(asked.draft)
    rows = OwnVerdict.objects.order_by("criterion_id").values_list("criterion_id", "own", "machine", "person")
    assert list(rows) == [("2a", "NOT_MET", "INSUFFICIENT", okafor.pk), ("2b", "MET", "MET", okafor.pk)]
    page = client.get(page_of(asked.draft)).content.decode()
    assert "You: not met. The machine: the chart does not say." in page
    assert "You: met. The machine: met." in page
    assert page.index("Judged otherwise than by the machine") < page.index("To do first")
    assert ReviewItem.objects.get().claimed_by == okafor
    event = AuditEvent.objects.get(action="own_judgement_given")
    assert event.details == {"criteria": ["2a", "2b"], "differing": ["2a"]}


def test_a_colleague_reads_who_judged(asked):
    colleague = grant(asked, asked.world.lindholm, "view_chart", "review_draft")
    services.own_judgement_give(typed=OWN, **act(asked, asked.world.okafor))
    page = asked.client(colleague).get(page_of(asked.draft)).content.decode()
    assert f"{asked.world.okafor.formal_name}: not met. The machine" in page


def test_where_both_say_the_same_nothing_comes_before_the_work(asked):
    services.own_judgement_give(typed={**OWN, "2a": "INSUFFICIENT"}, **act(asked, asked.world.okafor))
    page = asked.client(asked.world.okafor).get(page_of(asked.draft)).content.decode()
    assert "Judged otherwise" not in page
    assert page.count("The machine: ") == 2


def test_what_was_judged_costs_the_review_page_no_statement(asked):
    services.own_judgement_skip(reason="patient", **act(asked, asked.world.okafor))
    client = asked.client(asked.world.okafor)
    without = len(statements(client, page_of(asked.draft)))
    OwnVerdict.objects.create(
        judgement=OwnJudgement.objects.get(), criterion_id="2a", own="MET", machine="MET", person=asked.world.okafor
    )
    assert len(statements(client, page_of(asked.draft))) == without


@pytest.mark.parametrize("given", [{}, {"2a": "MET"}, {**OWN, "2b": "PERHAPS"}])
def test_a_criterion_without_a_verdict_is_named_and_nothing_chosen_is_lost(asked, given):
    response = asked.client(asked.world.okafor).post(own_of(asked), chosen(given))
    page = response.content.decode()
    assert response.status_code == 422
    assert "2b" in page.split('role="alert"')[1].split("</div>")[0]
    assert page.count(" checked") == sum(one in Verdict.__members__ for one in given.values())
    assert not OwnVerdict.objects.exists()


def test_a_place_opens_beside_the_criteria_with_what_was_chosen_and_without_its_side(asked):
    place = CriterionCitation.objects.get(answer__node_id="2a", stance="contradicts")
    client = asked.client(asked.world.okafor)
    page = client.post(own_of(asked), {**chosen({"2b": "MET"}), "open": str(place.pk)}).content.decode()
    assert "stopped MTX last wk</mark>" in page
    assert page.count(" checked") == 1
    pane = client.get(reverse("review:own_citation", args=[asked.draft.pk, place.pk]), headers={"HX-Request": "true"})
    assert "stopped MTX last wk</mark>" in pane.content.decode()
    assert "Against" not in pane.content.decode()
    assert AuditEvent.objects.filter(action="evidence_opened", object_id=str(place.pk)).count() == 2
    other = asked.citation(1)  # a claim's, not a criterion's
    assert client.get(reverse("review:own_citation", args=[asked.draft.pk, other.pk])).status_code == 404


def test_a_criterion_that_is_not_asked_gives_no_place_away(asked):
    with seal_broken("review_ownjudgement"):
        OwnJudgement.objects.update(criteria=["2b"])
    place = CriterionCitation.objects.filter(answer__node_id="2a").first()
    client = asked.client(asked.world.okafor)
    assert client.get(reverse("review:own_citation", args=[asked.draft.pk, place.pk])).status_code == 404
    page = client.get(own_of(asked)).content.decode()
    assert "1 of the 2 criteria" in page
    assert "Methotrexate has been taken" not in page


def test_the_patient_comes_first_whoever_may_review_goes_on_with_a_reason_that_is_counted(asked):
    skip = reverse("review:own_skip", args=[asked.draft.pk])
    refused = asked.client(asked.world.reyes).post(skip, chosen(OWN))
    assert refused.status_code == 422
    assert refused.content.decode().count(" checked") == 2
    services.item_claim(**act(asked, asked.world.okafor))  # held by somebody else
    assert asked.client(asked.world.reyes).post(skip, {"reason": "patient"})["Location"] == page_of(asked.draft)
    assert asked.client(asked.world.okafor).get(page_of(asked.draft)).status_code == 200
    assert AuditEvent.objects.get(action="own_judgement_skipped").details == {"reason": "patient"}
    assert counts(asked).skipped == 1


def test_who_holds_the_draft_is_named_where_nothing_can_be_judged(asked):
    services.item_claim(**act(asked, asked.world.okafor))
    page = asked.client(asked.world.reyes).get(own_of(asked)).content.decode()
    assert "has been reviewing this draft since" in page
    with pytest.raises(Collision, match="has been reviewing"):
        services.own_judgement_give(typed=OWN, **act(asked, asked.world.reyes))


def test_a_second_answer_and_a_strangers_change_nothing(asked):
    reader = grant(asked, asked.world.lindholm, "view_chart")
    with pytest.raises(NotAllowed):
        services.own_judgement_skip(reason="other", **act(asked, reader))
    services.own_judgement_give(typed=OWN, **act(asked, asked.world.okafor))
    with pytest.raises(Collision, match="a moment ago"):
        services.own_judgement_give(typed=OWN, **act(asked, asked.world.okafor))
    with pytest.raises(ReviewError):
        services.own_judgement_skip(reason="patient", **act(asked, asked.world.okafor))
    assert OwnVerdict.objects.count() == 2


def counts(letter):
    day = clock.now()
    return own_judgements_in(organization_id=letter.world.cedar.pk, start=day.replace(year=day.year - 1),
                             end=day.replace(year=day.year + 1))  # fmt: skip


def test_the_gauges_get_how_often_both_said_the_same_and_of_which_pairs(asked):
    assert counts(asked).verdicts == 0
    services.own_judgement_give(typed=OWN, **act(asked, asked.world.okafor))
    found = counts(asked)
    assert (found.asked, found.skipped, found.verdicts, found.agreed) == (1, 0, 2, 1)
    assert found.pairs == {("NOT_MET", "INSUFFICIENT"): 1, ("MET", "MET"): 1}


def draw(letter, monkeypatch, percent):
    monkeypatch.setattr("apps.review.services.drawing.rules_of", lambda _: ReviewRules(independent_percent=percent))
    return judgements_draw(organization_id=letter.world.cedar.pk, draft_ids=[letter.draft.pk])


def test_an_organization_that_asks_for_none_gets_none_and_one_that_does_gets_each_once(letter, monkeypatch):
    answer(letter, "2a", "MET", "A reason.", SIDES[:1])
    assert judgements_draw(organization_id=letter.world.cedar.pk, draft_ids=[letter.draft.pk]) == 0
    draw(letter, monkeypatch, 100)
    draw(letter, monkeypatch, 100)
    assert OwnJudgement.objects.get().criteria == ["2a"]


def test_a_letter_without_answered_criteria_is_not_asked_about(letter, monkeypatch):
    assert draw(letter, monkeypatch, 100) == 0


def test_a_criterion_that_does_not_concern_the_patient_is_not_asked(letter, monkeypatch):
    answer(letter, "2a", "MET", "A reason.", SIDES[:1])
    with seal_broken("drafting_criterionanswer"):
        CriterionAnswer.objects.update(not_applicable=True)
    assert draw(letter, monkeypatch, 100) == 0


def test_an_opened_item_is_drawn_in_the_same_act(letter, monkeypatch):
    answer(letter, "2a", "MET", "A reason.", SIDES[:1])
    monkeypatch.setattr("apps.review.services.drawing.rules_of", lambda _: ReviewRules(independent_percent=100))
    ReviewItem.objects.all().delete()
    services.items_open_for_ready_drafts(organization_id=letter.world.cedar.pk, actor=SETUP)
    assert OwnJudgement.objects.get().item.draft == letter.draft


@given(st.integers(0, 20), st.integers(0, 2**32))
def test_of_many_drafts_about_so_many_per_cent_are_drawn(percent, seed):
    lots = random.Random(seed)
    drawn = sum(own.is_drawn(f"{lots.getrandbits(256):064x}", percent) for _ in range(2000))
    expected = 20 * percent
    assert abs(drawn - expected) <= 6 * (expected * (1 - percent / 100)) ** 0.5 + 1  # beyond six deviations: never
    assert drawn == 0 or percent


@given(st.lists(st.text("0123456789abc", min_size=1, max_size=4), unique=True, max_size=12), st.uuids())
def test_at_most_five_criteria_are_asked_in_the_policys_order_and_always_the_same(node_ids, seed):
    lots = {node_id: f"{hash((str(seed), node_id)) & 0xFFFFFFFF:08x}" for node_id in node_ids}
    drawn = own.asked_of(node_ids, lots)
    assert len(drawn) == min(len(node_ids), own.MOST_ASKED)
    assert list(drawn) == [node_id for node_id in node_ids if node_id in drawn]
    assert own.asked_of(node_ids, lots) == drawn


@pytest.mark.parametrize(("op", "within"), [("all", ""), ("none", "None of the following")])
def test_the_page_says_under_which_group_a_criterion_stands(asked, op, within):
    body = {**POLICY, "policy_id": f"ADA-{op}", "root": {**POLICY["root"], "op": op}}
    asked.draft.policy = policy_load(body=body, actor=SETUP)
    asked.draft.save()
    page = own_page(access_draft_unjudged(asked.world.okafor, asked.draft.pk), asked.world.okafor)
    assert [one.within for one in page.criteria] == [within, within]
