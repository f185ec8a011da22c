"""The data contract laid out for a reader: an overview by part, or the rows a filter asks for."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from apps.redaction.domain.contract import RESOURCES, Action, Contract, Field, Format, Part, PhiClass, Rule

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
    types: tuple[tuple[str, bool], ...]  # each with whether it has a table of its own


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
class GroupView:
    """Parts that belong together, and how their fields are treated taken together."""

    title: str
    parts: tuple[PartView, ...]
    stripes: tuple[Stripe, ...]
    fields: int


@dataclass(frozen=True, slots=True)
class ContractView:
    """The page: ``groups`` is the overview, ``tables`` the answer to a filter, at most MOST_ROWS of what was found."""

    actions: Sequence[tuple[Action, int]]
    fields: int
    groups: Sequence[GroupView]
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
        list(_tables(kept[:MOST_ROWS], contract)),
        len(kept),
        bool(narrowing),
    )


def chief(field: Field) -> Rule:
    """Return the rule that says most of a field: of what identifies before what does not."""
    return field.rules[0]


def _groups(contract: Contract) -> Iterator[GroupView]:
    groups: dict[str, list[Part]] = {}
    for part in contract.parts:
        title = f"{part.format.label}: {part.group[:1].lower()}{part.group[1:]}" if part.group else part.format.label
        groups.setdefault(title, []).append(part)
    for title, parts in sorted(groups.items(), key=lambda group: _place(group[1][0])):
        fields = [field for part in parts for field in part.fields]
        views = tuple(PartView(part, _stripes(part.fields)) for part in parts)
        yield GroupView(title, views, _stripes(fields), len(fields))


def _place(part: Part) -> tuple[bool, int]:
    """Return where a part stands: what is read first, what is only referred to (types, tables) at the end."""
    order = (Format.FHIR, Format.DOCUMENTS, Format.HL7V2, Format.CCDA)
    return part.group not in {"", RESOURCES}, order.index(part.format)


def _stripes(fields: Iterable[Field]) -> tuple[Stripe, ...]:
    counts = Counter(chief(field).action for field in fields if field.rules)
    total, start, stripes = sum(counts.values()), 0.0, []
    for action in (action for action in Action if counts[action]):
        width = BAR * counts[action] / total
        stripes.append(Stripe(action, counts[action], round(start, 2), round(width, 2)))
        start += width
    return tuple(stripes)


def _tables(kept: Sequence[tuple[Part, Field]], contract: Contract) -> Iterator[PartView]:
    tables = {part.name for part in contract.parts if part.format is Format.FHIR}
    by_part: dict[tuple[str, str], tuple[Part, list[FieldView]]] = {}
    for part, field in kept:
        types = tuple((name, name in tables) for name in field.type_words.split(" or ") if name)
        rows = by_part.setdefault((part.format.value, part.name), (part, []))[1]
        rows.append(FieldView(field, _rules(field, contract.classes), types))
    for part, found in by_part.values():
        yield PartView(part, rows=tuple(found))


def _rules(field: Field, classes: Mapping[str, PhiClass]) -> tuple[RuleView, ...]:
    """Return what to show of a field: that a part of it holds nothing is said only where nothing else is to say."""
    telling = [rule for rule in field.rules if rule.phi_class != "none"] or field.rules[:1]
    return tuple(RuleView(classes[rule.phi_class], rule.action) for rule in telling)
