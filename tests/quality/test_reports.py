"""Figures leave for closed periods alone, once, and in every format the same."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from apps.access.selectors import actor_for
from apps.audit.selectors import events_for
from apps.core import clock
from apps.core.domain.spreadsheets import formula_safe
from apps.quality.errors import ReportError
from apps.quality.facts import facts_bring_up
from apps.quality.making import DRAWN, WORKER, publication_fill, report_make
from apps.quality.models import Publication, ReportFile, ReportPart
from apps.quality.selectors.reports import tables_published
from apps.quality.services import period_publish, report_ask, reports_expire
from apps.quality.tasks import tend_reports
from tests.factories import make_person
from tests.quality.generated import Judged, Slot, decide, judged_by_chance, write

OCTOBER = datetime(2026, 10, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 20, 12, tzinfo=UTC)
SURE = {"months": "1", "is_sure": "on"}
TABLES = ["tree", "week", "reason", "edit", "hour"]


@pytest.fixture
def analyst(world):
    return world.people["marchetti"]


@pytest.fixture
def decided(world):
    """October's decisions, and some of November."""
    chance = Random(63)
    slots = [
        Slot(
            [judged_by_chance(chance, OCTOBER + timedelta(days=at % 34, minutes=at))],
            "chart_summary" if at % 4 else "prior_auth_letter",
        )
        for at in range(150)
    ]
    write(world.anna, [world.okafor, world.lindholm, make_person(world.cedar, "third", "physician")], slots, chance)
    return slots


@pytest.fixture
def october(analyst, decided):
    with clock.standing_at(LATER):
        made = period_publish(first_day=date(2026, 10, 1), months=1, person=analyst, actor=actor_for(analyst))
        publication_fill(publication_id=made.pk)
    made.refresh_from_db()
    return made


def asked_for(publication, person, kind):
    return report_ask(publication=publication, tables=TABLES, formats=[kind], person=person, actor=actor_for(person))


def made_file(publication, person, kind):
    (file,) = asked_for(publication, person, kind)
    assert report_make(file_id=file.pk)
    file.refresh_from_db()
    return file


def taken(client, person, file):
    client.force_login(person)
    answer = client.get(reverse("quality:report_file", args=[file.pk]))
    return b"".join(answer.streaming_content)


def test_a_month_is_counted_once_and_what_leaves_later_says_the_same(october, analyst, decided, world):
    before = made_file(october, analyst, "json")
    slot = next(slot for slot in decided if slot.judged[0].at < datetime(2026, 10, 20, tzinfo=UTC))
    decide(slot.made[0].item, slot.made[0].person, 2, Judged(LATER, "reject", reason="omission"))
    with clock.standing_at(LATER + timedelta(days=20)):
        again = period_publish(first_day=date(2026, 10, 1), months=1, person=analyst, actor=actor_for(analyst))
        assert not publication_fill(publication_id=again.pk)
        november = period_publish(first_day=date(2026, 11, 1), months=1, person=analyst, actor=actor_for(analyst))
        publication_fill(publication_id=november.pk)
    assert again.pk == october.pk
    with clock.standing_at(clock.now() + timedelta(minutes=2)):
        after = made_file(Publication.objects.get(pk=october.pk), analyst, "json")
    told = [json.loads(b"".join(part.content for part in file.parts.all())) for file in (before, after)]
    assert told[0]["tables"] == told[1]["tables"]
    november.refresh_from_db()
    excluded = next(table for table in tables_published(november) if table.key == "excluded")
    assert [row["decisions"] for path, row in excluded.rows.items() if "earlier period" in path[0]] == [None]


def test_every_number_of_a_publication_is_what_its_neighbours_add_up_to(october):
    tables = {table.key: table for table in tables_published(october)}
    total = tables["total"].rows["All decisions",]
    assert total["decisions"] > 80
    for key in ("hour", "week", "role"):
        sums = [row["decisions"] for row in tables[key].rows.values()]
        assert None in sums or sum(sums) == total["decisions"]
    assert not any(
        1 <= value <= 10 for one in tables.values() for row in one.rows.values() for value in row.values() if value
    )


