"""Keeps the page to one page: what gives way, in which order, and the sentence that says so.

What a reader would miss least goes first, by the rank its section gave it; where a claim can be told in fewer words, it
is shortened before it goes. A rank of 0 never goes: contradictions, allergies, the medications now, abnormal results
nobody answered, what waits, directives. A page of those alone may be longer than a page.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from apps.drafting.domain.claims import ProposedClaim
from apps.drafting.domain.composing import Weighed, listed, words_in
from apps.drafting.domain.language.quantities import quantities
from apps.drafting.domain.language.words import stems

MOST_WORDS = 450
REPEATED = 0.75  # share of a claim's words that one other claim says


@dataclass(frozen=True, slots=True)
class Page:
    """What the page tells, and how many claims of each section it leaves out or tells in fewer words."""

    kept: tuple[ProposedClaim, ...]
    left_out: Counter[str]
    shortened: Counter[str]

    def gave_way(self) -> Iterator[str]:
        """Yield the sentence that says what the page leaves out, where it leaves something out."""
        parts = [_counted(self.left_out, "left out"), _counted(self.shortened, "told in fewer words")]
        said = "; ".join(filter(None, parts))
        if said:
            yield f"To keep to one page, {said}. The chart has them."


def one_page(weighed: Sequence[Weighed], most: int) -> Page:
    """Return the claims that fit ``most`` words, shortening and leaving out the most expendable first."""
    kept, left_out, shortened = list(_once(weighed)), Counter[str](), Counter[str]()
    while words_in(one.claim for one in kept) > most:
        number = max(range(len(kept)), key=lambda n: (_rank(kept[n]), len(kept[n].claim.text)), default=None)
        if number is None or not _rank(kept[number]):
            break
        worst = kept[number]
        if worst.brief is None:
            del kept[number]
            left_out[worst.claim.section] += 1
        else:
            kept[number] = replace(worst, claim=worst.brief, brief=None)
            shortened[worst.claim.section] += 1
    return Page(tuple(one.claim for one in kept), left_out, shortened)


def _rank(one: Weighed) -> int:
    return one.expendable if one.brief is None else max(one.shortened, one.expendable)


def _counted(claims: Counter[str], what: str) -> str:
    told = [f"{count} of {section}" for section, count in claims.items()]
    return f"{what}: {listed(told)}" if told else ""


def _once(weighed: Sequence[Weighed]) -> Iterator[Weighed]:
    """Yield the claims but a plan of a problem that says again what another claim says."""
    said = [_words(one.claim.text) for one in weighed]
    for number, one in enumerate(weighed):
        others = (words for other, words in enumerate(said) if other != number)
        is_plan = bool(one.expendable) and one.claim.section == "Active problems" and bool(said[number])
        if not (is_plan and any(len(said[number] & words) >= REPEATED * len(said[number]) for words in others)):
            yield one


def _words(text: str) -> frozenset[str]:
    return stems(text) | {number.written for number in quantities(text)}
