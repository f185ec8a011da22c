"""The names by which a chart may call what a test asks for, and which of them a text uses."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from apps.drafting.domain.criteria.case import Test
from apps.drafting.domain.criteria.kinds.common import names_of
from apps.drafting.domain.criteria.labels import label_named
from apps.drafting.domain.criteria.names import Named, named_in, pattern_of, writings
from apps.drafting.domain.criteria.quantities import (
    Quantity,
    all_names,
    of_name_or_code,
    plain,
    quantities_named,
    quantity_named,
    word_set,
)

PREDICTED = "predicted:"
OF_BASE = re.compile(
    r"[ :=]{1,4}(?:(?:was|is|of|at|only|now)\s)?(?:\d\.\d+ ?L\W{1,3}(?:or )?)?\d{1,3}(?:\.\d)? ?%(?! ?(?:change|"
    r"improve|increase|decrease|decline|drop))"
)
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
    needs: tuple[tuple[str, re.Pattern[str]], ...] = ()  # of those, short forms with the words that tell which is meant
    quantities: tuple[Quantity, ...] = ()
    base: str = ""  # a percentage of this is the quantity asked for, as that of FEV1 is the percentage predicted
    on_device: tuple[str, ...] = ()  # names that mean it on the download of a breathing device only

    @property
    def all(self) -> tuple[str, ...]:
        """Every name, those of the policy first."""
        return (*self.own, *self.others, *((self.base,) if self.base else ()), *self.on_device)

    def named_in(self, text: str, beside: str = "") -> Iterator[Named]:
        """Yield where a text names it; a short form of several meanings counts with the words that tell which."""
        if any_of(self.all).search(text):
            found: dict[tuple[int, int], Named] = {}
            for named in named_in(text, self._meant(text, beside)):
                found.setdefault((named.start, named.end), Named(self.known_as(named.name), named.start, named.end))
            for named in named_in(text, (self.base,)) if self.base else ():
                if OF_BASE.match(text, named.end):
                    found.setdefault((named.start, named.end), Named(self.known_as(self.own[0]), *_span(named)))
            yield from sorted(found.values(), key=lambda one: (one.start, -one.end))

    def first_named(self, text: str) -> Named | None:
        """Return the first place where a text names it."""
        return min(self.named_in(text), key=lambda one: one.start, default=None)

    def label(self, label: str) -> str:
        """Return the name that the label of a result is of, or an empty text."""
        short = {name for name, _ in self.needs}
        told = [name for name in self.others if name not in short or plain(name) == plain(label)]
        found = label_named(label, (*self.own, *told))
        words = word_set(label)
        found = found or next((name for name in told if len(words) > 1 and word_set(name) == words), "")
        return self.known_as(found)

    def known_as(self, name: str) -> str:
        """Return the first name of the quantity that a name means in this test, or the name where the table has "
        "none."""
        key = plain(name)
        known = next((one.names[0] for one in self.quantities if key in one.keys), "")
        return known or next((one.names[0] for one in self.quantities if one in quantities_named(name)), name)

    def in_cells(self, page: str) -> tuple[str, ...]:
        """Return the names that cells of a page may have."""
        return tuple(self._meant(page, ""))

    def _meant(self, text: str, beside: str) -> Sequence[str]:
        if self.on_device and DEVICE.search(f"{text} {beside}"):
            return [*self.own, *self.others, *self.on_device]
        not_meant = {name for name, need in self.needs if not need.search(f"{text} {beside}")}
        return [*self.own, *(name for name in self.others if name not in not_meant)]


def _span(named: Named) -> tuple[int, int]:
    return named.start, named.end


@lru_cache(maxsize=2000)
def any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return one expression for any writing of any of the names."""
    forms = dict.fromkeys(pattern_of(form).pattern for name in names for form in writings(name))
    return re.compile("|".join(f"(?:{form})" for form in forms) or r"(?!)")


def asked_by(test: Test) -> Asked:
    """Return the names of a test, those of its codes, and the other names of the same quantities."""
    own = names_of(test)
    found = all_names(own, test.get("codes"))
    asked = of_name_or_code(own, test.get("codes"))
    needs = tuple((name, need) for one in asked for name, need in one.needs if name not in own)
    bases = [tag.removeprefix(PREDICTED) for one in asked for tag in one.tags if tag.startswith(PREDICTED)]
    residual = any(quantity.names[0] == RESIDUAL for name in own if (quantity := quantity_named(name)))
    others = tuple(name for name in found if name not in own)
    return Asked(tuple(own), others, needs, asked, bases[0] if bases else "", INDEX_NAMES if residual else ())
