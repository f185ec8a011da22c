"""P11: which restricted pages leave with a letter: those whose patient consented in writing (42 CFR Part 2)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from apps.audit.selectors import events_for
from apps.chart.models import SourceDocument
from apps.core import clock
from apps.review import services
from apps.review.errors import ReviewError
from apps.review.models import SendingConsent, SignedFile
from apps.review.selectors.consents import consented_labels
from tests.review.letters import waived


@pytest.fixture
def restricted(letter):
    SourceDocument.objects.filter(pk=letter.documents["phone"].pk).update(labels=["mental_health"])
    return letter


def record(letter, **changed):
    values = {"labels": ["mental_health"], "signed_on": clock.today(), "expires_on": None, "kept": "Scanned form."}
    return services.consent_record(**{**values, **changed}, **letter.act(letter.world.okafor))


def test_a_restricted_page_is_enclosed_once_the_patients_consent_is_on_record(restricted):
    record(restricted)
    waived(restricted)
    assert str(restricted.documents["phone"].pk) in SignedFile.objects.get().enclosed


def test_without_consent_it_is_not_enclosed(restricted):
    waived(restricted)
    assert str(restricted.documents["phone"].pk) not in SignedFile.objects.get().enclosed


DAY = timedelta(days=1)
REFUSED = {
    "another label": (lambda: {"labels": ["hiv"]}, "Choose what"),
    "no label": (lambda: {"labels": []}, "Choose what"),
    "no place": (lambda: {"kept": " "}, "where the signed form"),
    "ahead": (lambda: {"signed_on": clock.today() + DAY}, "in the future"),
    "over": (lambda: {"expires_on": clock.today() - DAY}, "is over"),
    "signed by a slip": (lambda: {"signed_on": date(26, 11, 2)}, "more than fifty years away"),
    "ends by a slip": (lambda: {"expires_on": date.max}, "more than fifty years away"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_consent_that_covers_nothing_or_is_not_in_force_is_refused(restricted, case):
    changed, sentence = REFUSED[case]
    with pytest.raises(ReviewError, match=sentence):
        record(restricted, **changed())
    assert not SendingConsent.objects.exists()


def test_taking_it_back_is_on_record_and_the_page_stays_at_home(restricted):
    consent = record(restricted)
    assert consented_labels(restricted.draft) == {"mental_health"}
    services.consent_withdraw(consent_id=consent.pk, **restricted.act(restricted.world.okafor))
    assert consented_labels(restricted.draft) == frozenset()
    events = [*events_for(organization_id=restricted.world.cedar.pk, draft_id=restricted.draft.pk)][:2]
    assert [event.action for event in events] == ["consent_withdrawn", "consent_recorded"]


def test_the_page_records_one_and_says_what_it_refused(restricted):
    client = restricted.client(restricted.world.okafor)
    address = reverse("review:draft_consents", args=[restricted.draft.pk])
    typed = {"labels": ["mental_health"], "signed_on": clock.today().isoformat(), "kept": "With Ms. Lindgren-Sato."}
    assert client.post(address, typed).status_code == 302
    assert "Lindgren" not in SendingConsent.objects.get().kept
    assert "With Ms. Lindgren-Sato." in client.get(address).content.decode()
    assert client.post(address, {**typed, "kept": ""}).status_code == 422
