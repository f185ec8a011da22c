"""Reasons are plain text that stays when a record is destroyed: no identifier may stand in one."""

from collections.abc import Iterable
from uuid import UUID

from apps.access.selectors import display_names_of
from apps.chart import selectors as chart
from apps.chart.domain.identifiers import IdentifierKind as Known
from apps.chart.domain.identifiers import KnownIdentifier
from apps.redaction.concealment import Searcher
from apps.redaction.corrections import corrections_of
from apps.redaction.domain.called import digits_in, holds_number, is_called, is_plain_latin, words_in
from apps.redaction.domain.corrections import NO_CORRECTIONS
from apps.redaction.domain.kinds import IdentifierKind, Layer

NAME_NOBODY = "Name no person, number or place in the reason."
IN_LATIN = "Write this in Latin letters, with nothing that hides a letter or turns the direction of reading."
OF_AN_ADDRESS = frozenset(
    {IdentifierKind.ADDRESS, IdentifierKind.PLACE, IdentifierKind.ZIP, IdentifierKind.PHONE, IdentifierKind.FAX}
)
OF_A_COMPANY = frozenset({IdentifierKind.ORGANIZATION, IdentifierKind.URL, IdentifierKind.EMAIL})
NUMBERS = frozenset(
    {Known.MRN, Known.SSN, Known.DRIVER_LICENSE, Known.PASSPORT, Known.MEMBER_ID, Known.ACCOUNT, Known.OTHER_ID,
     Known.PHONE}
)  # fmt: skip


def reason_check(
    patient_id: UUID | None,
    text: str,
    *,
    organization_id: UUID | None = None,
    names_company: bool = False,
    addressed: bool = False,
) -> str:
    """Return why a text may not be kept as a reason, or an empty text.

    It holds something of the patient's record, something whose shape gives it away, or the name or a number of one of
    the organization's patients or people. What only the name finder suspects is let through: a person can read the
    refusal, but not argue with a model. ``names_company``: the text says who made or runs something, so a company, how
    it is reached and a family name that it has may stand in it. ``addressed``: it says where a letter went, so an
    address or a telephone number may stand in it that is not of the patient's record. The sentence never repeats what
    was found.
    """
    if not is_plain_latin(text):
        return IN_LATIN
    known: list[KnownIdentifier] = []
    corrections = NO_CORRECTIONS
    if patient_id is not None and (patient := chart.patient_get(patient_id)).destroyed_at is None:
        known, corrections = chart.known_identifiers(patient), corrections_of(patient_id)
        organization_id = organization_id or patient.organization_id
    spared = OF_A_COMPANY if names_company else frozenset()
    elsewhere = OF_AN_ADDRESS if addressed else frozenset()
    found = Searcher(known, corrections).certain(text)
    if any(it.kind not in spared and (it.kind not in elsewhere or it.layer is Layer.KNOWN) for it in found):
        return NAME_NOBODY
    named = organization_id is not None and _names_own(organization_id, text, alone=not names_company)
    return NAME_NOBODY if named else ""


def _names_own(organization_id: UUID, text: str, *, alone: bool) -> bool:
    """Say whether a text has the name or a number of a patient, or the name of a person, of an organization."""
    said = words_in(text)
    patients = chart.patients_called(organization_id, text, *said)
    if any(is_called(said, one.given_name, one.family_name, alone=alone) for one in patients):
        return True
    if any(is_called(said, *_in_two(name), alone=alone) for name in display_names_of(organization_id)):
        return True
    digits = digits_in(text)
    return bool(digits) and any(holds_number(digits, number) for number in _numbers(organization_id))


def _in_two(display_name: str) -> tuple[str, str]:
    given, _, family = display_name.partition(",")[0].rpartition(" ")
    return given, family


def _numbers(organization_id: UUID) -> Iterable[str]:
    for patient in chart.patients_kept(organization_id):
        yield patient.mrn
        yield from (it.text for it in chart.known_identifiers(patient) if it.kind in NUMBERS)
