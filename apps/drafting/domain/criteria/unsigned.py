"""Pages that no clinician answers for: forms with ticks, and what sellers, makers and payers of a thing write of it."""

import re

from apps.drafting.domain.tasks import PassageView

HEAD, TAIL = 200, 300  # characters in which a page says whose it is, and who signed it
TICKED = re.compile(r"\[[xX✓✔]\]|☒|☑|\([xX]\)")
OF_TRADE = re.compile(
    r"(?i)\b(?:supplier|vendor|manufacturer|maker|dealer|DME|HME|home medical|medical equipment|medical supply|"
    r"sales (?:rep\w*|team)|(?:patient|benefits?|reimbursement|copay) support|benefits? (?:investigation|verification)|"
    r"(?:infusion|home care|service) provider|support (?:program(?:me)?|form|line)|enrol+ment form|intake form|"
    r"referral intake|health plan|insurer|payer|utili[sz]ation (?:review|management)|case manager|kiosk|"
    r"device education|prefilled)\b"
)
SIGNED = re.compile(
    r"(?i)\b(?:e-?signed|electronically signed|signed by)\b[^\n]{0,60}\[|"
    r"\[[A-Z]+-\d+[a-z]*\],? ?(?-i:MD|DO|NP|PA|PA-C|PT|DPT|OT|OTR|RN|RRT|FNP|ARNP|PsyD|PhD|PharmD|LCSW|RD|DPM)\b"
)
ON_BEHALF = re.compile(r"(?i)\bnot (?:reviewed|seen|signed|verified) by\b|\bsignature by phone\b|\bfor (?:dr\b|\[)")


def unsigned_forms(passages: tuple[PassageView, ...]) -> frozenset[str]:
    """Return the documents that nobody clinical wrote or signed and that are a form, or somebody's with an interest."""
    pages: dict[str, list[PassageView]] = {}
    for passage in passages:
        if not passage.structured:
            pages.setdefault(passage.document_id, []).append(passage)
    return frozenset(key for key, parts in pages.items() if _is_form(sorted(parts, key=lambda one: one.start)))


def _is_form(parts: list[PassageView]) -> bool:
    first, text = parts[0], "\n".join(part.text for part in parts)
    if first.author_role or (SIGNED.search(text[-TAIL:]) and not ON_BEHALF.search(text[-TAIL:])):
        return False
    return bool(TICKED.search(text) or OF_TRADE.search(f"{first.document_title}\n{text[:HEAD]}"))
