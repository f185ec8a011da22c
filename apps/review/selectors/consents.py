"""Which restricted records may leave with a letter: those whose patient consented in writing."""

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from apps.core import clock
from apps.review.models import SendingConsent

if TYPE_CHECKING:
    from apps.drafting.models import Draft


def consents_of(draft: "Draft") -> QuerySet[SendingConsent]:
    """Return the consents on record for a letter, oldest first, with who recorded each."""
    return SendingConsent.objects.filter(draft=draft).select_related("person").order_by("created_at", "pk")


def consented_labels(draft: "Draft") -> frozenset[str]:
    """Return the labels that a consent in force today covers. One statement."""
    today = clock.today()
    stands = consents_of(draft).filter(Q(expires_on=None) | Q(expires_on__gte=today), signed_on__lte=today)
    return frozenset(label for labels in stands.values_list("labels", flat=True) for label in labels)
