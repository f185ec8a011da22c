"""Whom a C-CDA document is about, by its own header (US Realm Header, 1.1: recordTarget/patientRole)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from apps.chart.domain.ccda.narrative import child, children, words_of
from apps.chart.domain.identity.claims import Claim, Part
from apps.chart.domain.identity.dates import days_meant

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ENVELOPE = -1  # the block of these claims: no header in the text is theirs
MOST_CLAIMS = 40


def patient_claims(root: "Element") -> tuple[Claim, ...]:
    """Return names, birth time and ids of the patient a document is sent for; an id with its assigning authority."""
    claims = (claim for target in children(root, "recordTarget") for claim in _of_target(target))
    return tuple(claims)[:MOST_CLAIMS]


def _of_target(target: "Element") -> Iterator[Claim]:
    for role in children(target, "patientRole"):
        for number in children(role, "id"):
            if (text := (number.get("extension") or "").strip()) and number.get("nullFlavor") is None:
                yield Claim(Part.IDENTIFIER, text, (number.get("root") or "").strip(), ENVELOPE)
        for person in children(role, "patient"):
            yield from (Claim(Part.NAME, name, block=ENVELOPE) for name in _names(person))
            born = child(person, "birthTime")
            value = (born.get("value") or "")[:8] if born is not None else ""
            if days_meant(value):
                yield Claim(Part.BIRTH_DATE, value, block=ENVELOPE)


def _names(person: "Element") -> Iterator[str]:
    for name in children(person, "name"):
        given = " ".join(words_of(one) for one in children(name, "given"))
        family = " ".join(words_of(one) for one in children(name, "family"))
        if given.strip() and family.strip():
            yield f"{family}, {given}"
