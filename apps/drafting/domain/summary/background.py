"""Allergies, what the patient wants and can do, and illness of relatives that matters for the patient."""

import re
from collections.abc import Iterator

from apps.drafting.domain.claims import CitedSpan, ClaimType, ProposedClaim, Severity, Stance
from apps.drafting.domain.composing import Weighed, claim, inside, said_in
from apps.drafting.domain.composing import listed as listed_words
from apps.drafting.domain.facts.chart import Chart
from apps.drafting.domain.facts.records import Allergy
from apps.drafting.domain.facts.telling import is_of_ward
from apps.drafting.domain.language.assertion import negated_stems
from apps.drafting.domain.language.dates import written
from apps.drafting.domain.reconcile.allergies import listed
from apps.drafting.domain.reconcile.delabelled import Refuted, refuted
from apps.retrieval.domain.assertion import is_about_relative

ALLERGIES, DIRECTIVES, FAMILY = "Allergies and intolerances", "Function and directives", "Family history"
CATEGORIES = (
    re.compile(
        r"\b(?:DNA?R|DNI|do not (?:attempt )?(?:resuscitat\w+|intubate)|no CPR|full code|code status|code\W{1,3}full|"
        r"POLST|MOLST|comfort care)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:HCPOA|health care (?:agent|proxy|power)|power of attorney|living will|advance directive)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:lives (?:alone|with|in)|nursing home|assisted living|homeless)\b", re.IGNORECASE),
    re.compile(
        r"\b(?:walker|wheelchair|cane|independent in|ADLs?|(?:no|two|three|recurrent|had a) falls?\b|fall risk|"
        r"works? (?:\d|half|full|part)|off work|light duty|"
        r"no driving|(?<!\] )drives)\b",
        re.IGNORECASE,
    ),
)
LONGEST_LINE = 26  # words
MOST_RELATIVES = 2  # sentences
# Illness of a relative that changes what is looked for in the patient.
INHERITED = re.compile(
    r"\b(?:cancer|carcinoma|melanoma|ca \d|polyposis|lynch|BRCA\d?|sudden (?:cardiac )?death|aneurysm|heart attack|MI|"
    r"infarct\w*|stroke|embolism|thrombosis|PE|DVT|cardiomyopathy|hepatotoxicity)\b"
)
NO_REACTION = re.compile(r"reaction not recorded", re.IGNORECASE)


def allergies(chart: Chart) -> Iterator[Weighed]:
    """Yield each allergy, or the statement that there is none; silence is said by the missing list."""
    told: list[Allergy] = []
    silent: list[Allergy] = []
    for allergy in listed(chart):
        (silent if NO_REACTION.search(allergy.reaction) or not allergy.reaction else told).append(allergy)
    if len(silent) > 1:
        names = listed_words([inside(allergy.substance.strip(" .:;,")) for allergy in silent])
        text = f"{names}: reaction not recorded."
        yield Weighed(claim(ALLERGIES, text, ClaimType.ALLERGY, [allergy.line.quote for allergy in silent]))
    doubted = {one.allergy.line.quote: one for one in refuted(chart, listed(chart))}
    for allergy in told if len(silent) > 1 else listed(chart):
        yield Weighed(_allergy(allergy, doubted.get(allergy.line.quote)))
    for allergy in chart.allergies:
        if allergy.none_known and not listed(chart):
            yield Weighed(claim(ALLERGIES, allergy.line.head, ClaimType.ALLERGY, [allergy.line.quote]))


def _allergy(allergy: Allergy, doubted: Refuted | None) -> ProposedClaim:
    """Return the line of an allergy; what a test or a later note says against it stands in the same line."""
    text = _allergy_words(allergy)
    against: tuple[CitedSpan, ...] = ()
    if doubted:
        lines = [line for line in (doubted.tested, doubted.said) if line]
        said = "; ".join(f'"{line.text.rstrip(".")}"' for line in lines)
        text = f"{text.rstrip('.')} on the list; {said_in(doubted.said.quote)}: {said}."
        against = tuple(line.quote.cite(Stance.CONTRADICTS) for line in lines)
    return claim(ALLERGIES, text, ClaimType.ALLERGY, [allergy.line.quote], citations=against)


def _allergy_words(allergy: Allergy) -> str:
    """Return ``Latex: hives, since 2009.``; without a reaction the substance alone. One full stop, whatever came in."""
    substance, reaction = allergy.substance.strip(" .:;,"), allergy.reaction.strip(" .:;,")
    since = f", since {allergy.since}" if allergy.since and allergy.since not in reaction else ""
    text = f"{substance}: {inside(reaction)}{since}." if reaction else f"{substance}{since}."
    note = allergy.line.after("note: ")
    return f"{text} {_first_sentence(note)}" if note else text


def _is_inherited(text: str) -> bool:
    """Say whether a sentence tells of a relative's illness, in words that say whose it is."""
    told = INHERITED.search(text) and is_about_relative(text) and len(text.split()) <= LONGEST_LINE
    return bool(told) and not negated_stems(text)


def family(chart: Chart) -> Iterator[Weighed]:
    """Yield what the newest note says of relatives' illness: said as theirs, apart from the patient's own."""
    told = [line for line in chart.notes if line.relative and not line.copied and line.day]
    for line in [line for line in told if _is_inherited(line.text)][:MOST_RELATIVES]:
        text = f'{said_in(line.quote)}: "{line.text.rstrip(".")}"'
        yield Weighed(claim(FAMILY, text, ClaimType.HISTORY, [line.quote], severity=Severity.LOW), 14)


def _first_sentence(note: str) -> str:
    return re.split(r"(?<=[.!?]) ", note)[0]


def directives(chart: Chart) -> Iterator[Weighed]:
    """Yield the newest words on code status, proxy, living situation and function."""
    used = set()
    for number, category in enumerate(CATEGORIES):
        for line in chart.notes:
            said = category.search(line.text) and not (line.relative or line.copied or is_of_ward(line.text))
            if said and len(line.text.split()) <= LONGEST_LINE and line.day:
                if line.quote not in used:
                    used.add(line.quote)
                    text = f'{written(line.day)}: "{line.text.rstrip(".")}"'
                    severity = Severity.HIGH if number == 0 else Severity.LOW
                    yield Weighed(
                        claim(DIRECTIVES, text, ClaimType.HISTORY, [line.quote], severity=severity),
                        (0, 0, 3, 3)[number],
                    )
                break
