"""Who did something: by specialty, credential or role, from the line itself, the visit of that day, or the "
"note's author."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.criteria.encounters import CLINICIAN, Visit
from apps.drafting.domain.criteria.names import roots
from apps.drafting.domain.criteria.periods import Interval
from apps.drafting.domain.criteria.sayings import is_patient_written
from apps.drafting.domain.criteria.suppliers import is_sellers_page, is_suppliers_result, made_by_supplier, suppliers_of
from apps.drafting.domain.facts.lines import line_of
from apps.drafting.domain.facts.quotes import Quote

# A role as policies name it -> the letters after a name that say so.
CREDENTIALS: Mapping[str, str] = {
    "physical therapist": r"PT|DPT|MPT", "physical therapy": r"PT|DPT|MPT",
    "occupational therapist": r"OTR?(?:/L)?|OTD",
    "occupational therapy": r"OTR?(?:/L)?|OTD", "registered nurse": r"RN|BSN", "nurse": r"RN|LPN|BSN|NP|FNP",
    "nurse practitioner": r"NP|FNP|ARNP|APRN|DNP", "pharmacist": r"PharmD|RPh|BCPS", "dietitian": r"RDN?|LDN?",
    "registered dietitian": r"RDN?", "nutritionist": r"RDN?|CNS", "diabetes educator": r"CDE|CDCES",
    "diabetes care and education specialist": r"CDE|CDCES", "psychologist": r"PsyD|PhD",
    "social worker": r"LCSW|MSW|LICSW",
    "speech therapist": r"SLP|CCC-SLP", "audiologist": r"AuD", "respiratory therapist": r"RRT|CRT",
    "chiropractor": r"DC",
    "physician": r"MD|DO|MBBS", "physician assistant": r"PA|PA-C", "podiatrist": r"DPM", "optometrist": r"OD",
    "assistive technology professional": r"ATP", "licensed mental health": r"LCSW|LMHC|LPC|PsyD|PhD",
}  # fmt: skip


# Specialties that one name stands for: policies, boards and clinics call them differently.
SAME_SPECIALTY: Mapping[str, tuple[str, ...]] = {
    "primary care": ("family medicine", "internal medicine", "general practice", "general internal medicine",
    "family practice",
                     "pediatrics", "geriatric medicine"),
    "pcp": ("family medicine", "internal medicine", "general practice", "pediatrics", "primary care"),
    "pulmonology": ("pulmonary disease", "pulmonary medicine", "pulmonary and critical care", "pulmonary"),
    "pulmonary medicine": ("pulmonary disease", "pulmonology", "pulmonary and critical care"),
    "physiatry": ("physical medicine", "physical medicine and rehabilitation", "PM&R"),
    "physical medicine and rehabilitation": ("physiatry", "PM&R", "physical medicine"),
    "cardiology": ("cardiovascular disease", "cardiac electrophysiology", "heart failure clinic"),
    "orthopedics": ("orthopaedic surgery", "orthopedic surgery", "orthopaedics"),
    "orthopedic surgery": ("orthopaedic surgery", "orthopaedics", "orthopedics"),
    "ent": ("otolaryngology", "otorhinolaryngology"), "otolaryngology": ("ENT", "otorhinolaryngology"),
    "gastroenterology": ("hepatology",), "pain management": ("pain medicine",), "pain medicine": ("pain management",),
    "headache medicine": ("headache clinic",), "allergy": ("allergy and immunology",),
    "bariatric surgery": ("metabolic and bariatric surgery", "surgery, bariatric"), "ophthalmology": ("retina",),
    "endocrinology": ("diabetes and metabolism", "diabetology"), "psychiatry": ("psychiatric medicine",),
    "neurosurgery": ("neurological surgery",), "obstetrics": ("obstetrics and gynecology", "ob/gyn"),
}  # fmt: skip
# Of a specialty's clinic, and none of its physicians.
AUXILIARY = re.compile(
    r"(?i)\b(?:technolog(?:ist|y)|technician|tech|registered nurse|RN|LPN|medical assistant|MA|coordinator|scribe|"
    r"secretary|"
    r"clerk|student|receptionist|front desk|RPSGT)\b"
)
PHYSICIAN = re.compile(r"(?<![A-Za-z])(?:MD|M\.D\.|DO|D\.O\.|MBBS|NP|FNP|APRN|PA-C|PA|DPM)(?![A-Za-z])")
ORDERING = re.compile(r"(?i)\b(?:ordering|treating|prescrib\w+|requesting|referring)\b")
SEVERAL = re.compile(r"; | and (?=\[)")
OF_LABORATORY = re.compile(r"(?i)^(?:clinical |certified |CLIA[- ]certified )?lab(?:oratory|oratories|s)?$")
ROLE_OR_LETTERS = re.compile(
    r"\([A-Z][^()]{3,}\)|\b(?:MD|DO|NP|PA|PA-C|PT|DPT|OT|OTR|RN|LPN|RRT|FNP|ARNP|PsyD|PhD|PharmD|LCSW|RDN?|DPM|AuD)\b"
)
AT_HOME = re.compile(r"(?i)\b(?:home|self|patient|kit|app|phone|camera|kiosk|store|over[- ]the[- ]counter|OTC)\b")
OF_PATIENT = re.compile(r"(?i)^(?:the )?(?:patient|member|self|home|consumer)\b")
OF_SUPPLIER = re.compile(r"(?i)supplier|vendor|\bDME\b|equipment|manufacturer|financial|oxygen company|dealer")


def is_role(text: str, role: str) -> bool:
    """Return whether words or letters after a name say that somebody is of a specialty, credential or role."""
    key = role.lower().strip().removesuffix("s")
    letters = CREDENTIALS.get(key)
    if letters and re.search(rf"(?<![A-Za-z])(?:{letters})(?![A-Za-z])", text):
        return True
    if key == "physician" and re.search(r"(?i)physician['’]?s? assistant", text):
        return False
    forms = (role, *SAME_SPECIALTY.get(role.lower().strip(), ()))
    if not any(roots(form) and roots(form) <= roots(text) for form in forms):
        return False
    helps = AUXILIARY.search(text) and not PHYSICIAN.search(text)
    return bool(letters) or not helps or bool(AUXILIARY.search(role))


def performed_by(case: Case, asked: Any, quote: Quote, when: Interval | None) -> bool | None:
    """Return whether who did it is one that is asked for, or is none of those shut out; None: the chart does not "
    "say."""
    if isinstance(asked, Mapping):
        wanted, shut_out = _words(asked.get("any_of") or asked.get("any")), _words(asked.get("not"))
    else:
        wanted, shut_out = _words(asked), []
    if shut_out and any(_is_shut_out(case, quote, role) for role in shut_out):
        return False
    said = performers_words(case, quote, when)
    if (
        wanted
        and quote.passage.section_title == "Laboratory results"
        and any(OF_LABORATORY.search(one) for one in wanted)
    ):
        return True
    if wanted:
        if any(is_role(words, role) for words in said for role in wanted):
            return True
        ordering = any(ORDERING.search(role) for role in wanted) and case.request.prescriber
        tokens = {match.group() for match in CLINICIAN.finditer(case.request.prescriber)} if ordering else set()
        return True if tokens and any(token in words for words in said for token in tokens) else None
    return True if any(_is_clinical(words, quote) for words in said) or _is_laboratorys(quote) else None


