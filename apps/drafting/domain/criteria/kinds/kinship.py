"""What must not be there in the patient and in relatives: one sentence of a clinician has to deny it of all of them."""

import re
from collections.abc import Mapping

from apps.drafting.domain.criteria.case import Case, Test
from apps.drafting.domain.criteria.denials import denies_name
from apps.drafting.domain.criteria.findings import Datum, Finding, met, not_met, open_finding
from apps.drafting.domain.criteria.kinds.common import named_words, names_of
from apps.drafting.domain.criteria.names import first_named
from apps.drafting.domain.criteria.performers import AUXILIARY
from apps.drafting.domain.criteria.periods import Window, on
from apps.drafting.domain.criteria.sayings import is_patient_written, is_told
from apps.drafting.domain.facts.notes import NoteLine
from apps.retrieval.domain.assertion import is_hedged, readings

FAMILY = re.compile(r"\b(?:famil\w+|relatives?|parents?|siblings?|children|first[- ]degree|blood)\b", re.IGNORECASE)
ALL_OF_THEM = re.compile(
    r"\bfamily (?:history|hx|member\w*)\b|\bpersonal (?:or|and|/|nor) family\b|\b(?:first[- ]degree|blood|any) "
    r"relatives?\b|"
    r"\bin (?:the|his|her|their) family\b|\bself or family\b|\b(?:F|fam) ?hx?\b",
    re.IGNORECASE,
)
OWN = re.compile(
    r"\bpersonal (?:or|and|/|nor) family\b|\b(?:in |of )?(?:him|her)self\b|\bin (?:the )?(?:patient|pt)\b|"
    r"\bself or family\b|"
    r"\bpersonal(?:ly)?\b|\b(?:pt|patient) (?:or|and|nor) (?:family|relatives|parents)\b",
    re.IGNORECASE,
)
PARENT, SIBLING, CHILD = r"(?:mother|mom|father|dad)", r"(?:brothers?|sisters?)", r"(?:sons?|daughters?)"


def _both(kind: str, words: str) -> re.Pattern[str]:
    """Return what names a kind of relative in the plural, or both of a pair: "mother and father"."""
    return re.compile(rf"\b(?:{words}|{kind}(?:,| and| or| nor) (?:\w+ )?{kind})\b", re.IGNORECASE)


# What a policy calls a kind of relative, and how notes name all of that kind.
KINDS: Mapping[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "parents": (re.compile(r"(?i)\bparents?\b"), _both(PARENT, "parents?")),
    "siblings": (re.compile(r"(?i)\bsiblings?\b"), _both(SIBLING, "sibs?|siblings?")),
    "children": (re.compile(r"(?i)\bchild(?:ren)?\b"), _both(CHILD, "kids?|children|child|offspring")),
}
FIRST_DEGREE = re.compile(
    r"\b(?:mother|father|mom|dad|parents?|sisters?|brothers?|siblings?|sons?|daughters?|child(?:ren)?)\b(?!['’]s)",
    re.IGNORECASE,
)
FORM = re.compile(r"\[ ?x? ?\]|\bdefault\b|\btemplate\b|\bauto-?filled\b", re.IGNORECASE)
UNKNOWN = re.compile(
    r"\b(?:type|cause|details?|family history|fhx?|history) (?:is |was |are )?(?:not known|unknown|unclear|"
    r"unobtainable)\b|"
    r"\badopted\b|\bestranged\b",
    re.IGNORECASE,
)
ASK = "A clinician's statement on the patient and on the relatives: {}."


def asks_family(about: str) -> bool:
    """Return whether a criterion asks about relatives as well."""
    return bool(FAMILY.search(about))


def family_absence(case: Case, test: Test, window: Window) -> Finding:
    """Return MET where a clinician denies every name of the patient and of the relatives asked about."""
    about, names = str(test.get("about") or ""), names_of(test)
    lines = [line for line in case.chart.notes if _is_word(case, line, window)]
    if affected := [line for line in lines if _affects(line, names, about)]:
        return not_met(f"It is in the family: {affected[0].text[:160]}", (line.quote for line in affected[:3]))
    denying = [line for line in lines if _denies_all(line, names, about)]
    unknown = [line for line in case.chart.notes if UNKNOWN.search(line.text)]
    if denying and not any(line.day and line.day >= (denying[0].day or line.day) for line in unknown):
        return met(f"Denied of the patient and the relatives: {denying[0].text[:160]}",
                   [Datum((line.quote,), on(line.day)) for line in denying[:2]])  # fmt: skip
    near = [*denying, *unknown] or [line for line in lines if first_named(line.text, names)]
    return open_finding(f"That {named_words(test)} is absent in the patient and the relatives is not said by a "
        f"clinician.",
                        (line.quote for line in near[:3]), wanted=ASK.format(named_words(test)))  # fmt: skip


def _is_word(case: Case, line: NoteLine, window: Window) -> bool:
    role = line.quote.passage.author_role
    known = bool(role) and not AUXILIARY.search(role) and not is_patient_written(line.quote.passage)
    return known and not FORM.search(line.text) and bool(window.holds(on(line.day))) and not line.copied


def _denies_all(line: NoteLine, names: list[str], about: str) -> bool:
    """Say whether one sentence denies each name of the patient and of every kind of relative asked about."""
    text = line.text
    if is_told(line, 0, len(text)) or not OWN.search(text) or not _covers_kin(text, about):
        return False
    denied = [text[one.start : one.end] for one in readings(text) if one.negated]
    items = [
        item.strip()
        for part in denied
        for item in re.split(r",|/|;|\band\b|\bor\b|\bnor\b| in (?=her|him|the|pat|pt)", part)
    ]
    return all(
        any(first_named(part, (name,)) for part in denied) or any(denies_name(_plain(item), name) for item in items)
        for name in names
    )  # fmt: skip


def _plain(item: str) -> str:
    full = re.sub(r"\bdz\b", "disease", re.sub(r"\bother\b", "", item))
    return re.sub(r"\bMS\b", "multiple sclerosis", full).strip()


def _covers_kin(text: str, about: str) -> bool:
    if ALL_OF_THEM.search(text):
        return True
    asked = [said for wanted, said in KINDS.values() if wanted.search(about)]
    return bool(asked) and all(said.search(text) for said in asked)


def _affects(line: NoteLine, names: list[str], about: str) -> bool:
    """Say whether a sentence asserts a name of a relative who counts."""
    named = first_named(line.text, names)
    if named is None or not (line.relative or line.section_kind == "family_history") or is_hedged(line.text):
        return False
    negated = any(one.start < named.end and named.start < one.end for one in readings(line.text) if one.negated)
    only_first = any(wanted.search(about) for wanted, _ in KINDS.values()) or "first" in about.lower()
    counts = FIRST_DEGREE.search(line.text) if only_first else True
    return (
        not negated
        and not ALL_OF_THEM.search(line.text)
        and bool(counts)
        and not re.search(r"\bno\b|\bneg|\?", line.text)
    )
