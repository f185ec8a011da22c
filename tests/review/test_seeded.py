"""Drafts of test patients that are known to be wrong: like any other at the desk, never sent, told right after."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from apps.access.selectors import actor_for
from apps.audit.models import AuditEvent
from apps.core import clock
from apps.drafting.domain.errors import RequestRefused
from apps.drafting.models import Draft
from apps.drafting.selectors import draft_ends, draft_use
from apps.drafting.services import draft_seed
from apps.governance.services import kill_switch_stop
from apps.review import services
from apps.review.domain.rules import ReviewRules
from apps.review.domain.status import Outcome
from apps.review.models import ReviewDecision, SeededCatch, Signature, Submission
from apps.review.selectors import decisions_in, queue_page, seeded_results_in
from apps.review.selectors.seeded import NOT_TRACED
from apps.review.services import seeded_draft_make
from apps.review.tasks import seed_drafts
from tests.drafting.conftest import request_summary, run
from tests.factories import SETUP
from tests.kept import keep
from tests.review.seeded import Seeded, approve, at, client_of, decide, make_seeded, settle
from tests.review.test_access import PAGES


@pytest.fixture(scope="session")
def kept_seeded(kept_world, django_db_blocker):
    with django_db_blocker.unblock():
        return keep(lambda: make_seeded(kept_world.made), on=[kept_world])


@pytest.fixture
def seeded(kept_seeded, world, copies):
    return kept_seeded.put_back(copies)


def test_it_holds_one_or_two_known_errors_each_beside_what_stood_there(seeded):
    errors = seeded.errors()
    assert 1 <= len(errors) <= 2
    assert len({error.kind for error in errors}) == len(errors)
    said = {claim.text for claim in seeded.like.claims.all()}
    for error in errors:
        assert error.claim.text not in said
        assert error.sentence in said if error.sentence else error.kind in {"unsupported", "other_patient"}
        assert error.claim.citations.exists()
    planted = {error.claim_id for error in errors}
    assert {claim.text for claim in seeded.draft.claims.exclude(pk__in=planted)} <= said


def test_it_went_the_way_of_any_draft_and_the_checks_said_of_it_what_they_saw(seeded):
    assert (seeded.draft.status, seeded.draft.kind, seeded.draft.subject) == (
        seeded.like.status, seeded.like.kind, seeded.like.subject
    )  # fmt: skip
    assert seeded.draft.queries.count() == seeded.like.queries.count()
    assert seeded.draft.runs.get().output_sha256 == seeded.like.runs.get().output_sha256
    supports = {error.claim.support for error in seeded.errors()}
    assert supports <= {"supported", "inferred", "contradicted", "not_found"}


TELLING = ("seeded", "planted", "known to be wrong", "check of the desk")


@pytest.mark.parametrize("name", ["draft_detail", "draft_trace", "draft_ledger", "draft_decide"])
def test_before_the_decision_nothing_about_it_says_what_it_is(seeded, name):
    okafor = seeded.world.okafor
    page = client_of(okafor).get(at(seeded, name)).content.decode()
    assert not [
        word for word in ("seeded", "planted", "known to be wrong", "check of the desk") if word in page.lower()
    ]
    assert client_of(okafor).get(at(seeded, "seeded")).status_code == 404


def test_no_trace_of_an_undecided_draft_leaves_as_a_file_and_the_refusal_tells_it_from_none(seeded):
    okafor = seeded.world.okafor
    said = []
    for draft in (seeded.draft, seeded.like):
        refused = client_of(okafor).get(reverse("review:draft_trace_export", args=[draft.pk]))
        page = client_of(okafor).get(reverse("review:draft_trace", args=[draft.pk])).content.decode()
        said.append((refused.status_code, NOT_TRACED in refused.content.decode(), NOT_TRACED in page))
    assert said == [(403, True, True)] * 2
    assert not AuditEvent.objects.filter(action="trace_exported").exists()
    decide(seeded, okafor, Outcome.REJECT)
    auditor = client_of(seeded.world.privacy)
    assert auditor.get(at(seeded, "draft_trace_export")).status_code == 200


def test_it_stands_on_the_desk_like_any_other_and_leaves_it_when_decided(seeded):
    okafor = seeded.world.okafor
    ids = {row.draft.pk for row in queue_page(okafor, "open", "1").rows}
    assert {seeded.draft.pk, seeded.like.pk} <= ids
    decide(seeded, okafor, Outcome.REJECT)
    for person in (okafor, seeded.world.lindholm, seeded.world.lindqvist):
        for shown in ("open", "done"):
            assert seeded.draft.pk not in {row.draft.pk for row in queue_page(person, shown, "1").rows}


def test_an_approval_is_recorded_and_never_signed_and_every_way_out_is_closed(seeded):
    okafor = seeded.world.okafor
    settle(seeded, okafor, catch=False)
    assert approve(seeded, okafor) is None
    assert ReviewDecision.objects.get().outcome == "approve"
    assert not Signature.objects.exists()
    client = client_of(okafor)
    for name, (method, *_) in PAGES.items():
        if name.startswith("review:") and name in WAYS_OUT:
            response = getattr(client, method)(reverse(name, args=[seeded.draft.pk]))
            assert (name, response.status_code, response["Location"]) == (name, 303, at(seeded, "seeded"))
            staff = client_of(seeded.world.lindqvist)
            assert (name, getattr(staff, method)(reverse(name, args=[seeded.draft.pk])).status_code) in {
                (name, 403), (name, 404)
            }  # fmt: skip


WAYS_OUT = {
    "review:draft_pdf", "review:draft_signed", "review:authorization", "review:authorization_submit",
    "review:exchange_prepare", "review:draft_trace_export",
}  # fmt: skip


def test_a_draft_that_is_right_as_far_as_is_known_is_signed_as_before(seeded):
    okafor, right = seeded.world.okafor, Seeded(seeded.world, seeded.patient, seeded.like, seeded.like)
    settle(right, okafor, catch=False)
    assert approve(right, okafor) is not None
    assert client_of(okafor).get(at(right, "draft_pdf")).status_code == 200


def test_the_database_refuses_a_signature_a_submission_and_a_real_patient_whoever_asks(seeded):
    okafor = seeded.world.okafor
    decision = decide(seeded, okafor, Outcome.REJECT)
    signing = {"person": okafor, "printed_name": "x", "meaning": "approved", "content_sha256": "0" * 64}
    with pytest.raises(DatabaseError, match="never signed and never sent"), transaction.atomic():
        Signature.objects.create(decision=decision, **signing)
    with pytest.raises(DatabaseError, match="never signed and never sent"), transaction.atomic():
        Submission.objects.create(
            draft=seeded.draft, organization=seeded.world.cedar, channel="fax", submitted_at=clock.now(),
            submitted_by=okafor, payer_class="ma", is_drug=False,
        )  # fmt: skip
    with pytest.raises(DatabaseError, match="about a test patient"), transaction.atomic():
        Draft.objects.create(
            organization=seeded.world.cedar, patient=seeded.world.anna, kind="chart_summary", subject="x",
            requested_by=okafor, is_seeded=True,
        )  # fmt: skip
    with pytest.raises(DatabaseError, match="said when it is made"), transaction.atomic():
        Draft.objects.filter(pk=seeded.draft.pk).update(is_seeded=False)
    Draft.objects.filter(pk=seeded.draft.pk).update(reason="")  # anything else may change


def test_who_decided_is_led_to_what_was_wrong_and_nobody_else_is(seeded):
    okafor = seeded.world.okafor
    settle(seeded, okafor, catch=True)
    approve(seeded, okafor)
    client = client_of(okafor)
    assert client.get(at(seeded))["Location"] == at(seeded, "seeded")
    page = client.get(at(seeded, "seeded")).content.decode()
    assert "This was a check of the desk, not a patient" in page
    assert "You caught" in page
    for error in seeded.errors():
        assert error.claim.citations.first().label in page
    assert AuditEvent.objects.filter(action="seeded_draft_viewed").count() == 1
    for key in ("lindholm", "reyes", "marchetti", "lindqvist"):
        other = client_of(seeded.world.people[key])
        assert other.get(at(seeded, "seeded")).status_code in {403, 404}
        assert other.get(at(seeded, "draft_trace")).status_code in {403, 404}


@pytest.mark.parametrize(
    ("outcome", "caught", "said"),
    [
        (Outcome.REJECT, True, "You rejected the draft, and with it"),
        (Outcome.CANNOT_JUDGE, None, "You said that you could not judge it"),
    ],
)
def test_a_rejected_draft_takes_its_errors_along_and_one_that_was_not_judged_counts_nothing(
    seeded, outcome, caught, said
):
    okafor = seeded.world.okafor
    decide(seeded, okafor, outcome)
    assert {row.caught for row in SeededCatch.objects.all()} == {caught}
    assert said in client_of(okafor).get(at(seeded, "seeded")).content.decode()


def test_what_got_past_is_told_kindly_and_is_not_in_the_audit_log(seeded):
    okafor = seeded.world.okafor
    settle(seeded, okafor, catch=False)
    approve(seeded, okafor)
    assert {row.caught for row in SeededCatch.objects.all()} == {False}
    page = client_of(okafor).get(at(seeded, "seeded")).content.decode()
    assert "No patient was concerned." in page
    decided = AuditEvent.objects.get(action="draft_approved")
    assert decided.details["seeded"] is True
    told = AuditEvent.objects.get(action="seeded_draft_revealed")
    assert set(told.details) == {"decision_id", "requests_cancelled"}
    made = AuditEvent.objects.get(action="seeded_draft_made")
    assert (made.patient_id, made.object_id) == ("", str(seeded.draft.pk))


def test_it_is_not_taken_up_again(seeded):
    okafor = seeded.world.okafor
    decide(seeded, okafor, Outcome.CANNOT_JUDGE)
    assert client_of(okafor).post(at(seeded, "draft_reopen"))["Location"] == at(seeded, "seeded")
    assert client_of(seeded.world.lindholm).post(at(seeded, "draft_reopen")).status_code == 404


def a_year(world):
    now = clock.now()
    return {"organization_id": world.cedar.pk, "start": now - timedelta(days=180), "end": now + timedelta(days=180)}


def test_it_is_in_no_figure_but_its_own_and_there_without_a_name(seeded):
    before = (draft_ends(organization_id=seeded.world.cedar.pk), draft_use(organization_id=seeded.world.cedar.pk))
    assert sum(row.number for row in before[0]) == 1  # the one that is right
    decide(seeded, seeded.world.okafor, Outcome.REJECT)
    assert not decisions_in(**a_year(seeded.world)).exists()
    found = seeded_results_in(**a_year(seeded.world))
    number = len(seeded.errors())
    assert (found.drafts, found.people, found.errors, found.caught, found.not_judged) == (1, 1, number, number, 0)
    assert sum(errors for _, errors in found.kinds.values()) == number


def test_a_real_patient_and_a_draft_that_is_no_right_one_are_refused(seeded):
    real = run(request_summary(seeded.world))
    Draft.objects.filter(pk=real.pk).update(status="READY", ready_at=clock.now(), reason="")
    with pytest.raises(RequestRefused, match="test patients alone"):
        draft_seed(like=Draft.objects.get(pk=real.pk), due_at=None, actor=SETUP)
    with pytest.raises(RequestRefused, match="right as far as is known"):
        draft_seed(like=seeded.draft, due_at=None, actor=SETUP)


def weekly(monkeypatch, percent):
    monkeypatch.setattr("apps.review.selectors.seeded.rules_of", lambda _: ReviewRules(seeded_percent=percent))


def make(seeded):
    return seeded_draft_make(organization_id=seeded.world.cedar.pk, actor=SETUP)


def test_none_is_made_where_the_rules_want_none_or_the_week_has_its_share(seeded, monkeypatch):
    Draft.objects.filter(pk=seeded.draft.pk).update(created_at=clock.now() - timedelta(days=30))
    assert make(seeded) is None  # off until somebody wants it
    weekly(monkeypatch, 5)
    assert make(seeded) is None  # five per cent of one draft is none
    weekly(monkeypatch, 100)
    assert make(seeded) is None  # one waits on this patient already
    decide(seeded, seeded.world.okafor, Outcome.REJECT)
    new = make(seeded)
    assert (new.is_seeded, new.patient_id, new.subject) == (True, seeded.patient.pk, seeded.like.subject)
    assert make(seeded) is None  # the week has its share


def test_while_drafting_is_stopped_none_is_made_and_the_task_goes_on(seeded, monkeypatch):
    weekly(monkeypatch, 100)
    Draft.objects.filter(pk=seeded.draft.pk).update(created_at=clock.now() - timedelta(days=30))
    decide(seeded, seeded.world.okafor, Outcome.REJECT)
    number = Draft.objects.count()
    admin = seeded.world.admin
    kill_switch_stop(reason="A wrong dose was seen.", person=admin, actor=actor_for(admin))
    with pytest.raises(RequestRefused):
        make(seeded)
    seed_drafts()
    assert Draft.objects.count() == number


def test_what_others_were_asked_to_bring_is_taken_back(seeded):
    okafor = seeded.world.okafor
    wanted = services.Wanted(what="The pharmacy's fill history.", supplier="The pharmacy", visit="", criterion_id="")
    services.document_request(draft=seeded.draft, wanted=wanted, person=okafor, actor=actor_for(okafor))
    decide(seeded, okafor, Outcome.CANNOT_JUDGE)
    request = seeded.draft.document_requests.get()
    assert (request.status, request.closed_by) == ("CANCELLED", okafor)
