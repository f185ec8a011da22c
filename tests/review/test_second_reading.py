"""A draft that was read a second time: no page of it tells who did."""

from uuid import uuid4

from django.urls import reverse

from apps.access.selectors import actor_for
from apps.audit.models import AuditEvent
from apps.quality.services import reading_show
from apps.review.selectors import access_draft
from tests.review.acts import words


def test_neither_the_signed_page_nor_who_looked_nor_the_ledger_tells_who_read_a_second_time(signed, colleague):
    draft, okafor = access_draft(colleague, signed.draft.pk), signed.world.okafor
    reading_show(draft=draft, case_id=uuid4(), actor=actor_for(colleague))
    assert AuditEvent.objects.filter(action="reading_opened", actor_id=str(colleague.pk)).exists()
    client = signed.client(okafor)
    assert "Lindholm" not in words(client.get(reverse("review:draft_signed", args=[draft.pk])))
    looked = words(client.get(reverse("viewer:chart_looks", args=[draft.patient_id])))
    ledger = words(client.get(reverse("review:draft_ledger", args=[draft.pk])))
    assert "Lindholm" in looked  # as everybody who looks is named
    assert "Lindholm" in ledger
    for told in (looked, ledger):
        assert "second" not in told.replace("seconds", "").lower()
