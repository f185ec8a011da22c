"""The second signature (A13): when one is asked for, who may give it, what it binds, and what a refusal does."""

from datetime import timedelta

import pytest
from django.urls import reverse

from apps.access.models import BreakGlassGrant
from apps.audit.selectors import events_for
from apps.core import clock
from apps.core.errors import NotAllowed
from apps.review import services
from apps.review.domain.controlled import controlled_in, schedules
from apps.review.domain.rules import HighRisk
from apps.review.errors import Collision, ReviewError
from apps.review.models import ReviewDecision, ReviewItem, ReviewRulesVersion, SecondRefusal, SecondSignature, Signature
from apps.review.selectors import queue_page, signed_document, verification
from apps.review.selectors.authorizations import why_not_submittable
from apps.review.selectors.second import NOT_RELEASED
from apps.review.services.second import second_act
from tests.review.acts import finish, open_evidence, shown_for, sign, words
from tests.review.conftest import grant, kept_after
from tests.tampering import seal_broken


def ask_for_second(desk, *risks, drafts=20):
    return ReviewRulesVersion.objects.create(
        organization=desk.world.cedar, person=desk.world.admin, reason="Pilot", step_up=["password"],
        second_signature=list(risks), new_release_drafts=drafts, tempo_check=True, pause_after_decisions=20,
        pause_after_minutes=45, independent_percent=0, seeded_percent=0, learning_export=False,
    )  # fmt: skip


def sign_first(desk):
    """Sign once as Dr. Okafor a draft about a controlled substance that the resident asked for."""
    grant(desk, desk.world.lindholm, "view_chart", "review_draft", "sign_draft")
    desk.rules = ask_for_second(desk, HighRisk.CONTROLLED)
    desk.draft.subject, desk.draft.requested_by = "Oxycodone 10 mg for the back", desk.world.reyes
    desk.draft.save()
    finish(desk, desk.world.okafor)
    sign(desk, desk.world.okafor)


kept_desk_awaiting = kept_after(sign_first)


@pytest.fixture
def awaiting(kept_desk_awaiting, desk):
    return desk


def status(desk):
    return ReviewItem.objects.get(draft=desk.draft).status


def second(desk, person=None, meaning="approved", seen=None):
    person = person or desk.world.lindholm
    seen = seen or Signature.objects.get().content_sha256
    signing = desk.act(person)
    signed = {"draft": signing["draft"], "seen_sha256": seen, "meaning": meaning, "person": person}
    step_up = shown_for(second_act(**signed), person)
    return services.second_sign(**signed, step_up=step_up, actor=signing["actor"])


def refuse(desk, words="The dose is not in the chart.", code="unsupported", person=None):
    return services.second_refuse(reason_code=code, words=words, **desk.act(person or desk.world.lindholm))


def rows(desk, person, show="open"):
    return [row.draft.pk for row in queue_page(person, show, "1").rows]


# when


@pytest.mark.parametrize(
    ("text", "found"),
    [("Oxycodone 10 mg", ("oxycodone",)), ("TESTOSTERONE gel", ("testosterone",)), ("Adalimumab 40 mg", ()),
     ("morphine-sparing block", ("morphine",)), ("apomorphine pen", ()), ("lisdexamfetamine", ("lisdexamfetamine",))],
)  # fmt: skip
def test_a_controlled_substance_is_known_by_its_ingredient_as_a_word(text, found):
    assert controlled_in([text]) == found


def test_every_ingredient_stands_on_one_schedule_of_those_that_are_prescribed():
    assert set(schedules().values()) == {"II", "III", "IV", "V"}
    assert all(name == name.casefold().strip() for name in schedules())


def test_without_a_house_rule_one_signature_releases_the_document(desk):
    desk.draft.subject = "Oxycodone 10 mg"
    desk.draft.save()
    finish(desk, desk.world.okafor)
    sign(desk, desk.world.okafor)
    assert status(desk) == "SIGNED"
    assert ReviewDecision.objects.get().second_for == []