@pytest.mark.parametrize(
    ("first", "months", "at", "sentence"),
    [
        (date(2026, 11, 1), 1, LATER, "is not over"),
        (date(2026, 10, 1), 1, datetime(2026, 11, 1, 12, tzinfo=UTC), "from 2 November 2026"),
        (date(2026, 10, 2), 1, LATER, "begin with a month"),
        (date(2026, 7, 1), 3, LATER, "in another grid"),
        (date(2026, 9, 1), 2, LATER, "months or quarters"),
    ],
)
def test_a_period_that_runs_or_overlaps_is_refused_with_a_sentence(october, analyst, first, months, at, sentence):
    with clock.standing_at(at), pytest.raises(ReportError, match=sentence):
        period_publish(first_day=first, months=months, person=analyst, actor=actor_for(analyst))


def test_what_is_published_cannot_be_changed_in_the_database(october):
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        Publication.objects.filter(pk=october.pk).update(tables=[])
    with pytest.raises(DatabaseError, match="stays"), transaction.atomic():
        october.delete()


def test_a_csv_row_can_be_understood_and_checked_alone(october, analyst, client):
    rows = list(
        csv.DictReader(io.StringIO(taken(client, analyst, made_file(october, analyst, "csv")).decode("utf-8-sig")))
    )
    rate = next(row for row in rows if row["measure"] == "Substantive override: rate")
    assert rate["definition"].startswith("Rejected drafts")
    assert (rate["period_start"], rate["period_end"], rate["audit_hash"]) == (
        "2026-10-01",
        "2026-10-31",
        october.audit_hash,
    )
    assert rate["made_by"] == analyst.display_name
    about = {row["group"]: row["note"] for row in rows if row["table"] == "about"}
    assert "1 to 10 are withheld" in about["Withheld"]
    assert about["Decisions (n)"] == rate["decisions_in_period"]


def test_a_workbook_opens_with_a_sheet_for_each_table_and_holds_no_formula(october, analyst, client):
    book = load_workbook(io.BytesIO(taken(client, analyst, made_file(october, analyst, "xlsx"))))
    assert book.sheetnames[:3] == ["About", "All decisions", "Kind of work, payer and policy"]
    sheet = book["Hour of the day"]
    assert sheet.freeze_panes == "B4"
    assert len(sheet._charts) == 1
    heads = [cell.value for cell in sheet[3]]
    rates = [row[heads.index("Substantive override rate")].value for row in sheet.iter_rows(min_row=4)]
    assert all(rate is None or 0 <= rate <= 1 for rate in rates)  # a chart would draw a word as a zero
    assert any(cell.value == "withheld" for row in sheet for cell in row)
    assert not any(cell.data_type == "f" for one in book for row in one for cell in row)
    assert any(cell.number_format == "0.0 %" and cell.value for row in book["All decisions"] for cell in row)


def test_a_report_on_paper_says_its_figures_and_what_stands_beside_them_on_numbered_pages(october, analyst, client):
    paper = PdfReader(io.BytesIO(taken(client, analyst, made_file(october, analyst, "pdf"))))
    pages = [" ".join(page.extract_text().split()) for page in paper.pages]
    text = " ".join(pages)
    assert f"Page 1 of {len(pages)}" in pages[0]
    title, gap = "Override figures, 1 Oct 2026 to 31 Oct 2026", "stands for a number that is withheld"
    for words in (title, gap, "95 % interval", "Definitions", "Hour of the day", analyst.display_name):
        assert words in text
    assert october.audit_hash in text.replace(" ", "")


