"""The data contract laid out for a reader: an overview by part, or the rows a filter asks for."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from apps.redaction.domain.contract import Action, Contract, Field, Format, Part, PhiClass, Rule

MOST_ROWS = 300
BAR = 120  # units of width


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a reader asks for; empty texts ask for everything."""

    format: str = ""
    part: str = ""
    action: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.format or self.part or self.action or self.words)

    def keeps(self, part: Part, field: Field) -> bool:
        """Return whether a field is asked for; the words may stand in its path, type, classes, actions or reason."""
        if self.format not in {"", part.format.value} or self.part not in {"", part.name}:
            return False
        if self.action and self.action not in {rule.action.value for rule in field.rules}:
            return False
        held = " ".join(f"{rule.phi_class} {rule.action.value}" for rule in field.rules)
        text = f"{field.path} {field.type_words} {held} {field.why}".casefold().replace("_", " ")
        return all(word in text for word in self.words.casefold().replace("_", " ").split())


@dataclass(frozen=True, slots=True)
class RuleView:
    """One class in a field, and its action."""

    phi_class: PhiClass
    action: Action


@dataclass(frozen=True, slots=True)
class FieldView:
    """One row of the table."""

    field: Field
    rules: tuple[RuleView, ...]


@dataclass(frozen=True, slots=True)
class Stripe:
    """A stretch of a part's bar: so many of its fields are treated so."""

    action: Action
    count: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class PartView:
    """A part with how its fields are treated, or with those of them that were asked for."""

    part: Part
    stripes: tuple[Stripe, ...] = ()
    rows: tuple[FieldView, ...] = ()


@dataclass(frozen=True, slots=True)
class ContractView:
    """The page: ``groups`` is the overview, ``tables`` the answer to a filter, at most MOST_ROWS of what was found."""

    actions: Sequence[tuple[Action, int]]
    fields: int
    groups: Sequence[tuple[str, Sequence[PartView]]]
    tables: Sequence[PartView]
    found: int
    narrowed: bool

    @property
    def shown(self) -> int:
        return sum(len(table.rows) for table in self.tables)


def contract_view(contract: Contract, narrowing: Narrowing) -> ContractView:
    """Return the contract as a page."""
    counts = Counter(chief(field).action for part in contract.parts for field in part.fields if field.rules)
    kept = [
        (part, field) for part in contract.parts for field in part.fields if narrowing and narrowing.keeps(part, field)
    ]
    return ContractView(
        [(action, counts[action]) for action in Action],
        sum(len(part.fields) for part in contract.parts),
        [] if narrowing else list(_groups(contract)),
        list(_tables(kept[:MOST_ROWS], contract.classes)),
        len(kept),
        bool(narrowing),
    )


def chief(field: Field) -> Rule:
    """Return the rule that says most of a field: of what identifies before what does not."""
    return field.rules[0]


def _groups(contract: Contract) -> Iterator[tuple[str, list[PartView]]]:
    groups: dict[str, list[PartView]] = {}
    for part in contract.parts:
        title = f"{part.format.label}: {part.group.lower()}" if part.group else part.format.label
        groups.setdefault(title, []).append(PartView(part, tuple(_stripes(part))))
    order = list(Format)
    yield from sorted(groups.items(), key=lambda group: order.index(group[1][0].part.format))


def _stripes(part: Part) -> Iterator[Stripe]:
    counts = Counter(chief(field).action for field in part.fields if field.rules)
    total, start = sum(counts.values()), 0.0
    for action in Action:
        if counts[action]:
            width = BAR * counts[action] / total
            yield Stripe(action, counts[action], round(start, 2), round(width, 2))
            start += width


def _tables(kept: Sequence[tuple[Part, Field]], classes: Mapping[str, PhiClass]) -> Iterator[PartView]:
    by_part: dict[tuple[str, str], tuple[Part, list[FieldView]]] = {}
    for part, field in kept:
        rows = by_part.setdefault((part.format.value, part.name), (part, []))[1]
        rows.append(FieldView(field, _rules(field, classes)))
    for part, rows in by_part.values():
        yield PartView(part, tuple(_stripes(part)), tuple(rows))


def _rules(field: Field, classes: Mapping[str, PhiClass]) -> tuple[RuleView, ...]:
    """Return what to show of a field: that a part of it holds nothing is said only where nothing else is to say."""
    telling = [rule for rule in field.rules if rule.phi_class != "none"] or field.rules[:1]
    return tuple(RuleView(classes[rule.phi_class], rule.action) for rule in telling)
