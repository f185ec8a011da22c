"""Ids of another organization, and of another patient, in the place of one's own, where something is read.

What is sent is tried in test_forms.py; here is what only shows, and that no place of an id was forgotten: in no address
and in no form. A record of somebody else is never shown, and reads as one that never was.
"""

import pytest
from django.test import Client
from django.urls import reverse

from apps.access.domain.roles import ROLES, PatientPermission, role_may
from apps.access.models import StepUpChallenge
from apps.chart.services import patient_grant
from apps.review.models import ChartAnswer
from tests.access.everything import ELSEWHERE, LABELLED, NOBODY, OTHER, OWN, House, addresses
from tests.access.forms import FORMS, address_of, read_along
from tests.access.forms.stage import policy_elsewhere
from tests.access.matrix import NOT_THERE, NOTHING, ROWS
from tests.access.posting import send
from tests.factories import PASSWORD, SETUP, make_person
from tests.identity_provider import IdentityProvider, follow, led_to

PATHS = {address.name: address for address in addresses()}
REFUSED = {302, 403, 404}

# --- No place of an id is forgotten

# What stands in an address and is no id of a record of somebody's, and why.
WORDS = {
    "act": "which form of a draft", "monday": "a week of one's own log", "sequence": "test_log_heads.py",
    "digest": "a release, the same for every organization", "key": "a policy by its name", "version": "see key",
    "dimension": "what figures are broken down by", "week": "a week of one's own figures",
}  # fmt: skip
# Ids that tests of their own try.
OWN_TESTS = {
    ("exchange:notified", "subscription_id"): "the secret of one opens no other: tests/review/pas/test_pended.py",
    ("quality:adjudication_round", "round_id"): "of another organization: tests/quality/test_adjudication.py",
    ("quality:report_file", "file_id"): "of another organization: tests/quality/test_reports.py",
    ("quality:second_reading", "case_id"): "of somebody else's decision: tests/quality/test_adjudication.py",
    ("reference:reference_detail", "document_id"): "tests/viewer/test_references.py",
}  # fmt: skip
AWAY = [name for name, address in PATHS.items() if "asked" in address.parameters]  # back from the identity provider
# Under a draft of one's own: what of it is read by an id.
NESTED = {
    "citation_id": ["review:citation", "review:criterion_citation", "review:chosen_citation", "review:cited_words",
                    "review:own_citation"],
    "document_id": ["review:source"],
}  # fmt: skip
POLICIES = [name for name, address in PATHS.items() if name.startswith("coverage:") and "pk" in address.parameters]


def tried() -> set[tuple[str, str]]:
    """Return each place in an address at which somebody else's id is tried: here, or in test_forms.py."""
    sent = {address_of(key) for key in FORMS}
    nested = {it for name in sent for it in PATHS[name].parameters}
    named = {(name, it) for name in sent for it in PATHS[name].parameters}
    named |= {(name, it) for it in nested for name in read_along(it)}
    named |= {(name, it) for it, names in NESTED.items() for name in names}
    named |= {(name, it) for name in POLICIES for it in ("pk", "before")}
    named |= {(name, "asked") for name in AWAY} | {("review:chart_check", "answer_id"), *OWN_TESTS}
    guarded = ("draft_id", "patient_id", "document_id", "redacted_id", "person_id")  # test_matrix.py
    return named | {(name, it) for name, row in ROWS.items() if row.about != NOTHING for it in guarded}


def test_somebody_else_s_id_is_tried_at_every_place_of_an_address_that_takes_one() -> None:
    places = {(name, it) for name, address in PATHS.items() for it in address.parameters if it not in WORDS}
    assert places - tried() == set()


def client_of(house: House, name: str) -> Client:
    rights = ROWS[name].rights
    client = Client(raise_request_exception=False)
    client.force_login(next(house.people[role] for role in ROLES if any(role_may(role, right) for right in rights)))
    return client


# --- What is read


