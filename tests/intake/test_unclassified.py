"""Documents of before there were labels: nobody reads them until the rules have looked what they hold."""

from importlib import import_module

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from apps.chart.models import SourceDocument
from apps.chart.permission import documents_permitted
from apps.chart.selectors import documents_unclassified
from apps.core import fence
from apps.intake.services import documents_classify
from apps.retrieval.models import Passage
from tests.retrieval.conftest import WORKER
from tests.retrieval.test_permission import chart_with_violence


@pytest.fixture
def upgraded(world):
    """Anna's chart as an upgrade finds it: without a label, and then marked by the migrations."""
    chart_with_violence(world)
    SourceDocument.objects.update(labels=[], label_basis=[], confidentiality="N")
    with fence.keeping(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(import_module("apps.chart.migrations.0007_unclassified").MARK)
        cursor.execute(import_module("apps.retrieval.migrations.0009_unclassified").FOLLOW)
    return world


def read(person):
    return documents_permitted(person, "view_chart", emergency=True).count()


def fenced(world, person):
    with fence.reading(person.pk, world.anna.pk):
        return Passage.objects.count()


def page(world):
    browser = Client()
    browser.force_login(world.admin)
    return browser.get(reverse("intake:index_versions")).content.decode()


def test_an_upgraded_chart_is_closed_to_everybody_and_the_control_room_says_so(upgraded):
    for person in (upgraded.okafor, upgraded.pharmacist):
        assert (read(person), fenced(upgraded, person)) == (0, 0)
    ours = documents_unclassified().filter(organization=upgraded.cedar).count()
    assert f"{ours} documents not yet classified" in page(upgraded)


@pytest.mark.parametrize(
    "classify",
    [lambda: documents_classify(actor=WORKER), lambda: call_command("labels_refresh")],
    ids=["task", "command"],
)
def test_once_classified_each_role_reads_what_it_may(upgraded, classify):
    classify()
    assert [(read(person), fenced(upgraded, person)) for person in (upgraded.okafor, upgraded.pharmacist)] == [
        (4, 2), (3, 1),
    ]  # fmt: skip
    assert not documents_unclassified().exists()
    assert "not yet classified" not in page(upgraded)
