"""Which law a payer decides under: the classes that clocks, appeals and the filter of the library speak of."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum


class PayerClass(StrEnum):
    MEDICARE_ADVANTAGE = "medicare_advantage"
    MEDICAID_FFS = "medicaid_ffs"
    MEDICAID_MANAGED = "medicaid_managed"
    CHIP = "chip"
    QHP_FFE = "qhp_ffe"
    COMMERCIAL = "commercial"
    EMPLOYER = "employer"


PAYER_WORDS: Mapping[PayerClass, str] = {
    PayerClass.MEDICARE_ADVANTAGE: "Medicare Advantage",
    PayerClass.MEDICAID_FFS: "Medicaid fee-for-service",
    PayerClass.MEDICAID_MANAGED: "Medicaid managed care",
    PayerClass.CHIP: "CHIP",
    PayerClass.QHP_FFE: "Qualified health plan on the federal exchange",
    PayerClass.COMMERCIAL: "Commercial, insured",
    PayerClass.EMPLOYER: "Employer plan, self-funded (ERISA)",
}


def payer_words(value: str) -> str:
    """Return a class in words; what is no class is given back as it came."""
    return PAYER_WORDS[PayerClass(value)] if value in set(PayerClass) else value


# What many payers have in their names, so that it tells none from another.
SHARED_WORDS = frozenset({
    "advantage", "and", "benefit", "care", "co", "company", "corp", "employees", "group", "health", "healthcare",
    "hmo", "inc", "insurance", "life", "llc", "ltd", "medicaid", "medicare", "mutual", "network", "of", "plan", "plans",
    "ppo", "senior", "the", "trust",
})  # fmt: skip
WORD = re.compile(r"[^\W_]+")


def may_be_same_payer(one: str, other: str) -> bool:
    """Return whether two names may be one payer's: a word of its own in common, or one the initials of the other.

    Loose: a name that says nothing of its own, or that is not given, may be anybody's.
    """
    words, others = (WORD.findall(name.casefold()) for name in (one, other))
    own, theirs = set(words) - SHARED_WORDS, set(others) - SHARED_WORDS
    if not own or not theirs or own & theirs:
        return True
    return _initials(words) in theirs or _initials(others) in own


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words)
