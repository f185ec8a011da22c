"""Which restricted records may leave: those whose patient consented in writing, for a letter or for good."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from apps.access.domain.labels import LEAVES_BY_CONSENT, Label
from apps.chart.selectors import labels_consented
from apps.core import clock
from apps.drafting.selectors import draft_labels
from apps.review.models import SendingConsent

if TYPE_CHECKING:
    from apps.drafting.models import Draft

UNCLASSIFIED = "This rests on a record that nobody has classified yet. It may leave once that is done, within minutes."
NO_CONSENT = (
    "This rests on records that leave only with the patient's written consent, and no consent in force lets them go to "
    "{recipient}. Who treats the patient records one from the signed form, on the chart's page Consents."
)


def consents_of(draft: "Draft") -> QuerySet[SendingConsent]:
    """Return the consents on record for a letter, oldest first, with who recorded each."""
    return SendingConsent.objects.filter(draft=draft).select_related("person").order_by("created_at", "pk")


def consented_labels(draft: "Draft") -> frozenset[str]:
    """Return the labels that a consent in force today covers: one of this letter, or of the patient for its payer.

    Two statements.
    """
    today = clock.today()
    stands = consents_of(draft).filter(Q(expires_on=None) | Q(expires_on__gte=today), signed_on__lte=today)
    own = frozenset(label for labels in stands.values_list("labels", flat=True) for label in labels)
    return own | labels_consented(draft.patient_id, payer_of(draft), today)


def why_not_leave(draft: "Draft") -> str:
    """Return why what was made of a draft may not leave the house, or an empty text.

    It rests on records that leave by the patient's written consent alone (42 CFR 2.32, F14), and none covers them now.
    What they hold is not said: who reads this may not be one to know. Two statements where there is such a record.
    """
    held = {label.value for label in LEAVES_BY_CONSENT} & set(draft_labels(draft.pk))
    if not held:
        return ""
    if Label.UNCLASSIFIED in held:
        return UNCLASSIFIED
    missing = held - consented_labels(draft)
    return NO_CONSENT.format(recipient=payer_of(draft) or "whoever gets it") if missing else ""


def payer_of(draft: "Draft") -> str:
    """Return who gets a letter, as the policy it argues from calls its payer: for the accounting of disclosures."""
    return str(draft.policy.payer) if draft.policy else ""
