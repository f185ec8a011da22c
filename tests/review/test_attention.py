"""What an open page reports: whose time counts where, and what is kept of it with the decision."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.core import clock
from apps.governance.domain.retention import RULES, RecordClass
from apps.governance.services import purge_batch
from apps.review import services
from apps.review.domain.status import Outcome
from apps.review.models import AttentionSpell, DecisionAttention
from apps.review.selectors import decisions_in
from apps.review.selectors.attention import attention_of, attention_token
from apps.review.services import attention
from tests.factories import SETUP
from tests.review.acts import finish, judgement, open_evidence, sign
from tests.review.test_statements import TRANSACTION

SECOND = timedelta(seconds=1)


def address(desk):
    return reverse("review:attention_report", args=[desk.draft.pk])


class Page:
    """A page of a person that was given at a moment and reports at others."""

    def __init__(self, desk, person, at=None):
        self.desk, self.person, self.client = desk, person, desk.client(person)
        self.at = (at or clock.now()).replace(microsecond=0)
        with clock.standing_at(self.at):
            self.token = attention_token(desk.draft.pk, person)

    def report(self, after, seconds, stood=None, **changed):
        """Report a total of so many seconds, so many seconds after the page was given."""
        said = {"page": self.token, "active": round(seconds * 1000), "dwell": json.dumps(stood or {})} | changed
        with clock.standing_at(self.at + after * SECOND):
            return self.client.post(address(self.desk), said)


def counted(desk, person):
    return sum(AttentionSpell.objects.filter(item__draft=desk.draft, person=person).values_list("active_ms", flat=True))


def test_a_page_in_use_is_counted_and_answered_with_nothing(desk):
    page = Page(desk, desk.world.okafor)
    answer = page.report(30, 25)
    assert (answer.status_code, answer.content) == (204, b"")
    page.report(60, 45)
    assert counted(desk, desk.world.okafor) == 45_000


def test_a_report_that_comes_twice_and_one_out_of_order_change_nothing(desk):
    page = Page(desk, desk.world.okafor)
    page.report(60, 45)
    page.report(61, 45)
    page.report(62, 25)
    assert counted(desk, desk.world.okafor) == 45_000


def test_a_page_is_believed_no_more_than_the_clock(desk):
    page = Page(desk, desk.world.okafor)
    page.report(10, 3600)
    assert counted(desk, desk.world.okafor) == 10_000


def test_two_windows_on_one_draft_or_on_two_are_never_counted_for_the_same_moment(desk):
    okafor, start = desk.world.okafor, clock.now()
    for page in (Page(desk, okafor, start), Page(desk, okafor, start)):
        page.report(30, 30)
    assert counted(desk, okafor) == 30_000


def test_of_two_windows_that_report_in_the_same_instant_one_is_counted_and_the_other_says_it_again(desk, monkeypatch):
    okafor, start, read = desk.world.okafor, clock.now(), attention.access_reporting
    first, second = Page(desk, okafor, start), Page(desk, okafor, start)

    def and_meanwhile(*asked):
        known = read(*asked)
        monkeypatch.setattr(attention, "access_reporting", read)
        second.report(30, 20)
        return known

    monkeypatch.setattr(attention, "access_reporting", and_meanwhile)
    first.report(30, 10)
    assert counted(desk, okafor) == 20_000
    first.report(45, 10)
    assert counted(desk, okafor) == 30_000


def test_the_time_of_two_people_on_one_draft_is_kept_apart(desk, colleague):
    for person in (desk.world.okafor, colleague):
        Page(desk, person).report(30, 20)
    assert (counted(desk, desk.world.okafor), counted(desk, colleague)) == (20_000, 20_000)


def test_a_source_counts_by_what_was_opened_and_one_nobody_opened_for_nothing(desk):
    okafor = desk.world.okafor
    open_evidence(desk, okafor, 1)
    Page(desk, okafor).report(30, 20, {"1": 12_000, "2": 5000, "criterion-x": 1000})
    assert AttentionSpell.objects.get().dwell == {str(desk.citation(1).pk): 12_000}


def test_a_source_closed_at_once_counts_as_opened_and_is_kept_as_what_it_was(desk):
    okafor = desk.world.okafor
    open_evidence(desk, okafor, 1)
    Page(desk, okafor).report(5, 3, {"1": 200})
    (first,) = desk.as_seen_by(okafor).opened_ids
    assert AttentionSpell.objects.get().dwell == {str(first): 200}


@pytest.mark.parametrize("said", [
    {"page": ""}, {"page": "forged"}, {"active": "-5"}, {"active": "much"}, {"active": str(10**12)}, {"dwell": "{"},
    {"active": ""},
], ids=str)  # fmt: skip
def test_what_makes_no_sense_is_answered_alike_and_counts_for_nothing(desk, said):
    answer = Page(desk, desk.world.okafor).report(30, 20, **said)
    assert (answer.status_code, counted(desk, desk.world.okafor)) == (204, 0)


@pytest.mark.parametrize("dwell", ["[1]", '"x"', '{"1": -4}', '{"1": "9"}', '{"1": 1e400}', "null"])
def test_sources_said_in_another_way_are_left_out_and_the_time_counts(desk, dwell):
    open_evidence(desk, desk.world.okafor, 1)
    Page(desk, desk.world.okafor).report(30, 20, dwell=dwell)
    assert (counted(desk, desk.world.okafor), AttentionSpell.objects.get().dwell) == (20_000, {})


def test_a_page_of_another_person_or_draft_or_of_yesterday_counts_for_nothing(desk, colleague):
    okafor = desk.world.okafor
    theirs, old = Page(desk, colleague), Page(desk, okafor, clock.now() - timedelta(hours=13))
    Page(desk, okafor).report(30, 20, page=theirs.token)
    Page(desk, okafor).report(30, 20, page=old.token)
    Page(desk, okafor).report(30, 20, page=attention_token(desk.world.anna.pk, okafor))
    assert counted(desk, okafor) == 0


@pytest.mark.parametrize("who", ["lindholm", "quill"])
def test_for_a_stranger_there_is_nothing_to_report_to(desk, who):
    stranger = desk.world.people[who]
    assert Page(desk, stranger).report(30, 20).status_code == 404
    assert not AttentionSpell.objects.exists()


def test_a_report_without_the_pages_own_token_is_refused(desk):
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.world.okafor)
    answer = client.post(address(desk), {"page": attention_token(desk.draft.pk, desk.world.okafor), "active": "5"})
    assert answer.status_code == 403
    assert client.get(address(desk)).status_code == 405


def test_who_only_looks_at_what_somebody_else_holds_or_may_only_read_is_not_timed(desk, reader):
    Page(desk, reader).report(30, 20)
    services.item_claim(**desk.act(desk.world.okafor))
    Page(desk, desk.world.reyes).report(30, 20)
    assert not AttentionSpell.objects.exists()


def test_after_the_decision_nothing_is_added(finished):
    page = Page(finished, finished.world.okafor)
    sign(finished, finished.world.okafor)
    assert page.report(30, 20).status_code == 204
    assert not AttentionSpell.objects.exists()


def own_statements(page, *report):
    with CaptureQueriesContext(connection) as captured:
        page.report(*report)
    found = [query["sql"] for query in captured if not TRANSACTION.match(query["sql"])]
    return [sql for sql in found if "access_opensession" not in sql and not sql.startswith('SELECT "access_person"')]


def test_a_report_takes_two_statements_and_one_that_says_nothing_new_takes_one(desk):
    page = Page(desk, desk.world.okafor)
    assert len(own_statements(page, 30, 20)) == 2
    assert len(own_statements(page, 60, 40)) == 2
    assert len(own_statements(page, 61, 40)) == 1


def test_of_reports_in_quick_succession_only_the_first_is_written(desk):
    page = Page(desk, desk.world.okafor)
    page.report(30, 20)
    assert len(own_statements(page, 30.1, 20.1)) == 1
    page.report(31, 21)
    assert counted(desk, desk.world.okafor) == 21_000


def test_a_decision_keeps_how_long_the_decider_was_at_the_draft(desk, hurried):
    okafor = desk.world.okafor
    finish(desk, okafor)
    page = Page(desk, okafor, clock.now() - 60 * SECOND)
    page.report(60, 42)
    kept = sign(desk, okafor).decision.attention
    assert (kept.active_ms, kept.basis) == (42_000, "measured")
    assert kept.low_ms <= kept.high_ms
    assert (kept.high_severity, kept.floor_ms > 0) == (3, True)


def test_what_a_reviewer_did_before_there_was_a_draft_to_read_is_no_time_at_it(desk):
    okafor, start = desk.world.okafor, clock.now()
    open_evidence(desk, okafor, 1)  # as asking for it is: an act of hers on this draft
    desk.draft.ready_at = start + 300 * SECOND
    Page(desk, okafor, desk.draft.ready_at).report(30, 12)
    with clock.standing_at(start + 330 * SECOND):
        spent = attention_of(desk.draft, desk.draft.review_item, okafor)
    assert (spent.basis, spent.active_ms, spent.low_ms) == ("measured", 12_000, 12_000)


def test_without_a_page_that_measures_the_requests_give_bounds(desk):
    okafor, start = desk.world.okafor, clock.now() - 600 * SECOND
    desk.draft.ready_at = start
    for number, later in ((1, 0), (2, 30)):
        with clock.standing_at(start + later * SECOND):
            open_evidence(desk, okafor, number)
    with clock.standing_at(start + 330 * SECOND):
        spent = attention_of(desk.draft, desk.draft.review_item, okafor)
    assert (spent.basis, spent.active_ms, spent.low_ms, spent.high_ms) == ("estimated", 0, 30_000, 330_000)
    assert spent.dwelt([str(desk.citation(1).pk)]) == 30_000


def test_a_rejection_keeps_it_too_and_the_gauges_are_given_it(desk):
    okafor = desk.world.okafor
    Page(desk, okafor, clock.now() - 30 * SECOND).report(30, 12)
    rejected = judgement(desk, okafor, outcome=Outcome.REJECT)
    decision = services.item_decide(judgement=rejected, **desk.act(okafor))
    (row,) = decisions_in(
        organization_id=desk.world.cedar.pk, start=decision.created_at, end=decision.created_at + SECOND
    )
    assert (row.active_ms, row.active_basis) == (12_000, "measured")


def test_what_was_kept_with_a_decision_is_never_changed(signed):
    with pytest.raises(ProgrammingError, match="stays as it was written"), transaction.atomic():
        DecisionAttention.objects.update(active_ms=0, low_ms=0)


def test_the_database_itself_counts_no_more_than_a_page_said(desk):
    Page(desk, desk.world.okafor).report(30, 20)
    with pytest.raises(IntegrityError, match="attention_within_what_was_said"), transaction.atomic():
        AttentionSpell.objects.update(active_ms=20_001)


def test_what_pages_reported_goes_with_a_draft_that_nobody_decided(desk):
    Page(desk, desk.world.okafor).report(30, 20)
    with clock.standing_at(clock.now() + timedelta(days=RULES[RecordClass.UNDECIDED_DRAFTS].days + 1)):
        assert purge_batch(record_class=RecordClass.UNDECIDED_DRAFTS, actor=SETUP) == 1
    assert not AttentionSpell.objects.exists()