def test_a_json_file_names_its_schema_and_every_definition_of_its_rates(october, analyst, client):
    told = json.loads(taken(client, analyst, made_file(october, analyst, "json")))
    assert told["schema"] == "workbench.published-report/1"
    assert {name for table in told["tables"] for row in table["rows"] for name in row["rates"]} == set(
        told["definitions"]
    )
    assert told["audit"]["tree_head"] == october.audit_hash


def test_a_file_is_a_disclosure_with_its_hash_from_the_asking_to_the_destruction(october, analyst, client):
    file = made_file(october, analyst, "csv")
    content = taken(client, analyst, file)
    made = events_for(organization_id=analyst.organization_id, action="report_exported").get()
    assert (made.details["sha256"], made.details["start"]) == (file.sha256, "2026-10-01")
    assert made.details["tables"] == file.tables
    assert made.details["n"] > 80
    assert len(content) == file.size
    assert events_for(organization_id=analyst.organization_id, action="report_taken").count() == 1
    ReportFile.objects.filter(pk=file.pk).update(expires_at=clock.now())
    assert client.get(reverse("quality:report_file", args=[file.pk])).status_code == 410
    assert reports_expire(actor=WORKER) == 1
    assert client.get(reverse("quality:report_file", args=[file.pk])).status_code == 410
    assert not ReportPart.objects.filter(file=file).exists()
    assert events_for(organization_id=analyst.organization_id, action="report_destroyed").count() == 1


def test_another_organization_s_publication_and_files_are_not_there(october, analyst, client, world):
    file = made_file(october, analyst, "csv")
    client.force_login(world.people["brightwater_quality"])
    assert client.get(reverse("quality:publication", args=[october.pk])).status_code == 404
    assert (
        client.post(reverse("quality:publication", args=[october.pk]), {"tables": "hour", "formats": "csv"}).status_code
        == 404
    )
    assert client.get(reverse("quality:report_file", args=[file.pk])).status_code == 404
    assert october.first_day.strftime("%B %Y") not in client.get(reverse("quality:reports")).content.decode()


def test_a_page_publishes_asks_and_shows_how_far_files_are(
    decided, analyst, client, django_capture_on_commit_callbacks
):
    client.force_login(analyst)
    with clock.standing_at(LATER):
        facts_bring_up(organization_id=analyst.organization_id)
        assert "October 2026" in client.get(reverse("quality:reports")).content.decode()
        unsure = client.post(reverse("quality:report_publish"), {"first_day": "2026-10-01", "months": "1"})
        assert "fixed for good" in unsure.content.decode()
        assert not Publication.objects.exists()
        answer = client.post(reverse("quality:report_publish"), SURE | {"first_day": "2026-10-01"})
        made = Publication.objects.get(organization=analyst.organization_id)
        assert answer.url == reverse("quality:publication", args=[made.pk])
        refused = client.post(answer.url, {"formats": ["csv"]})
        assert refused.status_code == 422
        assert "Choose at least one table." in refused.content.decode()
        client.post(answer.url, {"tables": ["hour"], "formats": ["csv", "json"]})
        assert "waits for a worker" in client.get(reverse("quality:reports")).content.decode()
        publication_fill(publication_id=made.pk)
        for file in ReportFile.objects.filter(publication=made):
            report_make(file_id=file.pk)
        part = client.get(reverse("quality:reports"), headers={"HX-Request": "true"}).content.decode()
        assert part.count("Download") == 2
        assert "hx-trigger" not in part


def test_a_period_that_runs_has_no_button_and_says_why(decided, analyst, client):
    client.force_login(analyst)
    with clock.standing_at(LATER):
        answer = client.post(reverse("quality:report_publish"), SURE | {"first_day": "2026-11-01"})
    assert answer.status_code == 422
    assert "from 2 December 2026 on" in answer.content.decode()
    assert not Publication.objects.exists()


