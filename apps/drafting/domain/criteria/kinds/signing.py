"""Who made and who signed a document: whom a policy asks for, and whom it shuts out."""

import re
from collections.abc import Sequence

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.kinds.common import as_list, named_words, names_of
from apps.drafting.domain.criteria.kinds.pages import Page
from apps.drafting.domain.criteria.names import roots
from apps.drafting.domain.criteria.performers import OF_SUPPLIER, ORDERING, is_role, specialties_of
from apps.drafting.domain.criteria.sayings import is_patient_written, is_suppliers
from apps.drafting.domain.criteria.suppliers import OWN_HAND, is_sellers_page, made_by_supplier, suppliers_of
from apps.drafting.domain.facts.quotes import Quote

SOMEBODY = re.compile(r"\[(?:CLINICIAN|PERSON|PLACE)-\d+")
SIGNATURE = 240  # characters at the end of a page in which its signature stands
SIGNED = re.compile(
    r"\b(?:electronically )?signed\b|\bauthenticated\b|\battest\w*\b|\bdictated and read\b", re.IGNORECASE
)


def signed(page: Page, test: Test, case: Case) -> bool | None:
    """Return whether a page is signed by one whom the policy asks for; None: it does not say."""
    wanted = [str(one) for one in (*as_list(test.get("signed_by")), *performers(test))]
    tail = page.passages[-1].text[-SIGNATURE:]
    if not wanted:
        nobody = bool(_shut_out(test)) and not (page.first.author_role or SOMEBODY.search(tail))
        return None if nobody or (is_patient_written(page.first) and asks_clinician(test)) else True
    signs = bool(SIGNED.search(tail) or "[CLINICIAN-" in tail or "[PERSON-" in tail)
    for role in wanted:
        if ORDERING.search(role):
            if _is_ordering(page, case):
                return True
        elif is_role(page.first.author_role, role) or (signs and is_role(tail, role)):
            return True
    return None


def _shut_out(test: Test) -> list[str]:
    by = test.get("performed_by")
    return [str(one) for one in as_list(by.get("not"))] if isinstance(by, dict) else []


def shuts_out_suppliers(test: Test) -> bool:
    """Return whether a policy lets nobody make it who sells what is asked for."""
    return any(OF_SUPPLIER.search(role) for role in _shut_out(test))


def refused(case: Case, page: Page, test: Test) -> list[Quote]:
    """Return what shows that a page was made by, or with the hands of, somebody whom the policy shuts out."""
    shut_out = _shut_out(test)
    found: list[Quote] = []
    if any(OF_SUPPLIER.search(role) for role in shut_out):
        suppliers = suppliers_of(case)
        own = made_by_supplier(page.passages, suppliers)
        found += [own] if own else [page.quote] if is_sellers_page(page.passages) else []
        found += _suppliers_claims(case, test) if found else []
    roles = [role for role in shut_out if not OF_SUPPLIER.search(role)]
    tail = page.passages[-1].text[-SIGNATURE:]
    if any(is_role(page.first.author_role or tail, role) for role in roles):
        found.append(page.quote)
    return found


def _suppliers_claims(case: Case, test: Test) -> list[Quote]:
    """Return where a supplier's own letter says that its people did it."""
    return [
        line.quote for line in case.chart.notes
        if is_suppliers(line.quote.passage) and OWN_HAND.search(line.text)
        and roots(named_words(test)) & roots(line.text)
    ][:1]  # fmt: skip


def signature(page: Page, test: Test) -> tuple[Quote, ...]:
    """Return the line in which a page is signed, where the policy asks by whom."""
    if not (test.get("signed_by") or performers(test)):
        return ()
    passage = page.passages[-1]
    start = 0
    found: list[Quote] = []
    for text in passage.text.split("\n"):
        if SIGNED.search(text) or re.match(r"\s*\[(?:CLINICIAN|PERSON)-\d+[a-z]*\]\s*,", text):
            found.append(Quote(passage, start, start + len(text)))
        start += len(text) + 1
    return tuple(found[-1:])


def _is_ordering(page: Page, case: Case) -> bool:
    """Say whether who wrote a page is who ordered: their visit of that day is with the clinician whom the order "
    "names."""
    visits = specialties_of(case, case.request.prescriber)
    return any(
        visit.when and page.when and visit.when.first <= page.when.first <= visit.when.last and page.first.author_role
        and len(visit.clinicians) == 1
        for visit in visits
    )  # fmt: skip


def performers(test: Test) -> Sequence[str]:
    """Return who must have made it."""
    by = test.get("performed_by")
    given = (by.get("any_of") or by.get("any")) if isinstance(by, dict) else by
    return [str(one) for one in as_list(given)]


def asks_clinician(test: Test) -> bool:
    return bool(
        re.search(
            r"\b(?:note|report|evaluation|assessment|letter|consult\w*)\b", " ".join(names_of(test)), re.IGNORECASE
        )
    )


def signers(test: Test) -> str:
    """Return in words who must have signed it."""
    return ", ".join(str(one) for one in (*as_list(test.get("signed_by")), *performers(test))) or "a clinician"
