"""What became of the passages that drafts cite: counted by group, never by patient or person. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from enum import StrEnum

from apps.quality.domain.counting import Figure
from apps.quality.domain.suppression import is_small

TOGETHER = "Smaller groups together"


class Dimension(StrEnum):
    """What passages are grouped by."""

    SECTION = "section"
    DOCUMENT = "document"
    CLAIM_TYPE = "claim_type"
    SEVERITY = "severity"
    BASIS = "basis"


DIMENSION_WORDS: Mapping[Dimension, str] = {
    Dimension.SECTION: "Section of the source",
    Dimension.DOCUMENT: "Kind of document",
    Dimension.CLAIM_TYPE: "Type of claim",
    Dimension.SEVERITY: "Severity of the claim",
    Dimension.BASIS: "What the sentence stood on in the end",
}
OF_SOURCES = frozenset({Dimension.SECTION, Dimension.DOCUMENT})  # a passage that nobody cites belongs to no claim


@dataclass(frozen=True, slots=True)
class Fates:
    """Citations of decided drafts and what became of them; passages given to the machine and those it left alone."""

    cited: int = 0
    opened: int = 0
    removed: int = 0
    recited: int = 0
    retrieved: int = 0
    unused: int = 0

    def __add__(self, other: "Fates") -> "Fates":
        return Fates(*(one + more for one, more in zip(astuple(self), astuple(other), strict=True)))

    def figures(self) -> list[Figure]:
        """Return every rate made of them, in the order they are shown."""
        return [
            Figure("passage_opened", self.opened, self.cited),
            Figure("passage_unopened", self.cited - self.opened, self.cited),
            Figure("passage_removed", self.removed, self.cited),
            Figure("passage_recited", self.recited, self.cited),
            Figure("passage_unused", self.unused, self.retrieved),
        ]

    @property
    def size(self) -> int:
        """Return how many there are of whatever there is more of: what must not be small."""
        return max(self.cited, self.retrieved)

    @property
    def is_small(self) -> bool:
        return is_small(self.cited) or is_small(self.retrieved)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group as it may be shown. ``fates`` is None where a number of 1 to 10 withholds it."""

    name: str
    fates: Fates | None


def total(groups: Iterable[Fates]) -> Fates:
    return sum(groups, Fates())


def grouped(groups: Mapping[str, Fates]) -> tuple[GroupRow, ...]:
    """Return groups largest first; those of 1 to 10 stand together, with enough others that none can be derived.

    The whole of a table is known from the table beside it. So what stands together is never a small number itself, and
    is of two groups at least; where that cannot be had, the row says that it is withheld, with the next one.
    """
    ordered = sorted(groups.items(), key=lambda one: (-one[1].size, one[0]))
    together = [name for name, fates in ordered if fates.is_small]
    kept = [name for name, fates in ordered if not fates.is_small]
    while together and kept and (len(together) == 1 or total(groups[name] for name in together).is_small):
        together.append(kept.pop())
    rows = [GroupRow(name, groups[name]) for name in kept]
    if not together:
        return tuple(rows)
    hidden = total(groups[name] for name in together)
    return (*rows, GroupRow(TOGETHER, None if hidden.is_small or len(together) == 1 else hidden))


def as_counts(fates: Mapping[Dimension, Mapping[str, Fates]]) -> dict[str, dict[str, Sequence[int]]]:
    """Return fates as they are kept beside a decision."""
    return {dimension.value: {key: astuple(one) for key, one in of.items()} for dimension, of in fates.items()}