def test_a_file_that_cannot_be_made_says_so_and_leaves_nothing(october, analyst, monkeypatch):
    (file,) = report_ask(
        publication=october, tables=["hour"], formats=["csv"], person=analyst, actor=actor_for(analyst)
    )

    def broken(report):
        raise ReportError("The disk is full.")

    monkeypatch.setitem(DRAWN, "csv", broken)
    report_make(file_id=file.pk)
    file.refresh_from_db()
    assert (file.state, file.failure, file.parts.count()) == ("failed", "The disk is full.", 0)


def test_two_workers_make_a_file_once_and_a_lost_worker_s_file_is_made_again(october, analyst):
    (file,) = report_ask(
        publication=october, tables=["hour"], formats=["csv"], person=analyst, actor=actor_for(analyst)
    )
    ReportFile.objects.filter(pk=file.pk).update(state="making", leased_until=clock.now() + timedelta(minutes=5))
    assert not report_make(file_id=file.pk)
    ReportFile.objects.filter(pk=file.pk).update(leased_until=clock.now() - timedelta(minutes=5))
    assert report_make(file_id=file.pk)
    tend_reports()
    assert not report_make(file_id=file.pk)


def test_a_cell_cannot_become_a_formula():
    assert [formula_safe(cell) for cell in ("=1+1", "+1", "-1", "@x", "12")] == ["'=1+1", "'+1", "'-1", "'@x", "12"]


def test_files_that_are_asked_for_twice_at_once_are_made_once(october, analyst):
    first, second = (asked_for(october, analyst, "csv")[0].pk for _ in range(2))
    assert first == second
    with clock.standing_at(clock.now() + timedelta(minutes=2)):
        assert asked_for(october, analyst, "csv")[0].pk != first
    assert events_for(organization_id=analyst.organization_id, action="report_asked").count() == 2


def published_of(analyst):
    with clock.standing_at(LATER):
        made = period_publish(first_day=date(2026, 10, 1), months=1, person=analyst, actor=actor_for(analyst))
        publication_fill(publication_id=made.pk)
    made.refresh_from_db()
    return {table.key: table for table in tables_published(made)}


def overridden(number, of):
    return [Slot([Judged(OCTOBER + timedelta(days=at % 28), *(("reject", "none", "omission") if at < number else ()))])
            for at in range(of)]  # fmt: skip


def test_figures_of_one_reviewer_s_place_are_told_with_others_alone(world, analyst):
    people = [world.okafor, world.lindholm, *(make_person(world.cedar, f"more-{at}", "physician") for at in range(7))]
    for at, person in enumerate(people):
        person.site = ("River", "Lake", "Hill", "Hill", "Hill", "Dale", "Dale", "Dale", "Dale")[at]
        person.save(update_fields=["site"])
        write(world.anna, [person], overridden(15, 30), Random(at))
    site = published_of(analyst)["site"]
    assert list(site.rows) == [("Dale",), ("groups of fewer than 3 reviewers",)]
    assert [row["decisions"] for row in site.rows.values()] == [120, 150]


def test_a_period_in_which_two_people_decided_shows_no_figure(world, analyst):
    write(world.anna, [world.okafor, world.lindholm], overridden(40, 120), Random(1))
    tables = published_of(analyst)
    assert set(tables) == {"total"}
    assert set(tables["total"].rows["All decisions",].values()) == {None}


@pytest.mark.parametrize(
    ("first_day", "sentence"),
    [("9999-12-01", "lies ahead"), ("1900-01-01", "Nobody decided"), ("2026-09-01", "Nobody decided"),
     ("2026-10-01", "Fewer than 3 people decided")],
)  # fmt: skip
def test_a_period_of_nobody_or_of_single_reviewers_is_refused_and_fixes_no_grid(
    world, analyst, client, first_day, sentence
):
    write(world.anna, [world.okafor, world.lindholm], overridden(20, 40), Random(1))
    client.force_login(analyst)
    with clock.standing_at(LATER):
        answer = client.post(reverse("quality:report_publish"), SURE | {"first_day": first_day})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Publication.objects.exists()
