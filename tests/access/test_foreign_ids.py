"""Ids of another organization, and of another patient, in the place of one's own: in addresses and in form fields.

Each record is one that the address would act on, were it one's own. It is never shown and never changed, and a record
of somebody else reads as one that never was.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from apps.access.domain.roles import ROLES, role_may
from apps.access.models import Person, SigningFactor
from apps.core import clock
from apps.core.crypto.sealed import sealing
from apps.coverage.models import CoveragePolicy
from apps.drafting.models import Citation
from apps.governance.domain.scopes import ScopeKind
from apps.governance.models import Agreement, LegalHold, ResumeRequest, ShredRequest
from apps.redaction.models import RedactionCorrection
from apps.review.models import DocumentRequest
from tests.access.everything import ELSEWHERE, LABELLED, OTHER, OWN, House, addresses
from tests.access.matrix import GET, NOT_THERE, POST, ROWS
from tests.factories import World
from tests.review.letters import POLICY

PATHS = {address.name: address for address in addresses()}
REFUSED = {302, 303, 400, 403, 404, 409, 422}


def policy_elsewhere(world: World) -> models.Model:
    return CoveragePolicy.objects.create(
        organization=world.brightwater, policy_id="ELSE", version="1", title="Theirs alone", payer="P",
        effective_start=clock.today(), body={**POLICY, "policy_id": "ELSE"}, sha256="0" * 64, uploaded_by=world.quill,
    )  # fmt: skip


def agreement_elsewhere(house: House) -> models.Model:
    world = house.world
    return Agreement.objects.create(
        organization=world.brightwater, host="models.example", counterparty="Theirs", signed_on=clock.today(),
        expires_on=clock.today(), data_classes=["redacted_notes"], document_sha256="ab" * 32, recorded_by=world.quill,
    )  # fmt: skip


def hold_elsewhere(house: House) -> models.Model:
    world = house.world
    return LegalHold.objects.create(organization=world.brightwater, reason="Theirs", placed_by=world.quill)


def shred_elsewhere(house: House) -> models.Model:
    world = house.world
    patient_id = house.patients[ELSEWHERE].pk
    return ShredRequest.objects.create(
        organization=world.brightwater, patient_id=patient_id, reason="Theirs", asked_by=world.quill
    )


def resume_elsewhere(house: House) -> models.Model:
    world = house.world
    return ResumeRequest.objects.create(
        scope=ScopeKind.ORGANIZATION, subject=str(world.brightwater.pk), version=1, reason="Theirs",
        asked_by=world.quill,
    )  # fmt: skip


def request_elsewhere(house: House) -> models.Model:
    return DocumentRequest.objects.create(
        organization=house.world.brightwater, draft=house.drafts[ELSEWHERE], origin="person", what="Their x-ray",
        requested_by=house.world.quill,
    )  # fmt: skip


def correction_elsewhere(house: House) -> models.Model:
    document = house.documents[ELSEWHERE]
    return RedactionCorrection.objects.create(
        patient=house.patients[ELSEWHERE], document=document, redacted_document=document.redactions.get(), act="added",
        scope="here", kind="PATIENT", start=0, end=3, person=house.world.quill,
    )  # fmt: skip


# What the id names: who made it for whom, and the addresses that take it, by the name of the parameter.
RECORDS: Mapping[str, tuple[Callable[[House], models.Model], str, list[str]]] = {
    "a policy": (lambda house: policy_elsewhere(house.world), "pk", [
        name for name in PATHS if name.startswith("coverage:policy_")
                                          and "pk" in PATHS[name].parameters]),
    "an agreement": (agreement_elsewhere, "agreement_id", ["governance:agreement_withdraw"]),
    "a hold": (hold_elsewhere, "hold_id", ["governance:hold_lift"]),
    "a request to destroy": (shred_elsewhere, "request_id", ["governance:shred_confirm", "governance:shred_withdraw"]),
    "a request to go on": (resume_elsewhere, "request_id", ["governance:resume_confirm", "governance:resume_withdraw"]),
    "a document request": (request_elsewhere, "request_id", [
        "review:request_assign", "review:request_receive", "review:request_cancel"]),
    "a correction of a redaction": (correction_elsewhere, "correction_id", ["privacy:case_accept"]),
}  # fmt: skip


def client_of(house: House, name: str) -> Client:
    rights = ROWS[name].rights
    client = Client(raise_request_exception=False)
    client.force_login(next(house.people[role] for role in ROLES if any(role_may(role, right) for right in rights)))
    return client


def state(row: models.Model) -> dict[str, Any]:
    return type(row)._base_manager.filter(pk=row.pk).values().get()


@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_of_another_organization_is_not_shown_and_not_changed(house: House, kind: str) -> None:
    make, parameter, names = RECORDS[kind]
    row = make(house)
    before, answered = state(row), {}
    for name in names:
        path = PATHS[name].path({parameter: row.pk})
        for method, there in ((GET, ROWS[name].get), (POST, ROWS[name].post)):
            if there != NOT_THERE:
                typed = {"reason": "Because.", "confirm": "on", "person": house.world.admin.pk, "what": "x"}
                answered[name, method] = getattr(client_of(house, name), method)(path, typed).status_code
    assert {key: status for key, status in answered.items() if status not in REFUSED} == {}
    assert state(row) == before
    assert answered


# --- Under a draft or a chart of one's own, what belongs to another

NESTED = {
    "claim_id": [f"review:claim_{act}" for act in ("confirm", "edit", "remove", "waive", "undo")],
    "citation_id": ["review:citation", "review:criterion_citation", "review:chosen_citation", "review:cited_words",
                    "review:span_take_off", "review:own_citation"],
    "document_id": ["review:source", "review:source_find"],
}  # fmt: skip
FORMS = {
    "claim_edit": {"text": "Changed.", "seen": "untouched"}, "claim_remove": {"reason_code": "other"},
    "claim_waive": {"reason_code": "other", "reason": "Because."},
}  # fmt: skip


@pytest.mark.parametrize("whose", [OTHER, ELSEWHERE, LABELLED])
def test_under_a_draft_of_one_s_own_nothing_of_another_opens_or_changes(house: House, whose: str) -> None:
    own, theirs = house.ids(OWN), house.ids(whose)
    claims = list(house.drafts[whose].claims.values())
    shown = []
    for parameter, names in NESTED.items():
        for name in names:
            path = PATHS[name].path({**own, parameter: theirs[parameter]})
            method = GET if ROWS[name].post == NOT_THERE else POST
            typed = FORMS.get(name.partition(":")[2], {"words": "Osteopenia"})
            answer = getattr(client_of(house, name), method)(path, typed)
            if answer.status_code not in REFUSED:
                shown.append((name, answer.status_code))
    assert shown == []
    assert list(house.drafts[whose].claims.values()) == claims
    assert Citation.objects.filter(pk=theirs["citation_id"]).exists()


@pytest.mark.parametrize("whose", [OTHER, ELSEWHERE])
def test_a_document_of_another_patient_does_not_open_under_a_chart_of_one_s_own(house: House, whose: str) -> None:
    path = reverse("viewer:document_detail", args=[house.patients[OWN].pk, house.documents[whose].pk])
    settle = reverse("viewer:document_settle", args=[house.patients[OWN].pk, house.documents[whose].pk])
    client = client_of(house, "viewer:document_settle")
    assert (client.get(path).status_code, client.post(settle, {"reason": "same_person"}).status_code) == (404, 404)


# --- In what is posted

FIELDS: list[tuple[str, Callable[[House], dict[str, Any]]]] = [
    ("governance:hold_place", lambda house: {"patient_id": house.patients[ELSEWHERE].pk, "reason": "A lawsuit."}),
    ("governance:hold_place", lambda house: {"draft_id": house.drafts[ELSEWHERE].pk, "reason": "A lawsuit."}),
    ("governance:shred_ask", lambda house: {"patient_id": house.patients[ELSEWHERE].pk, "reason": "They asked."}),
    ("delegation:delegations", lambda house: {
        "to_person": house.world.quill.pk, "first_day": clock.today(), "last_day": clock.today(), "reason": "leave"}),
    ("review:draft_new", lambda house: {
        "patient": house.patients[ELSEWHERE].pk, "kind": "chart_summary", "subject": "Before the visit"}),
    ("review:draft_new", lambda house: {
        "patient": house.patients[OTHER].pk, "kind": "chart_summary", "subject": "Before the visit"}),
]  # fmt: skip
KEPT = (LegalHold, ShredRequest)


@pytest.mark.parametrize(("name", "typed"), FIELDS)
def test_a_form_that_names_somebody_else_s_record_keeps_nothing(
    house: House, name: str, typed: Callable[[House], dict[str, Any]]
) -> None:
    before = [model.objects.count() for model in KEPT], house.world.cedar.pk
    client = client_of(house, name)
    answer = client.post(reverse(name), typed(house))
    assert answer.status_code in {404, 422}
    assert ([model.objects.count() for model in KEPT], house.world.cedar.pk) == before
    assert "Vasquez" not in answer.content.decode()


# --- What is a person's own


def test_another_person_s_factor_is_not_opened_or_removed(house: House) -> None:
    quill: Person = house.world.quill
    factor = SigningFactor(
        organization=quill.organization, person=quill, kind="webauthn", key_sha256="f" * 64, host="localhost",
        **sealing(name="Her key", secret=b"x"),
    )  # fmt: skip
    factor.save(force_insert=True)
    client = Client(raise_request_exception=False)
    client.force_login(house.world.okafor)
    for name in ("account_factor_remove", "account_app"):
        assert client.post(reverse(name, args=[factor.pk])).status_code in REFUSED
    factor.refresh_from_db()
    assert factor.removed_at is None
