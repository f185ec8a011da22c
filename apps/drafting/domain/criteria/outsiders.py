"""Forms of those who sell, insure or arrange what is asked for: nothing in them is a clinician's word."""

import re
from collections.abc import Iterable

from apps.drafting.domain.tasks import PassageView

ENDS = 260  # characters at the beginning and the end of a page, where it says who filled it in
OUTSIDER = (
    r"(?:manufacturer|supplier|vendor|DME|HME|home (?:medical|respiratory) (?:equipment|supply)|medical equipment|"
    r"dealer|kiosk|prefilled|utili[sz]ation (?:review|management)|health plan|insurer|payer|payor|"
    r"copay|savings card|reimbursement|enrol+ment form|"
    r"benefits? (?:investigation|verification|support)|"
    r"(?:patient|benefit|product) support(?: (?:program(?:me)?|form|services?))?|"
    r"(?:infusion|specialty|home) (?:provider|services?|pharmacy)(?: \w+)? (?:intake|referral)|referral intake|"
    r"intake (?:form|checklist|sheet)|(?:fitting|device education|product education) (?:report|record|form))"
)
TITLE = re.compile(rf"\b{OUTSIDER}\b", re.IGNORECASE)
# A page that somebody fills in so that something is paid: named so, written by no clinician and signed by none.
FORM = re.compile(
    r"\b(?:check-?lists?|worksheets?|work sheets?|cover ?sheets?|packets?|forms?|templates?|prefilled|pre-?filled|"
    r"pre-?cert(?:ification)?|prior[- ]auth(?:ori[sz]ation)?|PA (?:request|assist\w*|helper)|"
    r"certificate of (?:medical )?(?:need|necessity)|CMN|(?:product|detailed) description|benefits? (?:summary|sheet)|"
    r"(?:hub|concierge|bridge|navigator) (?:program(?:me)?|services?))\b",
    re.IGNORECASE,
)
# Who filled it in: an employee of the seller, a case manager of a programme, somebody who asked the front desk.
FILLED_BY = re.compile(
    r"\b(?:employee|field (?:clinical )?specialist|case manager|sales|account manager|intake (?:coordinator|"
    r"specialist)|intake,|fitter|representative|rep)\b|\bnot (?:been )?(?:reviewed|seen|signed|verified) by (?:the |"
    r"a )?"
    r"(?:prescriber|physician|clinician|provider|doctor)\b|\bsells?(?: and rents?)? (?:the|this|above)\b|"
    r"\bself[- ](?:service|operated|test)\b|\bOperator: self\b|\bfor screening only\b|"
    r"\b(?:prepared|completed|filled(?: in| out)?|entered|populated|generated|copied) (?:automatically )?(?:by|from) "
    r"(?:an? |the |our )?(?:\w+ )?(?:scheduler|scheduling|clerk|staff|front desk|office|billing|template|prior order|"
    r"coordinator|system|auto\w*|chat ?bot|software|app)\b|\bstaff use\b|"
    r"\b(?:sent|out|awaiting|pending) (?:\w+ )?(?:for )?signature\b|\b(?:not|never|un)[ -]?signed\b|"
    r"\bsignature:? *_{3,}",
    re.IGNORECASE,
)
TICKED = re.compile(r"\[\s?[xX✓]\s?\]|\([xX✓]\)|☒|☑")
SIGNED = re.compile(
    r"\b(?:M\.?D|D\.?O|N\.?P|PA-C|APRN|FNP|DNP|PhD|PsyD|LCSW|DPT|PT|OTR/L|OTR|RD|RDN|RRT|RN|PharmD|DPM|DDS|DMD)\b"
)
OWN_STAFF = re.compile(
    r"\b(?:supplier|manufacturer|vendor|equipment company|payer|insurer|health plan)\b", re.IGNORECASE
)
# A letter of those who pay: it calls the patient a member, speaks of its own files, or is to be signed and sent back.
MEMBER = re.compile(
    r"\b(?:(?:the|this|your|our|above) (?:\w+ )?(?:member|subscriber|insured|enrol+ee|beneficiary)|member(?:'s)? "
    r"(?:name|ID|number|has|had|was|is|must)|health plan|formulary|benefit plan|coverage (?:request|decision)|"
    r"prior authori[sz]ation)\b",
    re.IGNORECASE,
)
PAYERS_VOICE = re.compile(
    r"\bour (?:records|files?|claims|pharmacy claims|system|data(?:base)?|plan|review|reviewers?|clinical team|policy|"
    r"determination|formulary)\b|\bwe (?:have |are )?(?:received|reviewed|review|unable to (?:approve|process)|cannot "
    r"(?:approve|process)|show|have on file|require)\b|\b(?:please|kindly) (?:confirm|attest|verify|complete|sign|"
    r"initial|check)\b[^.]{0,60}\b(?:sign\w*|return\w*|fax\w*|below|attached|enclosed)\b|\bsign (?:here|below)\b|"
    r"\b(?:sign|complete) and (?:return|fax)\b",
    re.IGNORECASE,
)
TO_A_PROVIDER = re.compile(
    r"\bdear (?:provider|prescriber|doctor|physician|practi(?:ce|tioner)|office|health ?care|Dr\b|\[CLINICIAN)|"
    r"\b(?:attention|attn|to)\W{1,3}(?:provider|prescriber|prescribing|physician)",
    re.IGNORECASE,
)
PLANS_NAME = re.compile(
    r"\b(?:PPO|HMO|EPO|health ?plan|insurance|medicare|medicaid|benefit manager|PBM|utili[sz]ation management|"
    r"(?:health|medical) benefits)\b",
    re.IGNORECASE,
)
FEWEST_SIGNS = 2


