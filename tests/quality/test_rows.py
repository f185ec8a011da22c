"""Single decisions leave de-identified, k-anonymous, for a purpose that two people stand for."""

import csv
import io
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import uuid4

import pytest
from django.urls import reverse

from apps.access.errors import StepUpFailed
from apps.access.models import Person
from apps.access.selectors import actor_for
from apps.audit.selectors import events_for
from apps.core import clock
from apps.core.errors import NotAllowed
from apps.quality import pipeline
from apps.quality.domain.rows import BLANKED, BLANKED_IN_ORDER, COLUMNS, K
from apps.quality.errors import ReportError
from apps.quality.making import report_make
from apps.quality.models import DecisionFact, ReportFile
from apps.quality.rows import rows_of
from apps.quality.services import rows_ask, rows_deny
from tests.factories import PASSWORD, make_person

FIRST, LAST = date(2025, 1, 1), date(2025, 12, 31)
NEXT_YEAR = datetime(2026, 2, 1, 12, tzinfo=UTC)
PURPOSE = "A study of what is overridden, by specialty."


def facts(organization, number, seed=1, **more):
    """Write facts of a year, some combinations frequent and some of one decision."""
    chance = Random(seed)
    DecisionFact.objects.bulk_create(
        DecisionFact(**{
            "decision_id": uuid4(), "item_id": uuid4(), "organization": organization, "person_id": uuid4(),
            "decided_at": datetime(2025, 3, 1, tzinfo=UTC), "day": FIRST + timedelta(days=chance.randint(0, 364)),
            "hour": 9, "counts_as": chance.choice(["unedited", "style", "substantive", "rejected"]),
            "kind": chance.choice(["chart_summary", "prior_auth_letter"]), "harm": "no", "role": "physician",
            "specialty": chance.choice(["rheumatology", "cardiology"]), "payer": f"Payer {chance.randint(0, 2)}",
            "policy": f"P-{min(int(chance.expovariate(0.4)), 30)}", "age_band": chance.choice(["40-64", "80+"]),
            "sex": chance.choice(["female", "male"]), "language": chance.choices(["en", "es", "so"], [80, 18, 2])[0],
            "opened": True, "attention": False, **more,
        })
        for _ in range(number)
    )  # fmt: skip


def read(organization):
    rows = rows_of(organization.pk, FIRST, LAST)
    text = "\n".join(line for lines in rows.lines for line in lines)
    return rows, [dict(zip(COLUMNS, row, strict=True)) for row in csv.reader(io.StringIO(text))]


def combination(row):
    return (row["kind"], *(row[column] for column in BLANKED_IN_ORDER))


def test_every_combination_that_stands_occurs_eleven_times_and_none_is_changed_into_another(world):
    facts(world.cedar, 600)
    rows, told = read(world.cedar)
    assert min(Counter(map(combination, told)).values()) >= K
    assert (len(told), rows.kept + rows.left_out) == (rows.kept, 600)
    assert rows.blanked == sum(BLANKED in combination(row) for row in told)
    whole = set(map(combination, DecisionFact.objects.values("kind", *BLANKED_IN_ORDER)))
    assert {one for one in map(combination, told) if BLANKED not in one} <= whole
    assert {row["year"] for row in told} == {"2025"}


def test_no_id_no_day_and_no_hour_is_in_a_row_and_what_looks_like_a_formula_is_text(world):
    facts(world.cedar, 30, site='=cmd|"x"', kind="chart_summary", policy="", payer="", specialty="cardiology",
          language="en", age_band="80+", sex="female")  # fmt: skip
    fact = DecisionFact.objects.first()
    rows = rows_of(world.cedar.pk, FIRST, LAST)
    text = "\n".join(line for lines in rows.lines for line in lines)
    assert not {str(fact.decision_id), str(fact.person_id), str(fact.day)} & set(text.replace('"', "").split(","))
    assert "2025-" not in text
    assert next(csv.reader(io.StringIO(text)))[COLUMNS.index("site")] == '\'=cmd|"x"'


def test_what_is_too_rare_to_stand_anywhere_is_left_out_and_other_organizations_are_in_no_row(world):
    facts(world.cedar, 10)
    facts(world.brightwater, 40, seed=2)
    rows, told = read(world.cedar)
    assert (rows.kept, rows.left_out, told) == (0, 10, [])


@pytest.fixture
def people(world):
    return world.people["marchetti"], world.people["privacy"]


def asked(person, at=NEXT_YEAR, year=2025, purpose=PURPOSE):
    with clock.standing_at(at):
        return rows_ask(year=year, purpose=purpose, person=person, actor=actor_for(person))


