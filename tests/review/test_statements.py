"""The number of SQL statements of a page does not grow with what the page shows."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.review.conftest import CLAIMS, make_document, make_draft

MOST_OF_THE_REVIEW_PAGE = 10
TRANSACTION = re.compile(r"(BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK)\b")


def statements(client, address, **headers):
    client.get(address)  # what the first request of a process learns once
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, headers=headers).status_code == 200
    return [query["sql"] for query in captured if not TRANSACTION.match(query["sql"])]


def longer(desk, times):
    documents = {**desk.documents}
    for number in range(times):
        make_document(desk.world.anna, f"more-{number}", f"Progress note\n\nCDAI {number}.")
    return make_draft(desk.world.anna, desk.world.okafor, documents, CLAIMS * times)


def page_of(draft):
    return reverse("review:draft_detail", args=[draft.pk])


def source_of(draft):
    return reverse("review:citation", args=[draft.pk, draft.claims.first().citations.first().pk])


def decide_of(draft):
    return reverse("review:draft_decide", args=[draft.pk])


@pytest.mark.parametrize("address", [page_of, source_of, decide_of])
def test_a_long_draft_costs_as_many_statements_as_a_short_one(desk, address):
    client = desk.client(desk.world.okafor)
    short = statements(client, address(desk.draft))
    assert len(statements(client, address(longer(desk, 8)))) == len(short)


def test_the_review_page_stays_within_its_budget(desk):
    counted = statements(desk.client(desk.world.okafor), page_of(desk.draft))
    assert len(counted) <= MOST_OF_THE_REVIEW_PAGE, "\n".join(sql[:150] for sql in counted)


def test_the_queue_costs_the_same_whatever_its_length(desk):
    client, address = desk.client(desk.world.okafor), reverse("review:queue")
    short = statements(client, address)
    for _ in range(5):
        make_draft(desk.world.anna, desk.world.okafor, desk.documents)
    assert len(statements(client, address)) == len(short)


def test_a_chart_costs_the_same_whatever_its_length(desk):
    client = desk.client(desk.world.okafor)
    addresses = [reverse("viewer:charts"), reverse("viewer:chart_detail", args=[desk.world.anna.pk])]
    short = [len(statements(client, address)) for address in addresses]
    longer(desk, 6)
    assert [len(statements(client, address)) for address in addresses] == short
