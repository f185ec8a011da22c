"""Who did something: by specialty, credential or role, from the line itself, the visit of that day, or the "
"note's author."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.criteria.encounters import CLINICIAN, Visit
from apps.drafting.domain.criteria.names import roots
from apps.drafting.domain.criteria.periods import Interval
from apps.drafting.domain.criteria.sayings import SUPPLIER
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


def is_role(text: str, role: str) -> bool:
    """Return whether words or letters after a name say that somebody is of a specialty, credential or role."""
    letters = CREDENTIALS.get(role.lower().removesuffix("s"))
    if letters and re.search(rf"(?<![A-Za-z])(?:{letters})(?![A-Za-z])", text):
        return True
    return bool(roots(role)) and roots(role) <= roots(text)


def performed_by(case: Case, asked: Any, quote: Quote, when: Interval | None) -> bool | None:
    """Return whether who did it is one that is asked for, or is none of those shut out; None: the chart does not "
    "say."""
    if isinstance(asked, Mapping):
        wanted, shut_out = _words(asked.get("any_of") or asked.get("any")), _words(asked.get("not"))
    else:
        wanted, shut_out = _words(asked), []
    said = performers_words(case, quote, when)
    if shut_out and any(_is_shut_out(f"{quote.plain} {_page(quote)}", role) for role in shut_out):
        return False
    if wanted:
        if any(is_role(words, role) for words in said for role in wanted):
            return True
        return None
    return True if said else None


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


def _is_shut_out(text: str, role: str) -> bool:
    if "supplier" in role.lower() or "vendor" in role.lower():
        return bool(SUPPLIER.search(text))
    return is_role(text, role)


def _page(quote: Quote) -> str:
    """The title of a note's document, and its words: a page of the supplier says so in its letterhead."""
    passage = quote.passage
    return "" if passage.structured else f"{passage.document_title} {passage.text}"


def _words(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, Iterable) and not isinstance(value, str) else [str(value)]
