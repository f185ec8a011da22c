"""Which errors go into a draft: drawn by a lot, one or two, each in a sentence of its own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from apps.drafting.domain.claims import ClaimType, ProposedClaim, Severity
from apps.drafting.domain.planting.kinds import Plant, PlantKind
from apps.drafting.domain.planting.lots import Lots
from apps.drafting.domain.planting.wordings import changes
from apps.drafting.domain.tasks import DraftOutput

MOST = 2
TRIES = 12
LEFT_ALONE = frozenset({ClaimType.IDENTITY, ClaimType.CONFLICT, ClaimType.ABSENCE})
# In the voice of a draft, about things that a chart would hold if they were so.
UNSUPPORTED = (
    "Adherence to the current treatment was confirmed with the pharmacy {often}.",
    "Symptoms have improved steadily over the last {number} months.",
    "The risks were discussed {often}, and the plan is agreed.",
    "Liver enzymes have been monitored every {number} months and stayed normal.",
    "Blood pressure has been recorded at home for {number} months and is at goal.",
    "A family history of the condition was noted in {number} relatives.",
    "Weight has been stable over the last {number} months.",
    "Physical therapy was completed after {number} sessions without lasting relief.",
    "Two earlier courses of prednisone over {number} weeks gave short relief.",
    "Sleep has been disturbed by pain for {number} weeks.",
    "An eye examination {number} months ago was unremarkable.",
    "Work was missed on {number} days in the last quarter.",
)
OFTEN = ("once", "twice", "at each visit", "by telephone")


@dataclass(frozen=True, slots=True)
class _Idea:
    """One error that could be planted: a changed claim, or one put in after the claim at ``at``."""

    kind: PlantKind
    at: int
    claim: ProposedClaim
    planted: str
    right: str
    sentence: str

    @property
    def is_new(self) -> bool:
        return not self.sentence


def plantings(
    output: DraftOutput, *, lot: str, strangers: Sequence[str]
) -> Iterator[tuple[DraftOutput, tuple[Plant, ...]]]:
    """Yield ways to plant one or two errors in a draft, the same for the same ``lot``; none where nothing can be.

    ``strangers`` are sentences about other test patients.
    """
    draw = Lots(lot)
    ideas = [*_changed(output), *_put_in(output, draw, strangers)]
    for _ in range(TRIES):
        chosen = _drawn(ideas, draw)
        if not chosen:
            return
        yield _with(output, chosen)


def _changed(output: DraftOutput) -> Iterator[_Idea]:
    for at, claim in enumerate(output.claims):
        if claim.type in LEFT_ALONE or claim.severity is Severity.LOW or not claim.citations:
            continue
        for kind, start, end, instead in changes(claim.text):
            text = " ".join((claim.text[:start] + instead + claim.text[end:]).split())
            planted, right = _around(text, start, len(instead)), _around(claim.text, start, end - start)
            yield _Idea(kind, at, replace(claim, text=text), planted, right, claim.text)


def _around(text: str, start: int, length: int) -> str:
    """Return the words at a place, whole, and with the one after them where they would be too few to find again."""
    left = text.rfind(" ", 0, start) + 1
    right = text.find(" ", start + length + 1)
    return text[left : right if right > 0 else len(text)].strip(" .,;")


def _put_in(output: DraftOutput, draw: Lots, strangers: Sequence[str]) -> Iterator[_Idea]:
    places = [at for at, claim in enumerate(output.claims) if claim.citations and claim.type not in LEFT_ALONE]
    said = {claim.text for claim in output.claims}
    foreign = [text for text in strangers if text not in said]
    for kind, texts in ((PlantKind.OTHER_PATIENT, foreign), (PlantKind.UNSUPPORTED, UNSUPPORTED)):
        if places and texts:
            at, text = draw.one_of(places), _filled(draw.one_of(texts), draw)
            yield _Idea(kind, at, replace(output.claims[at], text=text, type=ClaimType.HISTORY), text, "", "")


def _filled(text: str, draw: Lots) -> str:
    """Return a sentence with its gaps filled; what another patient's draft says has none."""
    return text.replace("{number}", str(2 + draw.below(7))).replace("{often}", draw.one_of(OFTEN))


def _drawn(ideas: Sequence[_Idea], draw: Lots) -> list[_Idea]:
    """Return one or two of different kinds and in different claims, each kind as likely as another."""
    chosen: list[_Idea] = []
    for _ in range(1 + draw.below(MOST)):
        free = [one for one in ideas if all(one.kind is not it.kind and one.at != it.at for it in chosen)]
        kinds = sorted({one.kind for one in free})
        if kinds:
            kind = draw.one_of(kinds)
            chosen.append(draw.one_of([one for one in free if one.kind is kind]))
    return chosen


def _with(output: DraftOutput, chosen: Sequence[_Idea]) -> tuple[DraftOutput, tuple[Plant, ...]]:
    claims: list[ProposedClaim] = []
    plants: list[Plant] = []
    by_place = {one.at: one for one in chosen}
    for at, claim in enumerate(output.claims):
        idea = by_place.get(at)
        if idea is None:
            claims.append(claim)
            continue
        if idea.is_new:
            claims.append(claim)
        plants.append(Plant(idea.kind, len(claims), idea.planted, idea.right, idea.sentence))
        claims.append(idea.claim)
    return replace(output, claims=tuple(claims)), tuple(plants)
