"""A draft made before a cited page was set aside: the review page says which claims rest on it, and why not to."""

import pytest
from django.urls import reverse

from apps.chart.models import SourceDocument

SAID = "A cited page names another person in its header"


@pytest.fixture
def set_aside(desk):
    def run(name, *, is_aside=True):
        rows = SourceDocument.objects.filter(pk=desk.documents[name].pk)
        rows.update(identity="differs", identity_differs=["name", "birth_date"], set_aside=is_aside)

    return run


def shown(desk, name="review:draft_detail", *args):
    client = desk.client(desk.world.okafor)
    return client.get(reverse(name, args=[desk.draft.pk, *args])).content.decode()


def test_the_page_names_the_claims_that_rest_on_it_in_words(desk, set_aside):
    assert SAID not in shown(desk)
    set_aside("phone")
    page = shown(desk)
    assert SAID in page
    assert 'href="#claim-3"' in page.partition(SAID)[2].partition("</aside>")[0]
    assert page.count("source 5 names another person") >= 1
    assert "The header of source 5 names another person. Settle it before you rely on it." in page


def test_the_source_pane_says_which_parts_of_the_header_differ(desk, set_aside):
    set_aside("phone")
    words = "names another person: name and birth date differ from this chart"
    assert words in shown(desk, "review:citation", desk.citation(5).pk)
    assert words not in shown(desk, "review:citation", desk.citation(1).pk)


def test_once_it_is_settled_nothing_is_said(desk, set_aside):
    set_aside("phone")
    set_aside("phone", is_aside=False)
    assert "names another person" not in shown(desk)
    assert "names another person" not in shown(desk, "review:citation", desk.citation(5).pk)