def outsiders(passages: Iterable[PassageView]) -> frozenset[str]:
    """Return the documents that are a seller's, a manufacturer's or a payer's form, and no clinician's word."""
    return frozenset(pages[0].document_id for pages in _documents(passages) if _is_outsiders(pages))


def payers_letters(passages: Iterable[PassageView]) -> frozenset[str]:
    """Return the letters and forms of a payer to the clinic: what they say of the patient is nobody's finding."""
    return frozenset(pages[0].document_id for pages in _documents(passages) if _is_payers_letter(pages))


def _is_payers_letter(pages: list[PassageView]) -> bool:
    """Say whether at least two of three signs of it are there, one of them its own voice; no clinician writes so."""
    if pages[0].author_role:
        return False
    text = "\n".join(page.text for page in pages)
    named = f"{pages[0].document_title} {text[:ENDS]} {text[-ENDS:]}"
    signs = (MEMBER.search(text), TO_A_PROVIDER.search(text[:ENDS]), PLANS_NAME.search(named))
    return bool(PAYERS_VOICE.search(text)) and sum(map(bool, signs)) >= FEWEST_SIGNS - 1


def unsigned(passages: Iterable[PassageView]) -> frozenset[str]:
    """Return the documents that no clinician is known to have written, nor signs in the last lines."""
    return frozenset(pages[0].document_id for pages in _documents(passages) if not _is_signed(pages))


def ticked(passages: Iterable[PassageView]) -> frozenset[str]:
    """Return the documents with a ticked box."""
    return frozenset(one.document_id for one in passages if not one.structured and TICKED.search(one.text))


def is_tick(text: str) -> bool:
    """Return whether words are a ticked box."""
    return bool(TICKED.search(text))


def _documents(passages: Iterable[PassageView]) -> list[list[PassageView]]:
    found: dict[str, list[PassageView]] = {}
    for one in passages:
        if not one.structured:
            found.setdefault(one.document_id, []).append(one)
    return [sorted(pages, key=lambda one: one.start) for pages in found.values()]


def _is_outsiders(pages: list[PassageView]) -> bool:
    first, last = pages[0], pages[-1]
    if OWN_STAFF.search(first.author_role):
        return True
    if first.author_role:
        return False
    if TITLE.search(first.document_title):
        return True
    head, foot = first.text[:ENDS], last.text[-ENDS:]
    if _is_signed(pages):
        return False
    return bool(FORM.search(first.document_title) or TITLE.search(head) or FILLED_BY.search(f"{head}\n{foot}"))


def _is_signed(pages: list[PassageView]) -> bool:
    return bool(pages[0].author_role or SIGNED.search(pages[-1].text[-ENDS:]))
