"""When a draft is not for review: limits by kind of draft, each its own reason. Nothing is blended into a score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from apps.drafting.domain.checks.verdicts import CheckedClaim
from apps.drafting.domain.claims import ClaimType, DraftKind, Severity, Support


@dataclass(frozen=True, slots=True)
class Threshold:
    """``unsupported``: the largest share of weighty claims that the quotes do not carry, 0 to 1."""

    unsupported: float
    other_patients: int = 0  # claims that rest on another patient's page
    broken_citations: float = 0.2  # the largest share of claims with a citation that leads to no such words


# A letter goes to a payer under a signature; a summary is read beside the chart.
THRESHOLDS: Mapping[DraftKind, Threshold] = {
    DraftKind.CHART_SUMMARY: Threshold(unsupported=0.34),
    DraftKind.PRIOR_AUTH_LETTER: Threshold(unsupported=0.25),
}
FEWEST_WEIGHTY = 3  # claims; a share of fewer says nothing
NOTHING = "Nothing of weight in this draft is supported by the chart."
BY_HAND = "Write the document by hand, or add what is missing."
# Objections to the record, not to the sentence: the record's own disagreement is shown, and blocks nothing.
OF_THE_RECORD = frozenset({"record_contradicts", "same_words_disputed", "chart_contradicts"})


def blocked(kind: DraftKind, checked: Sequence[CheckedClaim]) -> str:
    """Return why nobody may review a draft, with the numbers, or an empty text."""
    limit = THRESHOLDS[kind]
    reasons = [
        reason
        for reason in (
            _nothing(checked),
            _unsupported(limit, checked),
            _others(limit, checked),
            _broken(limit, checked),
        )
        if reason
    ]
    return " ".join([*reasons, BY_HAND]) if reasons else ""


def _weighty(checked: Sequence[CheckedClaim]) -> list[CheckedClaim]:
    return [one for one in checked if one.claim.severity is Severity.HIGH and one.claim.type is not ClaimType.CONFLICT]


def _nothing(checked: Sequence[CheckedClaim]) -> str:
    stands = any(
        one.citations and (one.support is Support.SUPPORTED or _is_of_the_record(one))
        for one in checked
        if one.claim.severity is Severity.HIGH
    )
    return "" if stands else NOTHING


def _is_of_the_record(one: CheckedClaim) -> bool:
    """Return whether the record is at odds with itself about a claim, and nothing else is wrong with it."""
    return one.support is Support.CONTRADICTED and all(note.rule in OF_THE_RECORD for note in one.notes)


def _unsupported(limit: Threshold, checked: Sequence[CheckedClaim]) -> str:
    weighty = _weighty(checked)
    wrong = [one for one in weighty if one.support is not Support.SUPPORTED and not _is_of_the_record(one)]
    if len(weighty) < FEWEST_WEIGHTY or len(wrong) <= limit.unsupported * len(weighty):
        return ""
    most = int(limit.unsupported * len(weighty))
    return (
        f"{len(wrong)} of {len(weighty)} weighty sentences are not supported by what they cite; at most {most} may be."
    )


def _others(limit: Threshold, checked: Sequence[CheckedClaim]) -> str:
    count = _count(checked, "another_patients_page")
    return f"{_sentences(count)} on a page of another patient." if count > limit.other_patients else ""


def _broken(limit: Threshold, checked: Sequence[CheckedClaim]) -> str:
    count = _count(checked, "citation_resolves")
    too_many = len(checked) >= FEWEST_WEIGHTY and count > limit.broken_citations * len(checked)
    return f"{count} of {len(checked)} sentences cite words that do not stand in the chart." if too_many else ""


def _count(checked: Sequence[CheckedClaim], rule: str) -> int:
    return sum(any(note.rule == rule for note in one.notes) for one in checked)


def _sentences(count: int) -> str:
    return "1 sentence rests" if count == 1 else f"{count} sentences rest"
