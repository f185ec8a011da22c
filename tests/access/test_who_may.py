"""The pages of who may see what: read, taken out, signed off; roles, care teams and grants changed."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.access.domain.roles import Permission
from apps.access.domain.usage import RARE, USED_BY
from apps.access.models import AccessReview, BreakGlassGrant, CareTeam, Person
from apps.access.selectors import actor_for
from apps.access.services import break_glass_open, care_team_create, care_team_member_add
from apps.audit.models import AuditEvent
from apps.chart.models import Delegation
from apps.chart.selectors import patients_visible_to
from apps.chart.services import delegation_give, patient_grant
from apps.core import clock
from apps.core.canonical import sha256_hex
from apps.viewer.domain.rights import safe_cell
from tests.factories import SETUP, World

ACCESS, FILE, SIGN = (reverse(f"rights:{name}") for name in ("access", "access_csv", "access_sign"))
GRANTS, GIVE, TAKE = (reverse(f"rights:{name}") for name in ("grants", "grant_give", "grant_take"))


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def rows(world: World) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client_of(world.admin).get(FILE).content.decode())))


def sign_off(world: World, **changes: Any) -> Any:
    client = client_of(world.privacy)
    seen = client.get(ACCESS).context["page"].sha256
    given = {"seen": seen, "findings": "Nothing to be done.", "next_due": clock.today() + timedelta(days=80), **changes}
    return client.post(SIGN, given)


def test_the_file_tells_each_right_by_how_it_comes(world: World) -> None:
    team = care_team_create(organization=world.cedar, slug="rheum", name="Rheumatology", actor=SETUP)
    care_team_member_add(team=team, person=world.lindholm, actor=SETUP)
    patient_grant(patient=world.berta, permission="view_chart", team=team, actor=SETUP)
    now = clock.now()
    delegation_give(
        person=world.okafor, to_person=world.reyes, reason="leave", starts_at=now, ends_at=now + timedelta(days=1),
        actor=actor_for(world.okafor),
    )  # fmt: skip
    break_glass_open(
        person=world.nurse,
        patient_id=world.anna.pk,
        reason_code="other",
        reason="On call.",
        actor=actor_for(world.nurse),
    )
    told = {(row["who"], row["on"], row["how"]) for row in rows(world) if row["row"] in {"grant", "emergency"}}
    anna = str(world.anna.pk)
    assert ("Dr. Imani Okafor", anna, "their own grant") in told
    assert ("Dr. Erik Lindholm", str(world.berta.pk), "care team Rheumatology") in told
    assert ("Dr. Paloma Reyes", "every patient of theirs", "delegated by Dr. Imani Okafor") in told
    assert ("Nell Ursin", anna, "opened in an emergency") in told
    assert not [who for who, _, _ in told if "Quill" in who]
    opened = next(row for row in rows(world) if row["row"] == "emergency")
    assert opened["from"] == timezone.localtime(BreakGlassGrant.objects.get().opened_at).isoformat(timespec="seconds")


def test_the_page_and_the_file_name_no_patient(world: World) -> None:
    client = client_of(world.admin)
    for page in (client.get(ACCESS), client.get(FILE)):
        assert "Lindgren" not in page.content.decode()
    assert {"access_viewed", "access_exported"} <= set(AuditEvent.objects.values_list("action", flat=True))


def test_a_grant_that_the_role_cannot_use_is_reported(world: World) -> None:
    patient_grant(patient=world.anna, permission="sign_draft", person=world.nurse, actor=SETUP)
    told = [row["remark"] for row in rows(world) if row["who"] == "Nell Ursin" and row["right"] == "sign draft"]
    assert told == ["opens nothing: the role may not sign drafts"]


def test_a_right_that_no_act_used_for_90_days_is_reported_and_one_that_was_used_is_not(world: World) -> None:
    Person.objects.update(created_at=clock.now() - timedelta(days=200))
    client_of(world.okafor).get(reverse("viewer:chart_detail", args=[world.anna.pk]))
    unused = {(row["who"], row["right"]) for row in rows(world) if row["row"] == "unused"}
    assert ("Dr. Imani Okafor", "open charts") not in unused
    assert ("Dr. Imani Okafor", "sign drafts") in unused
    assert ("Dr. Erik Lindholm", "open charts") in unused


def test_every_right_has_acts_that_use_it_or_is_kept_for_a_rare_day() -> None:
    assert set(USED_BY) == set(Permission)
    assert [right for right in Permission if not USED_BY[right] and right not in RARE] == []


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_cell_is_shown_and_never_computed(cell: str) -> None:
    assert safe_cell(cell) == f"'{cell}"


def test_a_name_that_is_a_formula_leaves_as_words(world: World) -> None:
    Person.objects.filter(pk=world.okafor.pk).update(display_name='=HYPERLINK("http://x")', credentials="")
    assert "'=HYPERLINK" in client_of(world.admin).get(FILE).content.decode()


def test_the_file_tells_two_people_of_one_name_apart_and_says_what_each_role_reads(world: World) -> None:
    Person.objects.filter(pk__in=[world.okafor.pk, world.reyes.pk]).update(display_name="One Name")
    told = rows(world)
    assert {row["account"] for row in told if row["who"] == "Dr. One Name"} == {world.okafor.email, world.reyes.email}
    reads = {(row["row"], row["role"]): row["right"] for row in told}
    assert "clinical notes" in reads["reads", "physician"]
    assert reads["restricted records", "biller"] == "nothing restricted"


def test_a_sign_off_keeps_the_hash_of_the_very_file_the_findings_sealed_and_the_next_day(world: World) -> None:
    seen = sha256_hex(client_of(world.admin).get(FILE).content.decode())
    assert sign_off(world).status_code == 302
    review = AccessReview.objects.get()
    assert (review.seen_sha256, review.findings, review.person) == (seen, "Nothing to be done.", world.privacy)
    event = AuditEvent.objects.get(action="access_reviewed")
    assert event.details["seen_sha256"] == seen
    assert "Nothing to be done" not in str(event.details)
    assert "Signed off by Priya Vacy" in client_of(world.auditor).get(ACCESS).content.decode()
    with pytest.raises(DatabaseError), transaction.atomic():
        AccessReview.objects.update(next_due=clock.today())


REFUSED = [
    ({"seen": "0" * 64}, "changed since you opened"),
    ({"findings": ""}, "Say what you found"),
    ({"findings": "Anna Lindgren-Sato was seen."}, "Name no person"),
    ({"next_due": "2001-01-01"}, "due again within"),
]


@pytest.mark.parametrize(("changes", "sentence"), REFUSED)
def test_a_sign_off_of_something_else_or_without_findings_is_refused_in_a_sentence(
    world: World, changes: dict[str, str], sentence: str
) -> None:
    refused = sign_off(world, **changes)
    assert refused.status_code == 422
    assert sentence in refused.content.decode()
    assert not AccessReview.objects.exists()


@pytest.mark.parametrize("who", ["auditor", "admin"])
def test_who_only_reads_it_is_told_who_signs(world: World, who: str) -> None:
    client = client_of(world.people[who])
    assert "A privacy officer signs this off" in client.get(ACCESS).content.decode()
    assert client.post(SIGN, {}).status_code == 403


def test_another_role_is_recorded_with_old_and_new_and_ends_open_sessions(world: World) -> None:
    theirs, page = client_of(world.nurse), reverse("rights:person_role", args=[world.nurse.pk])
    assert theirs.get(reverse("viewer:charts")).status_code == 200
    patient_grant(patient=world.anna, permission="view_chart", person=world.nurse, actor=SETUP)
    admin = client_of(world.admin)
    assert "Cannot use: see the chart" in admin.get(page).content.decode()
    assert admin.post(page, {"role": "biller", "seen": "nurse"}).status_code == 302
    event = AuditEvent.objects.get(action="role_changed")
    assert (event.details["old"], event.details["new"]) == ("nurse", "biller")
    assert theirs.get(reverse("viewer:charts")).status_code == 302


@pytest.mark.parametrize(
    ("who", "role", "seen", "sentence"),
    [
        ("admin", "nurse", "admin", "Nobody changes their own role"),
        ("nurse", "biller", "resident", "Somebody else changed this role"),
        ("integration", "nurse", "integration", "An interface stays an interface"),
        ("nurse", "emperor", "nurse", "Select a valid choice"),
    ],
)
def test_a_role_that_may_not_be_is_refused_in_a_sentence(
    world: World, who: str, role: str, seen: str, sentence: str
) -> None:
    person = world.people[who]
    page = reverse("rights:person_role", args=[person.pk])
    refused = client_of(world.admin).post(page, {"role": role, "seen": seen})
    assert refused.status_code == 422
    assert sentence in refused.content.decode()
    assert Person.objects.get(pk=person.pk).role == person.role


def test_a_person_is_added_without_a_password_and_a_bad_address_is_refused_with_nothing_lost(world: World) -> None:
    page, client = reverse("access:person_new"), client_of(world.admin)
    given = {"email": "new@cedar.example", "display_name": "Noor Ito", "role": "nurse", "npi": "12"}
    refused = client.post(page, given)
    assert refused.status_code == 422
    assert "An NPI has ten digits" in refused.content.decode()
    assert "Noor Ito" in refused.content.decode()
    assert client.post(page, {**given, "npi": ""}).status_code == 302
    added = Person.objects.get(email="new@cedar.example")
    assert not added.has_usable_password()
    assert added.organization == world.cedar


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "<b>Noor Ito", "Noor <script> Ito", "+1 Ito", "..."])
def test_what_a_spreadsheet_or_a_page_would_run_is_nobody_s_name(world: World, name: str) -> None:
    given = {"email": "new@cedar.example", "display_name": name, "role": "nurse"}
    refused = client_of(world.admin).post(reverse("access:person_new"), given)
    assert refused.status_code == 422
    assert "to stand on letters" in refused.content.decode()
    assert not Person.objects.filter(email="new@cedar.example").exists()


def test_a_care_team_is_made_and_people_come_and_go(world: World) -> None:
    client = client_of(world.admin)
    assert client.post(reverse("access:teams"), {"name": "Night shift"}).status_code == 302
    team = CareTeam.objects.get(slug="night-shift")
    patient_grant(patient=world.berta, permission="view_chart", team=team, actor=SETUP)
    page = reverse("access:team", args=[team.pk])
    for act, sees in (("add", True), ("remove", False)):
        assert client.post(page, {"act": act, "person": world.nurse.pk}).status_code == 302
        assert patients_visible_to(world.nurse).exists() is sees
    assert client.post(page, {"act": "add", "person": world.quill.pk}).status_code == 422
    assert AuditEvent.objects.filter(action__startswith="team_member").count() == 2


def test_a_patient_is_named_by_the_mrn_that_the_chart_shows(world: World) -> None:
    client = client_of(world.admin)
    given = {"patient": world.berta.mrn, "right": "view_chart", "person": world.nurse.pk, "reason": "referral"}
    assert client.post(GIVE, given).status_code == 200
    assert patients_visible_to(world.nurse).filter(pk=world.berta.pk).exists()
    assert client.post(GIVE, {**given, "patient": world.carla.mrn}).status_code == 422


@pytest.mark.parametrize(("who", "right"), [("lindqvist", "sign_draft"), ("admin", "view_chart")])
def test_a_right_that_opens_nothing_to_a_role_is_refused_with_why(world: World, who: str, right: str) -> None:
    person = world.people[who]
    given = {"patient": str(world.anna.pk), "right": right, "person": person.pk, "reason": "referral"}
    refused = client_of(world.admin).post(GIVE, given)
    assert refused.status_code == 422
    assert "would open nothing" in refused.content.decode()
    assert not person.patientpersongrant_set.filter(permission__codename=right).exists()


def test_neither_right_nor_reason_is_chosen_for_the_administrator(world: World) -> None:
    client = client_of(world.admin)
    page = client.get(GRANTS).content.decode()
    assert page.count('<option value="" selected>Choose</option>') == 2
    unsaid = client.post(GIVE, {"patient": world.berta.mrn, "person": world.nurse.pk, "right": "", "reason": ""})
    assert unsaid.status_code == 422
    assert "Choose which right." in unsaid.content.decode()
    assert "Choose why it is given." in unsaid.content.decode()
    assert not patients_visible_to(world.nurse).filter(pk=world.berta.pk).exists()


def test_a_grant_is_given_until_a_day_and_taken_back_for_a_reason(world: World) -> None:
    client = client_of(world.admin)
    last = clock.today() + timedelta(days=3)
    given = {"patient": str(world.berta.pk), "right": "view_chart", "person": world.nurse.pk, "reason": "referral"}
    shown = client.post(GIVE, {**given, "last_day": last})
    assert shown.status_code == 200
    assert "Nell Ursin" in shown.content.decode()
    assert patients_visible_to(world.nurse).filter(pk=world.berta.pk).exists()
    assert "Okonjo" not in shown.content.decode()
    taken = {
        "patient": "berta",
        "right": "view_chart",
        "kind": "person",
        "holder": world.nurse.pk,
        "reason": "not_used",
    }
    assert client.post(TAKE, taken).status_code == 200
    assert not patients_visible_to(world.nurse).exists()
    reasons = AuditEvent.objects.filter(action__in=["grant_given", "grant_removed"]).order_by("-sequence")[:2]
    assert [event.details["reason"] for event in reasons] == ["not_used", "referral"]


def test_nobody_is_told_that_a_right_was_taken_from_a_team_that_is_not_of_their_organization(world: World) -> None:
    theirs = care_team_create(organization=world.brightwater, slug="nights", name="Nights", actor=SETUP)
    taken = {"patient": "anna", "right": "view_chart", "kind": "team", "holder": theirs.pk, "reason": "not_used"}
    assert client_of(world.admin).post(TAKE, taken).status_code == 404


@pytest.mark.parametrize("told", ["carla", "nobody", ""])
def test_a_number_of_no_patient_or_of_another_organization_s_gives_nothing(world: World, told: str) -> None:
    client = client_of(world.admin)
    assert client.post(GRANTS, {"patient": told}).status_code == 422
    given = {"patient": told, "right": "view_chart", "person": world.nurse.pk, "reason": "referral"}
    assert client.post(GIVE, given).status_code == 422
    assert not patients_visible_to(world.nurse).exists()


def test_a_physician_delegates_on_a_page_that_both_see_and_either_ends(world: World) -> None:
    page, client = reverse("delegation:delegations"), client_of(world.okafor)
    last = clock.today() + timedelta(days=2)
    given = {"to_person": world.lindholm.pk, "first_day": clock.today(), "last_day": last, "reason": "leave"}
    assert client.post(page, given).status_code == 302
    theirs = client_of(world.lindholm)
    assert "You review for <strong>Dr. Imani Okafor" in theirs.get(page).content.decode()
    assert theirs.get(reverse("viewer:chart_detail", args=[world.anna.pk])).status_code == 200
    row = Delegation.objects.get()
    assert client_of(world.reyes).post(reverse("delegation:delegation_end", args=[row.pk])).status_code == 404
    assert theirs.post(reverse("delegation:delegation_end", args=[row.pk])).status_code == 302
    assert theirs.get(reverse("viewer:chart_detail", args=[world.anna.pk])).status_code == 404


def test_a_delegation_that_is_too_long_keeps_what_was_typed_and_says_why(world: World) -> None:
    page, client = reverse("delegation:delegations"), client_of(world.okafor)
    given = {"to_person": world.lindholm.pk, "first_day": clock.today(), "reason": "leave",
             "last_day": clock.today() + timedelta(days=40)}  # fmt: skip
    refused = client.post(page, given)
    assert refused.status_code == 422
    assert "30 days at most" in refused.content.decode()
    assert str(given["last_day"]) in refused.content.decode()


def test_the_lists_take_as_many_statements_for_many_people_as_for_few(
    world: World, django_assert_max_num_queries: Any
) -> None:
    def asked() -> int:
        client = client_of(world.admin)
        with django_assert_max_num_queries(40) as found:
            assert client.get(ACCESS).status_code == 200
        return len(found)

    few = asked()
    for patient in (world.anna, world.berta):
        for who in ("lindholm", "nurse", "pharmacist", "social_worker"):
            patient_grant(patient=patient, permission="view_chart", person=world.people[who], actor=SETUP)
    assert asked() == few