def test_a_rule_that_does_not_apply_asks_for_nothing(desk):
    ask_for_second(desk, *HighRisk)
    finish(desk, desk.world.okafor)
    sign(desk, desk.world.okafor)
    assert status(desk) == "SIGNED"


def test_the_rule_that_applied_is_frozen_with_the_decision(awaiting):
    decision = ReviewDecision.objects.get()
    assert status(awaiting) == "AWAITING_SECOND"
    assert (decision.second_for, decision.rules) == (["controlled"], awaiting.rules)


def test_a_chart_opened_in_an_emergency_meanwhile_asks_for_a_second_signature(desk):
    ask_for_second(desk, HighRisk.BREAK_GLASS)
    now = clock.now()
    BreakGlassGrant.objects.create(
        organization=desk.world.cedar, person=desk.world.okafor, patient_id=desk.world.anna.pk,
        reason_code="emergency_treatment", reason="Unconscious", opened_at=now, expires_at=now + timedelta(hours=1),
    )  # fmt: skip
    finish(desk, desk.world.okafor)
    sign(desk, desk.world.okafor)
    assert ReviewDecision.objects.get().second_for == ["break_glass"]


# who


def test_neither_the_first_signer_nor_who_asked_nor_who_holds_no_right_signs_second(awaiting):
    world = awaiting.world
    with pytest.raises(NotAllowed, match="You signed this draft first"):
        second(awaiting, world.okafor)
    with pytest.raises(NotAllowed, match="asked for this draft"):
        second(awaiting, world.reyes)
    assert not SecondSignature.objects.exists()
    assert status(awaiting) == "AWAITING_SECOND"


def test_it_stands_in_the_queue_of_who_may_sign_and_not_of_who_signed_or_asked(awaiting):
    world = awaiting.world
    assert rows(awaiting, world.lindholm) == [awaiting.draft.pk]
    assert rows(awaiting, world.okafor) == rows(awaiting, world.reyes) == []
    assert rows(awaiting, world.okafor, "second") == [awaiting.draft.pk]


def sheet_of(desk, name="review:draft_decide"):
    return words(desk.client(desk.world.okafor).get(reverse(name, args=[desk.draft.pk])))


def test_before_signing_the_sheet_says_why_a_second_signature_is_needed_and_who_may_give_it(desk, colleague):
    ask_for_second(desk, HighRisk.CONTROLLED)
    desk.draft.subject = "Oxycodone 10 mg for the back"
    desk.draft.save()
    told = sheet_of(desk)
    assert "somebody else signs it, too, because it is for a controlled substance." in told
    assert f"Who may give it: {colleague.formal_name}." in told
    assert "Nobody may give it now" not in told


def test_where_nobody_may_sign_second_both_pages_say_so_and_what_to_do(desk, reader):
    ask_for_second(desk, HighRisk.CONTROLLED)
    desk.draft.subject = "Oxycodone 10 mg for the back"
    desk.draft.save()
    finish(desk, desk.world.okafor)
    dead_end = "Nobody may give it now. It takes somebody who holds a grant to sign for this patient"
    assert dead_end in sheet_of(desk)
    assert "Ask an administrator to give a grant" in sheet_of(desk)
    sign(desk, desk.world.okafor)
    assert dead_end in sheet_of(desk, "review:draft_signed")
    grant(desk, desk.world.lindholm, "sign_draft")
    assert f"Who may give it: {desk.world.lindholm.formal_name}." in sheet_of(desk, "review:draft_signed")


def test_who_asked_for_the_draft_is_not_named_as_its_second_signer(desk, colleague):
    ask_for_second(desk, HighRisk.CONTROLLED)
    desk.draft.subject, desk.draft.requested_by = "Oxycodone 10 mg for the back", colleague
    desk.draft.save()
    assert "Nobody may give it now" in sheet_of(desk)


