"""The lines above the text: to whom, about whom, from whom. Plain words in, plain words out."""

from dataclasses import asdict, dataclass
from datetime import date


def day_words(day: date) -> str:
    """Return a date nobody can misread, such as 12 Mar 2026."""
    return f"{day.day} {day:%b %Y}"


@dataclass(frozen=True, slots=True)
class Subject:
    """The patient as a reader outside must be able to find them (P11)."""

    name: str
    born: date | None
    age: int | None
    sex: str
    mrn: str
    member_id: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the payer, as the record and the policy have it; an empty text for what neither says."""

    plan: str = ""
    group: str = ""
    service: str = ""  # the code in the policy's words
    service_on: str = ""  # the day of service
    quantity: str = ""  # with its unit, where the order names one
    frequency: str = ""
    duration: str = ""
    diagnoses: str = ""  # each code in words
    payer_address: str = ""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The organization as it stands on its letters."""

    address: str = ""
    phone: str = ""
    fax: str = ""


@dataclass(frozen=True, slots=True)
class Clinician:
    name: str
    credentials: str
    specialty: str
    organization: str
    npi: str

    @property
    def signed_name(self) -> str:
        return ", ".join(part for part in (self.name, self.credentials) if part)


def letter_header(
    *,
    payer: str,
    policy: str,
    patient: Subject,
    request: str,
    service_code: str,
    diagnoses: list[str],
    urgency_reason: str,
    urgency_by: str,
    clinician: Clinician,
    day: date,
    asked: Asked,
    letterhead: Letterhead,
    appeal: str = "",
) -> dict[str, str]:
    """Return the header of a letter of medical necessity, line by line; a line that has nothing to say is left out."""
    with_code = f"{request} ({service_code})" if service_code else request
    lines = {
        "to": f"Medical director, {payer}",
        "patient": f"{patient.name}, born {day_words(patient.born)}" if patient.born else patient.name,
        "member": f"Member {patient.member_id}" if patient.member_id else "",
        "request": with_code,
        "diagnosis": f"Diagnosis {', '.join(diagnoses)}" if diagnoses else "",
        "policy": policy,
        "appeal": appeal,
        "urgency": f"Expedited, reason given by {urgency_by}: {urgency_reason}" if urgency_reason else "",
        **_from(clinician, day),
        **_in_parts(payer, patient, request, asked, letterhead),
    }
    return {key: line for key, line in lines.items() if line}


def _in_parts(payer: str, patient: Subject, request: str, asked: Asked, letterhead: Letterhead) -> dict[str, str]:
    """Return what a letter on paper sets apart line by line (P11)."""
    return {
        "payer": payer,
        "name": patient.name,
        "born": day_words(patient.born) if patient.born else "",
        "member_id": patient.member_id,
        "item": request,
        **{key: str(words) for key, words in asdict(asked).items()},
        **{f"clinic_{key}": str(words) for key, words in asdict(letterhead).items()},
    }


def summary_header(*, patient: Subject, purpose: str, clinician: Clinician, day: date) -> dict[str, str]:
    """Return the header of a chart summary."""
    who = [f"born {day_words(patient.born)} ({patient.age})" if patient.born else "", patient.sex, f"MRN {patient.mrn}"]
    lines = {
        "patient": ", ".join([patient.name, *(part for part in who if part)]),
        "request": purpose,
        **_from(clinician, day),
    }
    return {key: line for key, line in lines.items() if line}


def _from(clinician: Clinician, day: date) -> dict[str, str]:
    return {
        "clinician": clinician.signed_name,
        "specialty": clinician.specialty.capitalize(),
        "organization": clinician.organization,
        "npi": f"NPI {clinician.npi}" if clinician.npi else "",
        "date": day_words(day),
    }
