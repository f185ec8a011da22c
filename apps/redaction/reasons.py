"""Reasons are plain text that stays when a record is destroyed: no identifier may stand in one."""

from uuid import UUID

from apps.chart import selectors as chart
from apps.chart.domain.identifiers import KnownIdentifier
from apps.redaction.concealment import Searcher
from apps.redaction.corrections import corrections_of
from apps.redaction.domain.corrections import NO_CORRECTIONS
from apps.redaction.domain.kinds import IdentifierKind

NAME_NOBODY = "Name no person, number or place in the reason."
OF_A_COMPANY = frozenset({IdentifierKind.ORGANIZATION, IdentifierKind.URL, IdentifierKind.EMAIL})


def reason_check(patient_id: UUID | None, text: str, *, names_company: bool = False) -> str:
    """Return why a text may not be kept as a reason, or an empty text.

    It holds something of the patient's record, or something whose shape gives it away. What only the name finder
    suspects is let through: a person can read the refusal, but not argue with a model. ``names_company``: the text says
    who made or runs something, so a company and how it is reached may stand in it.
    """
    known: list[KnownIdentifier] = []
    corrections = NO_CORRECTIONS
    if patient_id is not None and (patient := chart.patient_get(patient_id)).destroyed_at is None:
        known, corrections = chart.known_identifiers(patient), corrections_of(patient_id)
    spared = OF_A_COMPANY if names_company else frozenset()
    return NAME_NOBODY if any(it.kind not in spared for it in Searcher(known, corrections).certain(text)) else ""
