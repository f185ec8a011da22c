"""Which law a payer decides under: the classes that clocks, appeals and the filter of the library speak of."""

from collections.abc import Mapping
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
