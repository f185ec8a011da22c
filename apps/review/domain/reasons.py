"""The main reason of a decision: which codes to show first, read from what was found and changed. At most nine."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from apps.drafting.domain.claims import Support
from apps.review.domain.edit_kinds import EditKind
from apps.review.domain.status import REASON_CODES, Outcome

MOST_SHOWN = 9
OTHER = "other"
# What a change of this kind is most often made for.
OF_KIND: Mapping[EditKind, str] = {
    EditKind.IDENTITY: "wrong_patient",
    EditKind.DRUG: "contradicts",
    EditKind.DOSE: "wrong_code_side_dose",
    EditKind.UNIT: "wrong_code_side_dose",
    EditKind.LATERALITY: "wrong_code_side_dose",
    EditKind.CODE: "wrong_code_side_dose",
    EditKind.NEGATION: "contradicts",
    EditKind.NUMBER: "contradicts",
    EditKind.DATE: "outdated",
    EditKind.CRITERION: "criterion_misread",
    EditKind.CERTAINTY: "over_certain",
    EditKind.MEANING: "unsupported",
    EditKind.ADDITION: "omission",
    EditKind.REMOVAL: "unsupported",
    EditKind.CITATION: "unsupported",
    EditKind.STYLE: "style",
}
OF_SUPPORT: Mapping[Support, str] = {Support.CONTRADICTED: "contradicts", Support.NOT_FOUND: "unsupported"}
# Where nothing was found or changed: what usually ends a draft this way, first.
USUAL: Mapping[Outcome, tuple[str, ...]] = {
    Outcome.REJECT: ("should_abstain", "unsupported", "contradicts", "wrong_patient", "criterion_misread"),
    Outcome.CANNOT_JUDGE: ("should_abstain", "omission", "outdated", "criterion_misread", "redaction_damage"),
    Outcome.RETURN: ("omission", "outdated", "criterion_misread", "should_abstain", "unsupported"),
}
GIVEN, CHANGED, FOUND = 100, 10, 1  # what a person said already, what she changed, what a check found


@dataclass(frozen=True, slots=True)
class Grounds:
    """What there is to read a reason from."""

    given: tuple[str, ...] = ()  # codes given for claims that were removed or waived
    kinds: tuple[EditKind, ...] = ()  # of the changes, as often as they were made
    supports: tuple[Support, ...] = ()  # of the claims that the checks object to
    findings: tuple[str, ...] = field(default=())  # codes that speak for themselves: an omission, an old policy


def reasons_for(outcome: Outcome | None, grounds: Grounds) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the codes to show, most likely first, and those to show on request; "other" is in neither."""
    score: Counter[str] = Counter()
    score.update(_weighed(grounds.given, GIVEN))
    score.update(_weighed((OF_KIND[kind] for kind in grounds.kinds), CHANGED))
    objected = (OF_SUPPORT[support] for support in grounds.supports if support in OF_SUPPORT)
    score.update(_weighed((*objected, *grounds.findings), FOUND))
    usual = [*USUAL.get(outcome, ()), *REASON_CODES] if outcome else list(REASON_CODES)
    codes = sorted((code for code in REASON_CODES if code != OTHER), key=lambda code: (-score[code], usual.index(code)))
    return tuple(codes[:MOST_SHOWN]), tuple(codes[MOST_SHOWN:])


def _weighed(codes: Iterable[str], weight: int) -> Counter[str]:
    counted: Counter[str] = Counter()
    for code in codes:
        counted[code] += weight
    return counted


def why_not_other(code: str, comment: str) -> str:
    """Return what is missing where none of the listed reasons was meant, or an empty text."""
    if code == OTHER and not comment.strip():
        return "You chose another reason than those listed. Say in the comment which."
    return ""
