"""What rests on records that leave by consent alone stays in the house until the patient's consent is on record."""

from datetime import timedelta

import pytest
from django.urls import reverse

from apps.access.domain.labels import LEAVES_BY_CONSENT, Label
from apps.access.selectors import actor_for
from apps.audit.models import AuditEvent
from apps.chart.errors import ChartError
from apps.chart.models import ConsentRecord, SourceDocument
from apps.chart.selectors import labels_consented
from apps.chart.services import patient_consent_record, patient_consent_revoke, patient_grant
from apps.core import clock
from apps.core.errors import NotAllowed
from apps.review.selectors.consents import why_not_leave
from tests.factories import SETUP
from tests.review.letters import waived


def label(letter, *labels):
    cited = letter.draft.claims.values_list("citations__source_document", flat=True)
    SourceDocument.objects.filter(pk__in=[one for one in cited if one][:1]).update(labels=list(labels))


def consent(letter, **changed):
    values = {
        "labels": ["part2"], "recipient": "", "starts_on": clock.today(), "ends_on": None, "kept": "Scanned form.",
        "patient": letter.world.anna, "person": letter.world.okafor, "actor": actor_for(letter.world.okafor),
        **changed,
    }  # fmt: skip
    return patient_consent_record(**values)


@pytest.mark.parametrize("held", sorted(LEAVES_BY_CONSENT - {Label.UNCLASSIFIED}))
def test_without_consent_it_stays_and_the_sentence_says_what_is_missing_and_who_records_it(letter, held):
    label(letter, held)
    said = why_not_leave(letter.draft)
    assert "written consent" in said
    assert letter.draft.policy.payer in said
    assert "Who treats the patient" in said
    consent(letter, labels=[held])
    assert why_not_leave(letter.draft) == ""


@pytest.mark.parametrize("held", sorted(set(Label) - LEAVES_BY_CONSENT))
def test_other_sensitive_records_need_none_for_what_the_letter_says(letter, held):
    label(letter, held)
    assert why_not_leave(letter.draft) == ""


def test_no_consent_covers_what_nobody_has_classified(letter):
    label(letter, "unclassified")
    consent(letter, labels=["restricted", "part2", "psychotherapy"])
    assert "nobody has classified" in why_not_leave(letter.draft)


NOT_COVERING = {
    "another label": lambda: {"labels": ["psychotherapy"]},
    "another recipient": lambda: {"recipient": "Some Other Plan"},
    "over": lambda: {"starts_on": clock.today() - timedelta(days=9), "ends_on": clock.today() - timedelta(days=1)},
}


@pytest.mark.parametrize("case", NOT_COVERING)
def test_a_consent_that_does_not_cover_it_lets_nothing_out(letter, case):
    label(letter, "part2")
    consent(letter, **NOT_COVERING[case]())
    assert why_not_leave(letter.draft)


def test_a_consent_that_names_the_payer_covers_it_however_it_is_written(letter):
    label(letter, "part2")
    consent(letter, recipient=f"  {letter.draft.policy.payer.upper()} ")
    assert why_not_leave(letter.draft) == ""


def test_what_is_revoked_lets_nothing_out_and_stays_on_record(letter):
    label(letter, "part2")
    kept = consent(letter)
    person = letter.world.okafor
    for _ in range(2):
        patient_consent_revoke(patient=letter.world.anna, consent_id=kept.pk, person=person, actor=actor_for(person))
    assert why_not_leave(letter.draft)
    assert ConsentRecord.objects.get().revoked_by == person
    told = AuditEvent.objects.filter(action__startswith="patient_consent").order_by("sequence")
    assert list(told.values_list("action", flat=True)) == ["patient_consent_recorded", "patient_consent_revoked"]
    assert "Scanned" not in str(list(told.values_list("details", flat=True)))


def test_a_letter_is_neither_submitted_nor_handed_out_without_it(letter):
    waived(letter)
    label(letter, "part2")
    staff = letter.client(letter.world.lindqvist)
    page = staff.get(reverse("review:authorization", args=[letter.draft.pk])).content.decode()
    assert "written consent" in page
    typed = {"channel": "portal", "submitted_at": clock.now().strftime("%Y-%m-%dT%H:%M"), "payer_class": "medicare"}
    answer = staff.post(reverse("review:authorization_submit", args=[letter.draft.pk]), typed)
    assert answer.status_code in {409, 422}
    assert not AuditEvent.objects.filter(action="authorization_submitted").exists()


REFUSED = {
    "no label": (lambda: {"labels": []}, "Choose what"),
    "no such label": (lambda: {"labels": ["unclassified", "hiv"]}, "Choose what"),
    "ahead": (lambda: {"starts_on": clock.today() + timedelta(days=1)}, "in the future"),
    "ends before": (lambda: {"ends_on": clock.today() - timedelta(days=1)}, "before it begins"),
    "no place": (lambda: {"kept": " "}, "where the signed form"),
    "too long": (lambda: {"recipient": "x" * 301}, "Shorten"),
    "a slip": (lambda: {"starts_on": clock.today().replace(year=1926)}, "fifty years"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_right_is_refused(letter, case):
    changed, sentence = REFUSED[case]
    with pytest.raises(ChartError, match=sentence):
        consent(letter, **changed())
    assert not ConsentRecord.objects.exists()


@pytest.mark.parametrize("who", ["lindholm", "quill", "privacy", "lindqvist"])
def test_who_does_not_treat_the_patient_records_none(letter, who):
    person = letter.world.people[who]
    with pytest.raises(NotAllowed):
        consent(letter, person=person, actor=actor_for(person))


def test_the_page_records_one_sealed_and_takes_it_back(letter):
    client = letter.client(letter.world.okafor)
    address = reverse("viewer:chart_consents", args=[letter.world.anna.pk])
    typed = {
        "labels": ["part2"],
        "recipient": "Plan of Anna",
        "starts_on": clock.today().isoformat(),
        "kept": "Folder.",
    }
    assert client.post(address, {**typed, "kept": ""}).status_code == 422
    assert client.post(address, typed).status_code == 302
    page = client.get(address).content.decode()
    assert "Plan of Anna" in page
    assert "in force" in page
    kept = ConsentRecord.objects.get()
    assert b"Plan" not in bytes(kept.recipient_sealed)
    client.post(reverse("viewer:consent_revoke", args=[letter.world.anna.pk, kept.pk]))
    assert "revoked" in client.get(address).content.decode()
    assert labels_consented(letter.world.anna.pk, "Plan of Anna", clock.today()) == frozenset()


def test_a_consent_of_another_patient_is_not_there_under_a_chart_of_one_s_own(letter):
    patient_grant(patient=letter.world.berta, permission="view_chart", person=letter.world.okafor, actor=SETUP)
    kept, client = consent(letter, patient=letter.world.berta), letter.client(letter.world.okafor)
    assert client.post(reverse("viewer:consent_revoke", args=[letter.world.anna.pk, kept.pk])).status_code == 404
    assert ConsentRecord.objects.get().revoked_at is None
    for _ in range(2):  # a double click revokes once
        address = reverse("viewer:consent_revoke", args=[letter.world.berta.pk, kept.pk])
        assert client.post(address).status_code == 302
    assert ConsentRecord.objects.get().revoked_at
