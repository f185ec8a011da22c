"""Who sells what is asked for: by the letterhead of a page, and by what pages call an organization."""

import re

from apps.drafting.domain.criteria.case import Case
from apps.drafting.domain.criteria.sayings import SUPPLIER
from apps.drafting.domain.facts.lines import Line
from apps.drafting.domain.facts.quotes import Quote
from apps.drafting.domain.tasks import PassageView

FIRM = re.compile(r"\[(?:ORGANIZATION|PLACE|CLINICIAN|PERSON)-\d+")
HEAD = 240  # characters of a page in which its letterhead stands
SELLS = re.compile(
    r"\bsupplier'?s?\b|\bDME\b|\bHME\b|\bdurable medical equipment\b|\b(?:home )?(?:medical )?equipment (?:company|"
    r"vendor|"
    r"provider)\b|\bvendor'?s?\b|\bhome oxygen company\b|\bdealer\b|\bmedical supply\b|\bmanufacturer'?s? (?:rep\w*|"
    r"employee|staff)\b",
    re.IGNORECASE,
)
# A page in which the seller itself speaks or is said to have done it.
OWN_HAND = re.compile(
    r"\b(?:our|the supplier'?s?|the vendor'?s?|supplier|vendor|DME) (?:own )?(?:technician|tech|therapist|staff|driver|"
    r"rep\w*|ATP|fitter|specialist|employee|team|nurse)\b|\bcourtesy\b|\bset-?up driver\b|\bdelivery (?:tech\w*|"
    r"driver)\b|"
    r"\b(?:technician|tech|driver|staff|rep\w*|employee|fitter|therapist|consultant) (?:of|for|with|from|at) (?:the )?"
    r"(?:supplier|vendor|DME|equipment)",
    re.IGNORECASE,
)
EMPLOYED = re.compile(
    r"\b(?:employed|paid|retained|contracted|compensated) by (?:the )?(?P<whom>\[[A-Z]+-\d+|supplier|vendor|DME|"
    r"manufacturer|"
    r"equipment)|\b(?:technician|tech|driver|staff|rep\w*|employee|fitter|consultant|an? \w+)\s+(?:of|for|with|from)\s+"
    r"(?P<whose>\[[A-Z]+-\d+)|\bon the payroll of\b|"
    r"\b(?:have|has|with) an? (?:financial|ownership|business) (?:relationship|interest|tie)",
    re.IGNORECASE,
)
NO_TIE = re.compile(
    r"\b(?:no|not|without|nor|never|neither)\b[^.;\n]{0,40}$|\bindependent of\b[^.;\n]{0,20}$", re.IGNORECASE
)


def suppliers_of(case: Case) -> frozenset[str]:
    """Return the tokens of firms that a page's title or its letterhead shows to be an equipment supplier."""
    found: set[str] = set()
    for passage in case.draft_input.passages:
        if passage.structured:
            continue
        if SUPPLIER.search(passage.document_title):
            found |= _tokens(passage.text[:HEAD]) - _signers(passage)
        for match in re.finditer(
            r"(?i)(?:supplier|vendor|DME)[ :,(]{1,3}(?P<firm>\[(?:ORGANIZATION|PLACE|PERSON)-\d+)", passage.text
        ):
            found.add(match["firm"])
    return frozenset(found)


def _tokens(text: str) -> set[str]:
    lines = text.split("\n")
    addressed = [line for line in lines if re.match(r"(?i)\s*(?:to|re|attn|cc|member|client|patient|for)\b", line)]
    head = "\n".join(line for line in lines[:2] if line not in addressed)
    return {match.group() for match in FIRM.finditer(head)}


def _signers(passage: PassageView) -> set[str]:
    return {
        match.group()
        for match in re.finditer(r"\[CLINICIAN-\d+(?=[a-z]?\],? (?:MD|DO|NP|PA|PT|OT|RN|RRT))", passage.text)
    }


def is_suppliers_result(line: Line, suppliers: frozenset[str]) -> bool:
    """Return whether a structured line says that a supplier's people made it."""
    maker = f"{line.after('by ')} {line.after('note: ')}"
    return bool(SELLS.search(maker) or any(token in maker for token in suppliers))


def made_by_supplier(passages: tuple[PassageView, ...], suppliers: frozenset[str]) -> Quote | None:
    """Return the sentence of a page which says that a supplier's people had a hand in it, or None."""
    for passage in passages:
        for match in OWN_HAND.finditer(passage.text):
            if not NO_TIE.search(passage.text[: match.start()]):
                return _sentence(passage, *match.span())
        for match in EMPLOYED.finditer(passage.text):
            if not NO_TIE.search(passage.text[: match.start()]) and _is_sellers(match, passage, suppliers):
                return _sentence(passage, *match.span())
    return None


def is_sellers_page(passages: tuple[PassageView, ...]) -> bool:
    """Return whether a page that no clinician signed says in its title or letterhead that it is a seller's."""
    first = passages[0]
    head = "\n".join([first.document_title, *first.text[:HEAD].split("\n")[:2]])
    found = SELLS.search(head)
    return not first.author_role and found is not None and not NO_TIE.search(head[: found.start()])


def _is_sellers(match: re.Match[str], passage: PassageView, suppliers: frozenset[str]) -> bool:
    """Say whether who employs is the seller: by a word, by a known firm, or the firm whose page it is."""
    whom = match["whom"] or match["whose"] or ""
    if not whom.startswith("["):
        return True
    return whom in suppliers or (bool(match["whom"]) and whom in _tokens(passage.text[:HEAD]))


def _sentence(passage: PassageView, start: int, end: int) -> Quote:
    first = max(passage.text.rfind(mark, 0, start) for mark in ("\n", ". ")) + 1
    lasts = [place for mark in ("\n", ". ") if (place := passage.text.find(mark, end)) >= 0]
    return Quote(passage, first, min(lasts, default=len(passage.text)))