def _is_clinical(words: str, quote: Quote) -> bool:
    """Say whether words tell of somebody with a role: a name, or a firm, by itself tells of nobody's."""
    bare = quote.passage.structured and CLINICIAN.match(words)
    return not bare or bool(ROLE_OR_LETTERS.search(words))


def _is_laboratorys(quote: Quote) -> bool:
    """Say whether a structured result that names nobody is a laboratory's, and not one of a kit for the home."""
    return (
        quote.passage.structured and quote.passage.section_title == "Laboratory results"
        and not line_of(quote).after("by ") and not AT_HOME.search(quote.plain)
    )  # fmt: skip


def performers_words(case: Case, quote: Quote, when: Interval | None) -> list[str]:
    """Return what the chart says of who did what a quote tells: credentials, specialties, the visits of that day."""
    said = [quote.passage.author_role] if quote.passage.author_role else []
    maker = line_of(quote).after("by ") if quote.passage.structured else ""
    said += [maker] if maker else []
    tokens = {match.group() for match in CLINICIAN.finditer(quote.plain)}
    for visit in case.visits:
        if visit.kept and visit.when and when and visit.when.first <= when.first and when.last <= visit.when.last:
            said.append(f"{visit.title} {visit.people}")
        elif tokens & visit.clinicians:
            said.append(visit.title)
    return said


def specialties_of(case: Case, who: str) -> list[Visit]:
    """Return the visits with a clinician named by a token: what they are called tells the specialty."""
    tokens = {match.group() for match in CLINICIAN.finditer(who)}
    return [visit for visit in case.visits if visit.kept and tokens & visit.clinicians]


def _is_shut_out(case: Case, quote: Quote, role: str) -> bool:
    """Say whether who made what a quote tells is of a role that may not: by the line, its page or its author."""
    line = line_of(quote)
    if OF_PATIENT.search(role):
        return bool(AT_HOME.search(quote.plain)) if quote.passage.structured else is_patient_written(quote.passage)
    if OF_SUPPLIER.search(role):
        suppliers = suppliers_of(case)
        if quote.passage.structured:
            return is_suppliers_result(line, suppliers)
        page = tuple(one for one in case.draft_input.passages if one.document_id == quote.passage.document_id)
        return is_sellers_page(page) or made_by_supplier(page, suppliers) is not None
    if not quote.passage.structured:
        return is_role(quote.passage.author_role, role)
    makers = [one for one in SEVERAL.split(line.after("by ") or line.after("with ")) if one.strip()]
    return bool(makers) and all(is_role(maker, role) for maker in makers)


def _words(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, Iterable) and not isinstance(value, str) else [str(value)]
