"""What a coverage's words and codes tell of its payer's class, and what a code tells of drugs. Silence tells none."""

import re
from collections.abc import Iterable, Mapping

from apps.coverage.domain.codes import plain
from apps.coverage.domain.payers import PAYER_WORDS, PayerClass

MEDICAID = frozenset({PayerClass.MEDICAID_FFS, PayerClass.MEDICAID_MANAGED})
PRIVATE = frozenset({PayerClass.COMMERCIAL, PayerClass.EMPLOYER, PayerClass.QHP_FFE})
NONE_OF_THESE: frozenset[PayerClass] = frozenset()

# The first that is found tells: "Medicare Advantage PPO" is no commercial plan.
WORDS: tuple[tuple[re.Pattern[str], frozenset[PayerClass]], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), classes)
    for pattern, classes in (
        (r"medicare[\s-]+advantage|medicare\s+(?:hmo|ppo|part\s+c|risk)|(?:senior|gold)\s+advantage|advantage\s+plan",
         frozenset({PayerClass.MEDICARE_ADVANTAGE})),
        (r"s?chip|children'?s\s+health\s+insurance(?:\s+program)?", frozenset({PayerClass.CHIP})),
        (r"managed\s+medicaid|medicaid\s+(?:managed|mco|hmo)(?:\s+care)?", frozenset({PayerClass.MEDICAID_MANAGED})),
        (r"medicaid\s+(?:ffs|fee[\s-]+for[\s-]+service)", frozenset({PayerClass.MEDICAID_FFS})),
        (r"medicaid|medi-?cal", MEDICAID),
        (r"marketplace|healthcare\.gov|qhp|qualified\s+health\s+plan|federal\s+exchange",
         frozenset({PayerClass.QHP_FFE})),
        (r"erisa|self[\s-]+(?:funded|insured)", frozenset({PayerClass.EMPLOYER})),
        (r"employees?|employer|group\s+(?:plan|policy)",
         frozenset({PayerClass.EMPLOYER, PayerClass.COMMERCIAL})),
        (r"medicare", frozenset({PayerClass.MEDICARE_ADVANTAGE})),
        (r"ppo|epo|hmo|pos|hdhp|commercial|private|blue\s+cross|indemnity", PRIVATE),
    )
)  # fmt: skip
# Source of Payment Typology (sourceofpaymenttypology), by how a code begins; the longest that fits tells.
PAYMENT: Mapping[str, frozenset[PayerClass]] = {
    "1": frozenset({PayerClass.MEDICARE_ADVANTAGE}), "2": MEDICAID, "21": frozenset({PayerClass.MEDICAID_MANAGED}),
    "22": frozenset({PayerClass.MEDICAID_FFS}), "23": frozenset({PayerClass.CHIP}), "5": PRIVATE, "6": PRIVATE,
}  # fmt: skip
TYPOLOGY = re.compile(r"sopt|source-?of-?payment|2\.16\.840\.1\.113883\.3\.221\.5", re.IGNORECASE)

# Procedure codes by how they begin: what is given as a drug, and what is none. The rest may be either.
DRUGS = re.compile(r"J(?!7[23])\d{4}|Q51\d{2}")
NO_DRUGS = re.compile(r"[EKLV]\d{4}|A[0-8]\d{3}|(?!90)\d{4}[0-9A-Z]")


def classes_told(words: Iterable[str], codings: Iterable[tuple[str, str]] = ()) -> frozenset[PayerClass]:
    """Return the classes that a coverage may be of, as its codes (system, code) or else its words tell; empty: any."""
    for system, code in codings:
        if TYPOLOGY.search(system) and (found := _payment(code)):
            return found
    said = " / ".join(words)
    return next((classes for pattern, classes in WORDS if pattern.search(said)), NONE_OF_THESE)


def class_words(classes: Iterable[PayerClass]) -> str:
    """Return classes in words, in the order of the table: ``A``, ``A; or B``, ``A; B; or C`` (some hold a comma)."""
    named = [PAYER_WORDS[one] for one in PayerClass if one in set(classes)]
    return "; or ".join(filter(None, ("; ".join(named[:-1]), *named[-1:])))


def is_drug_code(system: str, code: str) -> bool | None:
    """Return whether a service's code is that of a drug; None where it may be either."""
    if system == "NDC":
        return True
    bare = plain(system, code)
    if DRUGS.fullmatch(bare):
        return True
    return False if NO_DRUGS.fullmatch(bare) else None


def _payment(code: str) -> frozenset[PayerClass]:
    fits = [known for known in PAYMENT if code.startswith(known)]
    return PAYMENT[max(fits, key=len)] if fits else NONE_OF_THESE
