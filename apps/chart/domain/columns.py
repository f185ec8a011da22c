"""The few elements of a Patient and an Encounter that become columns."""

import re
from datetime import tzinfo
from typing import Any

from apps.chart.domain import fhir
from apps.chart.domain.identifiers import IdentifierKind, identifier_value
from apps.chart.domain.labels.received import is_test

LONGEST_NAME, LONGEST_ID, LONGEST_WORDS = 200, 100, 300


def patient_columns(body: fhir.Body) -> dict[str, Any]:
    """Return the columns of a Patient; the body keeps everything else."""
    names = body.get("name") or []
    official = next((name for name in names if name.get("use") == "official"), names[0] if names else {})
    family = fhir.plain(official.get("family")) or fhir.plain(official.get("text")).rpartition(" ")[2]
    given = (
        fhir.plain(" ".join(filter(None, official.get("given") or [])))
        or fhir.plain(official.get("text")).rpartition(" ")[0]
    )
    return {
        "family_name": family[:LONGEST_NAME],
        "given_name": given[:LONGEST_NAME],
        "birth_date": fhir.parse_date(str(body.get("birthDate") or "")),
        "sex": str(body.get("gender") or "")[:20],
        "mrn": identifier_value(body, IdentifierKind.MRN)[:LONGEST_ID],
        "is_test": is_test(body),
        "deceased": bool(body.get("deceasedDateTime") or body.get("deceasedBoolean")),
        "body": body,
    }


def language_of(body: fhir.Body) -> str:
    """Return the ISO 639 code of the language a patient is spoken to in, in lower case; empty where none is known.

    The preferred ``communication``, else the only one (FHIR R4 Patient; US Core wants a BCP 47 tag, of which the first
    subtag is the language).
    """
    spoken = [one for one in fhir.items(body.get("communication")) if isinstance(one, dict)]
    preferred = [one for one in spoken if one.get("preferred") is True]
    told = preferred[:1] or (spoken if len(spoken) == 1 else [])
    tag = fhir.code_of(told[0].get("language")) if told else ""
    language = re.split(r"[-_]", tag)[0].lower()
    return language if re.fullmatch(r"[a-z]{2,3}", language) else ""


def encounter_columns(body: fhir.Body, names: dict[str, str], house: tzinfo) -> dict[str, Any]:
    """Return the columns of an Encounter; a date without a time is a day where the house is."""
    period = body.get("period") or {}
    people = [part.get("individual") for part in body.get("participant") or []]
    return {
        "status": str(body.get("status") or "")[:40],
        "kind": fhir.all_words(body.get("type"))[:LONGEST_WORDS],
        "class_code": fhir.code_of(body.get("class"))[:20],
        "started_at": fhir.parse_moment(str(period.get("start") or ""), house),
        "ended_at": fhir.parse_moment(str(period.get("end") or ""), house),
        "provider": (fhir.names_of(people, names) or fhir.name_of(body.get("serviceProvider"), names))[:LONGEST_WORDS],
    }
