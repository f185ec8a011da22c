"""The blind indexes of the record: what patients and resources are found by when their columns are sealed.

The organization is part of each, so two organizations cannot see that they have a patient in common.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from apps.chart.domain import fhir
from apps.core.crypto.blind import blind_index

if TYPE_CHECKING:
    from apps.chart.models import Patient

WORD = re.compile(r"\w+")


def folded(text: str) -> str:
    """Return a text as it is compared: without accents, in small letters."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parts if not unicodedata.combining(part)).casefold()


def name_words_index(organization_id: UUID, *names: str) -> list[str]:
    """Return the index of each word of these names, each once."""
    words = dict.fromkeys(word for name in names for word in WORD.findall(folded(name)))
    return [blind_index("patient name", organization_id, word) for word in words]


def mrn_index(organization_id: UUID, mrn: str) -> str:
    """Return the index of an MRN, nothing for none."""
    return blind_index("patient mrn", organization_id, folded(mrn)) if mrn else ""


def birth_date_index(organization_id: UUID, born: date | None) -> str:
    """Return the index of a birth date, nothing for none."""
    return blind_index("patient birth date", organization_id, born.isoformat()) if born else ""


def index_patient(patient: "Patient") -> None:
    """Bring the indexes of a patient in step with its names, MRN and birth date; the caller saves."""
    organization = patient.organization_id
    patient.name_index = name_words_index(organization, patient.given_name, patient.family_name)
    patient.mrn_index = mrn_index(organization, patient.mrn)
    patient.birth_date_index = birth_date_index(organization, patient.birth_date)


def identifier_index(organization_id: UUID, resource_type: str, system: str, value: str) -> str:
    """Return the index of a resource's identifier; without a system, of this value under any system."""
    return blind_index("resource identifier", organization_id, resource_type, system, value)


def identifier_indexes(organization_id: UUID, body: Mapping[str, Any]) -> list[str]:
    """Return the indexes of a resource's identifiers, each with and without its system."""
    type_ = str(body["resourceType"])
    pairs = dict.fromkeys(pair for pair in _identifiers(body))
    return [identifier_index(organization_id, type_, system, value) for system, value in pairs]


def _identifiers(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for identifier in fhir.items(body.get("identifier")):
        if isinstance(identifier, dict) and isinstance(identifier.get("value"), str):
            yield "", identifier["value"]
            if isinstance(system := identifier.get("system"), str) and system:
                yield system, identifier["value"]