def test_the_second_signer_opens_the_evidence_herself(awaiting):
    with pytest.raises(ReviewError, match=r"Open the evidence of 1 high-severity claim \(1\) yourself"):
        second(awaiting)
    open_evidence(awaiting, awaiting.world.lindholm, 1, 2)
    second(awaiting)
    assert status(awaiting) == "SIGNED"


# what


@pytest.fixture
def signed_twice(awaiting):
    open_evidence(awaiting, awaiting.world.lindholm, 1, 2)
    second(awaiting)
    return awaiting


def checks(desk):
    draft = desk.as_seen_by(desk.world.okafor)
    return {check.name: check.holds for check in verification(draft, signed_document(draft, desk.world.okafor))}


def test_both_signatures_verify_and_the_second_binds_the_first(signed_twice):
    assert checks(signed_twice)["Second signature"] is True
    assert set(checks(signed_twice).values()) == {True}


@pytest.mark.parametrize(
    ("column", "value"), [("printed_name", "Somebody Else"), ("meaning", "authored"), ("pdf_sha256", "0" * 64)]
)
def test_whatever_is_changed_in_the_second_signature_shows(signed_twice, column, value):
    with seal_broken("review_secondsignature"):
        SecondSignature.objects.update(**{column: value})
    assert [name for name, holds in checks(signed_twice).items() if not holds] == ["Second signature"]


def test_a_risk_taken_off_the_decision_afterwards_breaks_the_first_signature(awaiting):
    with seal_broken("review_reviewdecision"):
        ReviewDecision.objects.update(second_for=[])
    assert checks(awaiting)["Signature"] is False


def test_what_awaits_a_second_signature_is_neither_handed_out_nor_submitted(awaiting):
    awaiting.draft.kind = "prior_auth_letter"
    assert why_not_submittable(awaiting.draft) == NOT_RELEASED


def test_signing_twice_at_once_or_what_was_not_read_is_a_collision(signed_twice):
    with pytest.raises(Collision, match="No second signature is awaited"):
        second(signed_twice)


def test_a_hash_of_something_else_signs_nothing(awaiting):
    open_evidence(awaiting, awaiting.world.lindholm, 1, 2)
    with pytest.raises(Collision, match="not what stands there now"):
        second(awaiting, seen="0" * 64)
    with pytest.raises(ReviewError, match="what your signature means"):
        second(awaiting, meaning="")


def test_both_signatures_are_on_record(signed_twice):
    events = events_for(organization_id=signed_twice.world.cedar.pk, draft_id=signed_twice.draft.pk)
    acts = [one.action for one in events]
    assert acts.index("second_signed") < acts.index("draft_signed")


# refused


def test_a_refusal_gives_the_draft_back_to_who_signed_first_with_the_decision_kept(awaiting):
    refuse(awaiting)
    item = ReviewItem.objects.get(draft=awaiting.draft)
    assert (item.status, item.claimed_by) == ("CLAIMED", awaiting.world.okafor)
    assert ReviewDecision.objects.count() == 1
    assert signed_document(awaiting.as_seen_by(awaiting.world.okafor), awaiting.world.okafor) is None
    assert SecondRefusal.objects.get().words == "The dose is not in the chart."
    sign(awaiting, awaiting.world.okafor)
    assert status(awaiting) == "AWAITING_SECOND"
    assert set(checks(awaiting).values()) == {True}


def test_a_refusal_needs_a_reason_and_words_and_an_eligible_person(awaiting):
    with pytest.raises(ReviewError, match=r"Say to Dr\. Imani Okafor why"):
        refuse(awaiting, words=" ")
    with pytest.raises(ReviewError, match="Choose the main reason"):
        refuse(awaiting, code="")
    with pytest.raises(NotAllowed):
        refuse(awaiting, person=awaiting.world.okafor)
    assert status(awaiting) == "AWAITING_SECOND"
