"""The statement that reads a draft is made once for a role: filled in, it is the statement that is made anew."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import EmptyResultSet
from django.db.models import Value
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.access.domain.roles import ROLES
from apps.access.models import Person
from apps.core import clock
from apps.core.prepared import MOMENT, Prepared, Unpreparable
from apps.drafting.models import Draft
from apps.review.selectors import items

MOMENTS = st.integers(1_500_000_000, 3_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


def made_anew(person, draft_id, *, beside):
    try:
        sql, params = items.drafts_accessed(person, draft_id, beside=beside).query.sql_with_params()
    except EmptyResultSet:
        return "", ()
    return sql, tuple(params)


@pytest.mark.parametrize("beside", [True, False])
@pytest.mark.parametrize("is_active", [True, False])
@pytest.mark.parametrize("role", ROLES)
@settings(max_examples=2)
@given(moment=MOMENTS, ids=st.tuples(st.uuids(), st.uuids(), st.uuids()))
def test_filled_in_it_is_what_would_be_made_anew(role, is_active, beside, moment, ids):
    person_id, organization_id, draft_id = ids
    person = Person(
        pk=person_id, organization_id=organization_id, role=role, is_active=is_active, email="i@cedar.example",
        display_name="Imani Okafor", is_emergency=bool(person_id.int % 2), notices_waiting=person_id.int % 7,
    )  # fmt: skip
    places = {items.PERSON: person_id, items.ORGANIZATION: organization_id, items.DRAFT: draft_id}
    prepared = items.prepared_access(role, is_active=is_active, beside=beside)
    with clock.standing_at(moment):
        assert prepared.statement(places) == made_anew(person, draft_id, beside=beside)


def test_what_it_reads_is_what_is_read_anew(desk):
    okafor = desk.world.okafor
    anew = items.drafts_accessed(okafor, desk.draft.pk, beside=True).get()
    read = items.access_draft(okafor, desk.draft.pk)
    told = {name for name in vars(anew) if not name.startswith("_")}
    assert {name: getattr(read, name) for name in told} == {name: getattr(anew, name) for name in told}
    assert (read.patient, read.review_item.status) == (anew.patient, anew.review_item.status)
    assert "patient" in read._state.fields_cache


def test_a_right_that_ends_ends_with_the_next_reading(desk, django_assert_num_queries):
    okafor = desk.world.okafor
    with django_assert_num_queries(1):
        items.access_draft(okafor, desk.draft.pk)
    okafor.is_active = False
    with pytest.raises(items.Http404):
        items.access_draft(okafor, desk.draft.pk)


@pytest.mark.parametrize(
    "value", [datetime(2026, 3, 12, tzinfo=UTC), datetime(2026, 3, 12, tzinfo=UTC).date(), uuid4(), f"of {items.DRAFT}"]
)
def test_a_statement_with_something_that_moves_and_has_no_place_is_not_prepared(value):
    rows = Draft.objects.annotate(also=Value(value)).filter(pk=items.DRAFT)
    with clock.standing_at(MOMENT), pytest.raises(Unpreparable):
        Prepared(rows, frozenset({items.DRAFT}))


def test_a_statement_of_a_clock_that_does_not_stand_is_not_prepared():
    with pytest.raises(Unpreparable):
        Prepared(Draft.objects.filter(pk=UUID(int=1)), frozenset({UUID(int=1)}))
