"""Agreements with outside hosts: who records them, what they may cover, and that the page says how long they last."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.access.domain.labels import Label
from apps.access.selectors import actor_for
from apps.audit.models import AuditEvent
from apps.core import clock
from apps.core.canonical import sha256_hex
from apps.core.errors import NotAllowed
from apps.governance.domain.agreements import DATA_CLASSES, NEVER_OUTSIDE, REDACTED_NOTES, AgreementState, Terms
from apps.governance.errors import AgreementError
from apps.governance.models import Agreement
from apps.governance.selectors import leave_to
from apps.governance.services import agreement_withdraw
from tests.factories import World, make_agreement

HOST = "models.example"
DAY = date(2026, 6, 1)
LABELS = st.sets(st.sampled_from([label.value for label in Label]))


def terms(classes: set[str], **change: Any) -> Terms:
    return Terms(HOST, "Example", DAY, DAY + timedelta(days=30), frozenset(classes), **change)


@given(covered=LABELS, labels=LABELS)
def test_a_document_is_covered_only_when_each_of_its_labels_is(covered: set[str], labels: set[str]) -> None:
    may = terms({REDACTED_NOTES, *covered}).covers(labels)
    assert may == (labels <= covered and not labels & NEVER_OUTSIDE)
    assert not terms(covered - {REDACTED_NOTES}).covers(labels)


@pytest.mark.parametrize(
    ("after", "state", "left"),
    [(-1, "not yet in force", 31), (0, "in force", 30), (30, "in force", 0), (31, "ended", 0)],
)
def test_an_agreement_counts_from_the_day_it_was_signed_through_its_last(after: int, state: str, left: int) -> None:
    today = DAY + timedelta(days=after)
    assert terms({REDACTED_NOTES}).state(today) == AgreementState(state)
    assert terms({REDACTED_NOTES}).days_left(today) == left
    assert terms({REDACTED_NOTES}, withdrawn=True).state(today) == AgreementState.WITHDRAWN


def test_an_agreement_is_recorded_with_what_it_says_and_an_event(world: World) -> None:
    agreement = make_agreement(world, "Models.Example", "hiv")
    assert (agreement.host, agreement.data_classes) == (HOST, ["hiv", REDACTED_NOTES])
    event = AuditEvent.objects.get(action="agreement_recorded")
    assert (event.object_id, event.details["host"], event.details["sha256"]) == (str(agreement.pk), HOST, "ab" * 32)
    assert leave_to(world.cedar.pk, HOST).agreement_id == str(agreement.pk)
    assert leave_to(world.brightwater.pk, HOST).refusal


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"host": "https://models.example/v1"}, "Give the host alone"),
        ({"host": "models.example:443"}, "Give the host alone"),
        ({"host": "localhost"}, "stands inside the perimeter"),
        ({"host": "gpu.clinic.internal"}, "stands inside the perimeter"),
        ({"host": "10.1.2.3"}, "stands inside the perimeter"),
        ({"host": "0x7f000001"}, "stands inside the perimeter"),
        ({"counterparty": " "}, "Name the other party"),
        ({"signed_on": date(2999, 1, 1)}, "has not come yet"),
        ({"expires_on": date(2020, 1, 1)}, "before the day it was signed"),
        ({"signed_on": date(2019, 1, 1), "expires_on": date(2020, 1, 1)}, "has ended already"),
        ({"signed_on": date(26, 1, 1)}, "more than fifty years away"),
        ({"expires_on": date.max}, "more than fifty years away"),
        ({"data_classes": ["hiv"]}, "must cover redacted notes"),
        ({"data_classes": [REDACTED_NOTES, "psychotherapy"]}, "can cover this class of data here: psychotherapy"),
        ({"document_sha256": "abc"}, "64 hexadecimal digits"),
    ],
)
def test_what_cannot_be_right_is_not_recorded(world: World, change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(AgreementError, match=sentence):
        make_agreement(world, change.pop("host", HOST), **change)
    assert not Agreement.objects.exists()


def test_only_who_runs_the_control_room_records_and_withdraws(world: World) -> None:
    agreement = make_agreement(world, HOST)
    with pytest.raises(NotAllowed):
        make_agreement(world, "other.example", person=world.okafor)
    with pytest.raises(NotAllowed):
        agreement_withdraw(agreement_id=agreement.pk, reason="x", person=world.privacy, actor=actor_for(world.privacy))


def test_one_document_stands_once_and_may_stand_again_after_it_was_withdrawn(world: World) -> None:
    agreement = make_agreement(world, HOST)
    with pytest.raises(AgreementError, match="on record for this host already"):
        make_agreement(world, HOST)
    given = {"person": world.admin, "actor": actor_for(world.admin)}
    agreement_withdraw(agreement_id=agreement.pk, reason="A wrong day", **given)
    assert "was withdrawn" in leave_to(world.cedar.pk, HOST).refusal.sentence
    with pytest.raises(AgreementError, match="does not stand any more"):
        agreement_withdraw(agreement_id=agreement.pk, reason="Again ended", **given)
    assert leave_to(world.cedar.pk, HOST).agreement_id == ""
    assert make_agreement(world, HOST).pk != agreement.pk


def test_the_one_signed_last_counts(world: World) -> None:
    make_agreement(world, HOST, "hiv", "genetic")
    newer = make_agreement(world, HOST, signed_on=clock.today(), document_sha256="cd" * 32)
    leave = leave_to(world.cedar.pk, HOST)
    assert leave.agreement_id == str(newer.pk)
    assert leave.terms
    assert not leave.terms.covers({"hiv"})


def test_the_database_refuses_an_agreement_that_ends_before_it_begins(world: World) -> None:
    agreement = make_agreement(world, HOST)
    with pytest.raises(IntegrityError, match="agreement_ends_after_it_is_signed"), transaction.atomic():
        Agreement.objects.filter(pk=agreement.pk).update(expires_on=date(2000, 1, 1))


@pytest.fixture
def admin(world: World, client: Client) -> Client:
    client.force_login(world.admin)
    return client


def posted(**change: Any) -> dict[str, Any]:
    return {
        "host": HOST, "counterparty": "Example Models, Inc.", "signed_on": clock.today().isoformat(),
        "expires_on": (clock.today() + timedelta(days=10)).isoformat(), "data_classes": [REDACTED_NOTES, "hiv"],
        "document": SimpleUploadedFile("baa.pdf", b"signed"), **change,
    }  # fmt: skip


def test_the_page_records_the_document_by_its_sha256_and_counts_the_days(admin: Client) -> None:
    done = admin.post(reverse("governance:agreement_record"), posted(), follow=True).content.decode()
    assert "The agreement is on record." in done
    assert "10 days left" in done
    assert Agreement.objects.get().document_sha256 == sha256_hex("signed") in done


def test_the_page_says_what_is_wrong_and_keeps_what_was_typed(admin: Client) -> None:
    response = admin.post(reverse("governance:agreement_record"), posted(host="https://models.example"))
    shown = response.content.decode()
    assert response.status_code == 422
    assert "Give the host alone" in shown
    assert "Example Models, Inc." in shown
    missing = admin.post(reverse("governance:agreement_record"), {"host": HOST})
    assert (missing.status_code, Agreement.objects.count()) == (422, 0)


def test_the_page_withdraws_for_a_reason_and_says_so(admin: Client, world: World) -> None:
    url = reverse("governance:agreement_withdraw", args=[make_agreement(world, HOST).pk])
    assert admin.post(url, {"reason": " "}).status_code == 422
    shown = admin.post(url, {"reason": "The <b>contract</b> ended"}, follow=True).content.decode()
    assert "Withdrawn" in shown
    assert "The &lt;b&gt;contract&lt;/b&gt; ended" in shown
    assert AuditEvent.objects.filter(action="agreement_withdrawn").count() == 1


def test_another_role_reads_and_changes_nothing_and_another_organization_sees_none(admin: Client, world: World) -> None:
    agreement = make_agreement(world, HOST)
    Agreement.objects.filter(pk=agreement.pk).update(organization=world.brightwater)
    assert HOST not in admin.get(reverse("governance:agreements")).content.decode().split("Put one on record")[0]
    url = reverse("governance:agreement_withdraw", args=[agreement.pk])
    assert admin.post(url, {"reason": "Not ours"}).status_code == 422
    admin.force_login(world.okafor)
    for name in ("agreements", "agreement_record"):
        response = (
            admin.get(reverse("governance:agreements"))
            if name == "agreements"
            else admin.post(reverse("governance:agreement_record"), posted())
        )
        assert response.status_code == 403


def test_what_no_agreement_can_cover_is_not_offered() -> None:
    assert not {label.value for label in NEVER_OUTSIDE} & DATA_CLASSES.keys()
