"""Whether a result is positive or negative, where its kind tells: allergens, antibodies, receptors, genes, HER2, "
"repair."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from apps.drafting.domain.criteria.polarity import by_reference, polarity_of
from apps.drafting.domain.criteria.quantities import quantities_named
from apps.drafting.domain.criteria.units import Measured, Unit, converted

POSITIVE, NEGATIVE, OPEN = frozenset({"positive"}), frozenset({"negative"}), frozenset({"indeterminate"})
SENSITIZED = Decimal("0.35")  # kU/L, the lower limit of class 1 of specific IgE
WHEAL = Decimal(3)  # mm beyond the negative control
RECEPTOR = Decimal(1)  # percent of stained nuclei (ASCO/CAP 2020)
SURE_INDURATION = Decimal(15)  # mm, positive in anybody; 5 or 10 with what the chart may not tell
ALLERGEN_CLASS = re.compile(r"(?i)\bclass (?P<class>[0-6])(?:/\d|-\w+)?\b")
MUTATED = re.compile(
    r"(?i)\b(?:mutated|mutant|pathogenic|amplified|rearranged|deleted|(?:mutation|variant|fusion|alteration|deletion|"
    r"rearrangement|amplification|loss)s? (?:was |were |is )?(?:detected|identified|found|present|confirmed|seen)|"
    r"present|"
    r"deficient|carrier|homozygous|heterozygous|(?:p\.)?[A-Z]\d{2,4}[A-Z]\b(?-i:))"
)
WILD_TYPE = re.compile(
    r"(?i)\b(?:wild[- ]?type|WT|(?:not|non)[- ](?:mutated|amplified|rearranged|deleted|deficient)|un(?:mutated|"
    r"amplified)|"
    r"no (?:\w+ ){0,3}(?:mutations?|variants?|fusions?|alterations?|amplification|rearrangements?|deletions?)|absent|"
    r"(?:mutations?|variants?|fusions?|alterations?|amplification|rearrangements?) (?:was |were |is |are )?not "
    r"(?:detected|identified|found|present|seen)|intact|retained)\b"
)
NOT_REACTIVE = re.compile(r"\bNR\b")
UNSURE_VARIANT = re.compile(
    r"(?i)\b(?:VUS|(?:variant|significance) (?:of )?(?:uncertain|unknown)|uncertain significance)\b"
)
HER2_SCORE = re.compile(r"(?<![\d.])(?P<score>[0-3])\s?\+|\b(?:score|IHC)(?: of)?:? (?P<bare>[0-3])\b|^(?P<alone>0)\b")
UNSTABLE = re.compile(
    r"\bMSI[- ]?(?:H(?:igh)?|high)\b|\bdMMR\b|(?i:\bdeficient\b|\bloss of (?:expression|MLH1|MSH2|MSH6|PMS2)|unstable)"
)
STABLE = re.compile(
    r"\bMSS\b|\bpMMR\b|\bMSI[- ]?L\b|(?i:\bproficient\b|\bintact\b|\bretained\b|microsatellite[- ]stable|\bstable\b)"
)


def told_as(label: str, measured: Measured | None, words: str, meaning: str) -> frozenset[str]:
    """Return how a result reads: by its own words and flag first, then by what its kind of value means.

    ``words``: the value as written where it is no number, with what stands beside it; ``meaning``: flag and limits.
    """
    flag = meaning.split(";", maxsplit=1)[0]
    said = polarity_of(f"{flag} {words}")
    tags = frozenset().union(*(one.tags for one in quantities_named(label)))
    by_kind = [read(measured, f"{flag} {words}") for tag, read in READERS.items() if tag in tags]
    if not said & {"positive", "negative", "indeterminate"}:
        said |= frozenset().union(*by_kind)
    elif "gene" in tags and OPEN in by_kind:
        return OPEN
    if "antibody" in tags and not said and NOT_REACTIVE.search(f"{flag} {words}"):
        return NEGATIVE
    limits = by_reference(measured, meaning)
    if "antibody" in tags and not said & {"positive", "negative", "indeterminate"}:
        said |= POSITIVE if "high" in said | limits else NEGATIVE if "normal" in said | limits else frozenset()
    return said or limits


def _allergen(measured: Measured | None, words: str) -> frozenset[str]:
    if told := ALLERGEN_CLASS.search(words):
        return NEGATIVE if told["class"] == "0" else POSITIVE
    unit = measured.unit if measured else None
    if measured is None or unit is None:
        return frozenset()
    if unit.code == "mm":
        return _beyond(measured, WHEAL)
    told_in = converted(Decimal(1), unit, Unit("kU/L"), "")
    return _beyond(measured, SENSITIZED / told_in) if told_in else frozenset()


def _beyond(measured: Measured, limit: Decimal) -> frozenset[str]:
    if measured.low is not None and measured.low >= limit:
        return POSITIVE
    return (
        NEGATIVE
        if (measured.high is not None and measured.high <= limit and measured.high != measured.low)
        or (measured.high is not None and measured.high < limit)
        else frozenset()
    )


def _tuberculin(measured: Measured | None, words: str) -> frozenset[str]:
    del words
    if measured is None or measured.unit is None or measured.unit.code not in {"mm", ""}:
        return frozenset()
    if measured.low is not None and measured.low >= SURE_INDURATION:
        return POSITIVE
    return NEGATIVE if measured.high == 0 else frozenset()


def _receptor(measured: Measured | None, words: str) -> frozenset[str]:
    del words
    if measured is None or measured.unit is None or measured.unit.code != "%":
        return frozenset()
    if measured.low is not None and measured.low >= RECEPTOR:
        return POSITIVE
    return NEGATIVE if measured.high is not None and measured.high < RECEPTOR else frozenset()


def _gene(measured: Measured | None, words: str) -> frozenset[str]:
    del measured
    if UNSURE_VARIANT.search(words):
        return OPEN
    if WILD_TYPE.search(words):
        return NEGATIVE
    return POSITIVE if MUTATED.search(words) else frozenset()


def _her2(measured: Measured | None, words: str) -> frozenset[str]:
    del measured
    match = HER2_SCORE.search(words.strip())
    if match is None:
        return frozenset()
    score = match["score"] or match["bare"] or match["alone"]
    return {"3": POSITIVE, "2": OPEN}.get(score, NEGATIVE)


def _repair(measured: Measured | None, words: str) -> frozenset[str]:
    del measured
    if UNSTABLE.search(words):
        return POSITIVE
    return NEGATIVE if STABLE.search(words) else frozenset()


Reader = Callable[[Measured | None, str], frozenset[str]]
READERS: Mapping[str, Reader] = {
    "allergen": _allergen, "tuberculin": _tuberculin, "receptor": _receptor, "gene": _gene, "her2": _her2,
    "msi": _repair,
}  # fmt: skip