def test_a_policy_of_another_organization_is_not_read(house: House) -> None:
    policy, answered = policy_elsewhere(house.world), {}
    for name in POLICIES:
        if ROWS[name].get != NOT_THERE:
            path = PATHS[name].path({"pk": policy.pk, "before": policy.pk})
            answered[name] = client_of(house, name).get(path).status_code
    assert answered == dict.fromkeys(answered, 404)
    assert answered


@pytest.mark.parametrize("whose", [OTHER, ELSEWHERE, LABELLED])
def test_under_a_draft_of_one_s_own_nothing_of_another_is_read(house: House, whose: str) -> None:
    own, theirs = house.ids(OWN), house.ids(whose)
    shown = []
    for parameter, names in NESTED.items():
        for name in names:
            answer = client_of(house, name).get(PATHS[name].path({**own, parameter: theirs[parameter]}))
            if answer.status_code not in REFUSED:
                shown.append((name, answer.status_code))
    assert shown == []


@pytest.mark.parametrize("whose", [OTHER, ELSEWHERE])
def test_a_document_of_another_patient_does_not_open_under_a_chart_of_one_s_own(house: House, whose: str) -> None:
    path = reverse("viewer:document_detail", args=[house.patients[OWN].pk, house.documents[whose].pk])
    assert client_of(house, "viewer:document_detail").get(path).status_code == 404


def test_what_a_chart_said_is_read_by_who_asked_alone(house: House) -> None:
    okafor, patient = house.world.okafor, house.patients[OWN]
    said = ChartAnswer.objects.create(
        organization=patient.organization, patient=patient, policy=house.drafts[OWN].policy, person=okafor,
        chart_sha256="0" * 64,
    )  # fmt: skip
    path = PATHS["review:chart_check"].path({"answer_id": said.pk})
    assert {key: send(house.people[key], path, method="get").status for key in ("physician", "resident", "nurse")} == {
        "physician": 200, "resident": 404, "nurse": 404,
    }  # fmt: skip


def test_the_log_shows_nothing_of_a_person_a_patient_or_a_draft_of_another_organization(house: House) -> None:
    ours, theirs = client_of(house, "audit:log"), Client()
    theirs.force_login(make_person(house.world.brightwater, "their-auditor", "auditor"))
    patient_grant(patient=house.patients[ELSEWHERE], permission="view_evidence", person=house.world.quill, actor=SETUP)
    asked = {"patient": house.patients[ELSEWHERE].pk}
    shown = [bool(one.get(reverse("audit:log"), asked).context["page"].lines) for one in (ours, theirs)]
    assert shown == [False, True]
    refused = ours.get(reverse("audit:log"), {"person": house.world.quill.pk})
    assert "Nobody of that id works in your organization." in refused.content.decode()


def test_what_somebody_brought_back_from_the_identity_provider_counts_for_nobody_else(
    house: House, identity_provider: IdentityProvider
) -> None:
    okafor, colleague, own, ids = house.world.okafor, house.world.lindholm, Client(), house.ids(OWN)
    own.force_login(okafor)
    own.post(reverse("account_factors_open"), {"password": PASSWORD})
    follow(own, identity_provider, own.post(reverse("account_account_new")))
    away = own.post(reverse("account_factors_open"), {"way": "oidc"})
    back = own.get(identity_provider.back_from(led_to(own, away)))["Location"]
    asked = StepUpChallenge.objects.get(pk=back.rstrip("/").rpartition("/")[2])
    for permission in PatientPermission:
        patient_grant(patient=house.patients[OWN], permission=permission.value, person=colleague, actor=SETUP)
    for name in AWAY:
        paths = [PATHS[name].path({**ids, "asked": one}) for one in (asked.pk, NOBODY)]
        taken, never = (send(colleague, path, method="get", opened=True) for path in paths)
        assert (name, taken.status in {302, 404, 422}, taken.told) == (name, True, never.told)
    asked.refresh_from_db()
    assert asked.used_at is None
    assert own.get(back)["Location"] == reverse("account_factors")
    asked.refresh_from_db()
    assert asked.used_at