def test_two_people_stand_for_a_file_of_single_decisions_and_the_file_says_who_and_how(world, people, client):
    analyst, officer = people
    facts(world.cedar, 300)
    file = asked(analyst)
    assert not report_make(file_id=file.pk)
    pipeline.rows_allow(file_id=file.pk, password=PASSWORD, person=officer, actor=actor_for(officer))
    assert report_make(file_id=file.pk)
    file.refresh_from_db()
    client.force_login(analyst)
    answer = client.get(reverse("quality:report_file", args=[file.pk]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    about, _, table = text.partition("\r\n\r\n")
    for words in (PURPOSE, officer.display_name, analyst.display_name, "164.514(b)(2)", "suppressed", "event "):
        assert words in about
    assert len(list(csv.DictReader(io.StringIO(table)))) == file.whole
    told = events_for(organization_id=world.cedar.pk, action="report_exported").get().details
    assert (told["rows"], told["n"], told["sha256"]) == (True, file.whole, file.sha256)
    assert PURPOSE not in str(events_for(organization_id=world.cedar.pk, action="rows_asked").get().details)


@pytest.mark.parametrize(
    ("at", "year", "purpose", "sentence"),
    [(NEXT_YEAR, 2026, PURPOSE, "is not over"), (NEXT_YEAR, 2025, "  ", "what the file is for"),
     (NEXT_YEAR, 2025, "x" * 501, "500 characters")],
)  # fmt: skip
def test_a_year_that_runs_or_a_purpose_that_is_missing_is_refused(people, at, year, purpose, sentence):
    with pytest.raises(ReportError, match=sentence):
        asked(people[0], at, year, purpose)


def test_nobody_allows_what_they_asked_for_and_no_analyst_allows_anything(world, people):
    analyst, officer = people
    file = asked(analyst)
    with pytest.raises(NotAllowed):
        pipeline.rows_allow(file_id=file.pk, password=PASSWORD, person=analyst, actor=actor_for(analyst))
    with pytest.raises(StepUpFailed):
        pipeline.rows_allow(file_id=file.pk, password="wrong", person=officer, actor=actor_for(officer))
    ReportFile.objects.filter(pk=file.pk).update(asked_by=officer)
    with pytest.raises(ReportError, match="Another person"):
        pipeline.rows_allow(file_id=file.pk, password=PASSWORD, person=officer, actor=actor_for(officer))


def test_a_refusal_is_on_record_and_ends_the_request(world, people):
    analyst, officer = people
    file = asked(analyst)
    rows_deny(file_id=file.pk, person=officer, actor=actor_for(officer))
    with pytest.raises(ReportError, match="waits for nobody"):
        rows_deny(file_id=file.pk, person=officer, actor=actor_for(officer))
    assert not report_make(file_id=file.pk)
    assert events_for(organization_id=world.cedar.pk, action="rows_denied").count() == 1


def allowed(file, officer):
    return pipeline.rows_allow(file_id=file.pk, password=PASSWORD, person=officer, actor=actor_for(officer))


def test_a_year_leaves_in_one_file_so_that_no_two_can_be_compared(world, people):
    analyst, officer = people
    facts(world.cedar, 300)
    first, second = asked(analyst), asked(analyst, purpose="The same once more, later.")
    allowed(first, officer)
    for act in (lambda: allowed(second, officer), lambda: asked(analyst, purpose="A third study.")):
        with pytest.raises(ReportError, match="in one file alone"):
            act()
    assert report_make(file_id=first.pk)
    ReportFile.objects.filter(pk=first.pk).update(state="expired")
    with pytest.raises(ReportError, match="in one file alone"):
        asked(analyst, purpose="A fourth study.")
    ReportFile.objects.filter(pk=first.pk).update(state="failed")
    assert allowed(second, officer).state == "waiting"


def test_the_same_request_waits_once(world, people):
    assert asked(people[0]).pk == asked(people[0]).pk
    assert asked(people[0], purpose="Another study.").pk != asked(people[0]).pk


@pytest.mark.parametrize("purpose", ["study", "Look into MRN-000414 of Dr. Okafor", "A look at Anna Lindgren-Sato"])
def test_a_purpose_says_why_and_names_nobody(people, purpose):
    with pytest.raises(ReportError):
        asked(people[0], purpose=purpose)
    assert not ReportFile.objects.exists()


def test_who_asked_for_single_decisions_takes_them_away_and_nobody_else(world, people, client):
    analyst, officer = people
    facts(world.cedar, 300)
    file = asked(analyst)
    allowed(file, officer)
    assert report_make(file_id=file.pk)
    address = reverse("quality:report_file", args=[file.pk])
    client.force_login(make_person(world.cedar, "second-analyst", "quality"))
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("quality:rows")).content.decode()
    client.force_login(analyst)
    assert address in client.get(reverse("quality:rows")).content.decode()
    assert client.get(address).status_code == 200


def test_a_file_of_somebody_whose_account_ended_is_not_made(world, people):
    analyst, officer = people
    facts(world.cedar, 300)
    file = asked(analyst)
    allowed(file, officer)
    Person.objects.filter(pk=analyst.pk).update(is_active=False)
    report_make(file_id=file.pk)
    file.refresh_from_db()
    assert (file.state, file.parts.count()) == ("failed", 0)
    assert file.failure


def test_a_file_says_how_many_were_left_out_only_as_few_or_many(world, people):
    analyst, officer = people
    facts(world.cedar, 600)
    file = asked(analyst)
    allowed(file, officer)
    assert report_make(file_id=file.pk)
    about = b"".join(part.content for part in file.parts.all()).decode("utf-8-sig").partition("\r\n\r\n")[0]
    told = dict(csv.reader(io.StringIO(about)))
    assert {told["left out"], told["blanked in some place"]} <= {"fewer than 11", "11 or more"}


def test_a_place_of_fewer_than_three_reviewers_stands_in_no_row(world):
    alike = {"kind": "chart_summary", "policy": "", "payer": "", "language": "en", "age_band": "80+", "sex": "female"}
    facts(world.cedar, 30, site="Hill", specialty="cardiology", **alike)
    facts(world.cedar, 30, site="River", specialty="rheumatology", person_id=uuid4(), **alike)
    _, told = read(world.cedar)
    found = {(row["site"], row["specialty"], row["role"]) for row in told}
    assert found == {("Hill", "cardiology", "physician"), (BLANKED, BLANKED, BLANKED)}
