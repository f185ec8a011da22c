import threading

import pytest
from django.db import connection, transaction

from apps.access.selectors import actor_for
from apps.audit.selectors import events_for
from apps.core.errors import NotAllowed
from apps.governance.domain.scopes import Scope, ScopeKind
from apps.governance.services import kill_switch_stop
from apps.review import services
from apps.review.domain.edit_kinds import EditKind
from apps.review.domain.status import EditClass, Outcome
from apps.review.errors import Collision, ReviewError
from apps.review.models import ReviewDecision, ReviewItem, Signature
from apps.review.selectors import access_draft, decisions_in
from tests.factories import SETUP
from tests.review.acts import HEADER, edit, finish, item_sign, judgement, sign


def actions(desk):
    return [event.action for event in events_for(organization_id=desk.world.cedar.pk, draft_id=desk.draft.pk)]


def test_a_checked_draft_is_signed_with_decision_signature_and_events_at_once(desk):
    finish(desk, desk.world.okafor)
    signature = sign(desk, desk.world.okafor)
    assert ReviewItem.objects.get(draft=desk.draft).status == "SIGNED"
    assert (signature.printed_name, signature.meaning) == ("Imani Okafor", "approved")
    assert actions(desk)[:2] == ["draft_signed", "draft_edited"]
    decision = signature.decision
    assert (decision.claims_total, decision.claims_edited, decision.claims_removed) == (5, 1, 1)
    assert decision.proposed_edit_class == EditClass.SUBSTANTIVE


def test_what_is_stored_of_a_signed_text_names_nobody(signed):
    final = Signature.objects.get().decision.final
    assert "Lindgren" not in str(final)
    assert final["header"]["patient"].startswith("[")


@pytest.mark.parametrize("outcome", [Outcome.APPROVE, Outcome.EDIT])
def test_nothing_is_signed_while_a_claim_is_unchecked(desk, outcome):
    edit(desk, desk.world.okafor, 3, "Stopped after 5 doses.")
    with pytest.raises(ReviewError, match="Settle 1 finding and check 2 more high-severity claims first"):
        sign(desk, desk.world.okafor, outcome=outcome)
    assert not ReviewDecision.objects.exists()


def test_a_draft_with_edits_is_not_approved_as_it_was(finished):
    with pytest.raises(ReviewError, match="this is an edit"):
        sign(finished, finished.world.okafor, outcome=Outcome.APPROVE)


def test_a_resident_does_not_sign(desk):
    with pytest.raises(NotAllowed, match="may not sign drafts"):
        sign(desk, desk.world.reyes)


def test_a_physician_without_the_right_on_this_patient_does_not_sign(desk, reader):
    with pytest.raises(NotAllowed, match="no right to sign for this patient"):
        sign(desk, reader)


def test_only_who_holds_the_draft_signs_it(desk, colleague):
    finish(desk, desk.world.okafor)
    with pytest.raises(Collision, match=r"Dr\. Imani Okafor has been reviewing"):
        sign(desk, colleague)


def test_a_text_that_changed_after_it_was_shown_is_not_signed(finished):
    okafor = finished.world.okafor
    shown = judgement(finished, okafor)
    edit(finished, okafor, 2, "She has severe osteopenia.")
    with pytest.raises(Collision, match="changed since this page was opened"):
        item_sign(judgement=shown, meaning="approved", header=HEADER, **finished.act(okafor))
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"reason_code": ""}, "main reason"),
        ({"harm": ""}, "harmed"),
        ({"harm": "yes"}, "harmed"),
        ({"reason_code": "other", "comment": " "}, "Say in the comment which"),
        ({"kinds": {3: frozenset()}}, "change of claim 3 concerns"),
    ],
)
def test_an_edit_says_why_of_what_kind_and_whether_harm_was_near(finished, changed, sentence):
    with pytest.raises(ReviewError, match=sentence):
        sign(finished, finished.world.okafor, **changed)


def test_the_reviewer_corrects_the_proposed_class_and_both_are_kept(finished):
    left = {3: frozenset({EditKind.STYLE}), 4: frozenset({EditKind.STYLE})}
    decision = sign(finished, finished.world.okafor, kinds=left).decision
    assert (decision.proposed_edit_class, decision.edit_class) == ("substantive", "style")


