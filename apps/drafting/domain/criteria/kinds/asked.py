"""The names by which a chart may call what a test asks for, and which of them a text uses."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from apps.drafting.domain.criteria.case import Test
from apps.drafting.domain.criteria.kinds.common import names_of
from apps.drafting.domain.criteria.labels import label_named
from apps.drafting.domain.criteria.names import Named, named_in, pattern_of, writings
from apps.drafting.domain.criteria.quantities import all_names, needs_of, plain, quantity_named

RESIDUAL = "residual AHI"
INDEX_NAMES = ("AHI", "apnea-hypopnea index")
DEVICE = re.compile(
    r"(?i)\b(?:CPAP|APAP|BiPAP|BPAP|bilevel|PAP|modem)\b[^\n]{0,60}\b(?:download|data|usage|compliance|adherence|card)\b|"
    r"\b(?:on|with|under) (?:\w+ ){0,2}(?:CPAP|APAP|BiPAP|BPAP|PAP|bilevel)\b"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """``own``: as the policy has them; ``others``: further names of the same quantities."""

    own: tuple[str, ...]
    others: tuple[str, ...]
    on_device: tuple[str, ...] = ()  # names that mean it on the download of a breathing device only

    @property
    def all(self) -> tuple[str, ...]:
        """Every name, those of the policy first."""
        return (*self.own, *self.others, *self.on_device)

    def named_in(self, text: str, beside: str = "") -> Iterator[Named]:
        """Yield where a text names it; a short form of several meanings counts with the words that tell which."""
        if any_of(self.all).search(text):
            found: dict[tuple[int, int], Named] = {}
            for named in named_in(text, self._meant(text, beside)):
                found.setdefault((named.start, named.end), named)
            yield from sorted(found.values(), key=lambda one: (one.start, -one.end))

    def first_named(self, text: str) -> Named | None:
        """Return the first place where a text names it."""
        return min(self.named_in(text), key=lambda one: one.start, default=None)

    def label(self, label: str) -> str:
        """Return the name that the label of a result is of, or an empty text."""
        told = [name for name in self.others if needs_of(name) is None or plain(name) == plain(label)]
        return label_named(label, (*self.own, *told))

    def in_cells(self, page: str) -> tuple[str, ...]:
        """Return the names that cells of a page may have."""
        return tuple(self._meant(page, ""))

    def _meant(self, text: str, beside: str) -> Sequence[str]:
        if self.on_device and DEVICE.search(f"{text} {beside}"):
            return [*self.own, *self.others, *self.on_device]
        meant = [name for name in self.others if not (need := needs_of(name)) or need.search(f"{text} {beside}")]
        return [*self.own, *meant]


@lru_cache(maxsize=2000)
def any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return one expression for any writing of any of the names."""
    forms = dict.fromkeys(pattern_of(form).pattern for name in names for form in writings(name))
    return re.compile("|".join(f"(?:{form})" for form in forms) or r"(?!)")


def asked_by(test: Test) -> Asked:
    """Return the names of a test, those of its codes, and the other names of the same quantities."""
    own = names_of(test)
    found = all_names(own, test.get("codes"))
    residual = any(quantity.names[0] == RESIDUAL for name in own if (quantity := quantity_named(name)))
    return Asked(tuple(own), tuple(name for name in found if name not in own), INDEX_NAMES if residual else ())
