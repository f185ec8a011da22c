"""Agreements (BAA): which stand, and whether one of them lets something leave now."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from apps.core import clock
from apps.governance.domain.agreements import DATA_CLASSES, SOON_DAYS, AgreementState, Refusal, Terms, refusal_of
from apps.governance.models import Agreement


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One agreement with what the day makes of it."""

    agreement: Agreement
    state: AgreementState
    days_left: int

    @property
    def stands(self) -> bool:
        """Whether something may leave under it today."""
        return self.state is AgreementState.IN_FORCE

    @property
    def may_be_withdrawn(self) -> bool:
        """Whether it counts now or will."""
        return self.state in {AgreementState.IN_FORCE, AgreementState.NOT_YET}

    @property
    def covers(self) -> list[str]:
        """What it covers, in words."""
        return [words for name, words in DATA_CLASSES.items() if name in self.agreement.data_classes]

    @property
    def ends_soon(self) -> bool:
        """Whether it is time to see to the next one."""
        return self.stands and self.days_left <= SOON_DAYS


@dataclass(frozen=True, slots=True)
class Leave:
    """The agreement under which something may leave to a host now, or why nothing may."""

    terms: Terms | None = None
    agreement_id: str = ""
    refusal: Refusal | None = None


def agreement_rows(organization_id: UUID) -> list[AgreementRow]:
    """Return every agreement of an organization: those that count first, the soonest to end first, then the others."""
    rows = Agreement.objects.filter(organization=organization_id).select_related("recorded_by", "withdrawn_by")
    today = clock.today()
    found = [
        AgreementRow(it, terms_of(it).state(today), terms_of(it).days_left(today))
        for it in rows.order_by("expires_on", "pk")
    ]
    return sorted(found, key=lambda row: list(AgreementState).index(row.state))


def leave_to(organization_id: UUID, host: str, *, holding: bool = False) -> Leave:
    """Return whether an organization's text may leave to a host on this day of the house. Never cached.

    The one signed last counts where several are in force. ``holding``, inside a transaction, makes a withdrawal wait
    for its end.
    """
    rows: QuerySet[Agreement] = Agreement.objects.filter(organization=organization_id, host=host.lower())
    rows = rows.order_by("-signed_on", "-created_at", "pk")
    found = [(it, terms_of(it)) for it in (rows.select_for_update(no_key=True) if holding else rows)]
    today = clock.today()
    for row, terms in found:
        if terms.state(today) is AgreementState.IN_FORCE:
            return Leave(terms=terms, agreement_id=str(row.pk))
    return Leave(refusal=refusal_of(host, [terms for _, terms in found], today))


def terms_of(agreement: Agreement) -> Terms:
    """Return an agreement as a plain value."""
    return Terms(
        host=agreement.host,
        counterparty=agreement.counterparty,
        signed_on=agreement.signed_on,
        expires_on=agreement.expires_on,
        data_classes=frozenset(agreement.data_classes),
        withdrawn=agreement.withdrawn_at is not None,
    )