def test_while_drafting_is_stopped_nothing_is_signed_and_the_checks_are_kept(finished):
    admin = finished.world.admin
    kill_switch_stop(reason="Wrong doses seen.", person=admin, actor=actor_for(admin))
    with pytest.raises(ReviewError, match="Wrong doses seen"):
        sign(finished, finished.world.okafor)
    assert ReviewItem.objects.get().claim_reviews.count() == 3


@pytest.mark.parametrize(("kind", "is_signed"), [("chart_summary", False), ("prior_auth_letter", True)])
def test_a_stop_of_its_own_kind_keeps_a_draft_from_being_signed_and_one_of_another_does_not(finished, kind, is_signed):
    admin, scope = finished.world.admin, Scope(ScopeKind.WORKFLOW, kind)
    kill_switch_stop(scope=scope, reason="Mixed up.", person=admin, actor=actor_for(admin))
    if is_signed:
        assert sign(finished, finished.world.okafor).meaning == "approved"
        return
    with pytest.raises(ReviewError, match="Drafting of chart summaries is stopped"):
        sign(finished, finished.world.okafor)


def reject(desk, person, **changed):
    values = {"outcome": Outcome.REJECT, "reason_code": "should_abstain", **changed}
    return services.item_decide(judgement=judgement(desk, person, **values), **desk.act(person))


def test_a_rejection_needs_no_finished_check_but_a_reason(desk):
    with pytest.raises(ReviewError, match="main reason"):
        reject(desk, desk.world.okafor, reason_code="")
    reject(desk, desk.world.okafor)
    assert ReviewItem.objects.get().status == "DECIDED"
    assert actions(desk)[0] == "draft_rejected"


def test_an_approval_cannot_be_recorded_without_a_signature(finished):
    with pytest.raises(ReviewError, match="is signed"):
        reject(finished, finished.world.okafor, outcome=Outcome.EDIT)


def test_a_reopened_draft_gets_another_decision_and_only_the_last_counts(desk):
    okafor = desk.world.okafor
    first = reject(desk, okafor)
    services.item_reopen(**desk.act(okafor))
    finish(desk, okafor)
    last = sign(desk, okafor).decision
    counted = decisions_in(organization_id=desk.world.cedar.pk, start=first.created_at, end=desk_end(last))
    assert [(row.ordinal, row.is_last, row.draft_kind) for row in counted.order_by("ordinal")] == [
        (1, False, "chart_summary"),
        (2, True, "chart_summary"),
    ]


def desk_end(decision):
    return decision.created_at.replace(year=decision.created_at.year + 1)


def test_a_signed_draft_is_never_touched_again(signed):
    okafor = signed.world.okafor
    for act in (lambda: edit(signed, okafor, 2, "Else."), lambda: sign(signed, okafor), lambda: reject(signed, okafor)):
        with pytest.raises(Collision, match="never changed"):
            act()
    with pytest.raises(Collision):
        services.item_reopen(**signed.act(okafor))
    assert Signature.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_windows_signing_at_once_give_one_signature(finished):
    okafor = finished.world.okafor
    shown = judgement(finished, okafor)
    draft, gate, outcomes = access_draft(okafor, finished.draft.pk), threading.Barrier(2), []

    def attempt():
        gate.wait()
        try:
            item_sign(draft=draft, judgement=shown, meaning="approved", header=HEADER, person=okafor,
                               actor=actor_for(okafor))  # fmt: skip
            outcomes.append("signed")
        except Collision:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["refused", "signed"]
    assert (Signature.objects.count(), ReviewDecision.objects.count()) == (1, 1)


def test_when_the_signature_cannot_be_written_neither_is_the_decision(finished):
    with pytest.raises(ReviewError, match="signature means"), transaction.atomic():
        item_sign(judgement=judgement(finished, finished.world.okafor), meaning="blessed", header=HEADER,
                           **finished.act(finished.world.okafor))  # fmt: skip
    assert not ReviewDecision.objects.exists()
    assert "draft_edited" not in actions(finished)


def test_service_accounts_hold_no_right_to_sign(desk):
    with pytest.raises(NotAllowed):
        item_sign(draft=desk.as_seen_by(desk.world.okafor), judgement=judgement(desk, desk.world.okafor),
                           meaning="approved", header=HEADER, person=desk.world.integration, actor=SETUP)  # fmt: skip
