"""What coverage policies measure: names, LOINC codes, the unit of a bare number, and how a result is read. From a "
"data file."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

FIELDS = 4
NEEDS = re.compile(r"^(?P<name>.+?) \[(?P<words>[^\]]+)\]$")
BOUNDS = re.compile(r"^(?P<unit>\S+) (?P<low>-?\d+(?:\.\d+)?)-(?P<high>\d+(?:\.\d+)?)$")
WRITTEN_OUT = {
    "ab": "antibody", "abs": "antibody", "antibodies": "antibody", "ag": "antigen", "hep": "hepatitis", "quant": "",
    "qual": "", "pct": "percent", "%": "percent", "pred": "predicted", "vit": "vitamin", "creat": "creatinine",
}  # fmt: skip
TELLS_NOTHING = frozenset(
    {
        "",
        "total",
        "serum",
        "plasma",
        "blood",
        "level",
        "of",
        "the",
        "in",
        "by",
        "and",
        "score",
        "result",
        "test",
        "value",
        "scale",
    }
)
LIMIT = re.compile(r"\{<=(?P<number>\d+)\}")
AT_OR_BELOW = ("at or below ", "<= ", "<=", "≤ ", "≤", "below ", "< ", "<", "under ")
SAME_THING = "of:"


@dataclass(frozen=True, slots=True)
class UsualUnit:
    """A UCUM unit in which a bare number may be meant, where it lies between two bounds."""

    unit: str
    low: Decimal
    high: Decimal

    def may_be(self, number: Decimal) -> bool:
        """Return whether a bare number can be one of this unit."""
        return self.low <= number <= self.high


@dataclass(frozen=True, slots=True)
class Quantity:
    """One line of the table."""

    names: tuple[str, ...]
    needs: tuple[tuple[str, re.Pattern[str]], ...]  # short forms, with the words beside them that tell which is meant
    codes: tuple[str, ...]
    units: tuple[UsualUnit, ...]
    tags: frozenset[str]

    @property
    def family(self) -> str:
        """The name of what it measures together with others of the same, or its own first name."""
        return next((tag.removeprefix(SAME_THING) for tag in self.tags if tag.startswith(SAME_THING)), self.names[0])

    @property
    def keys(self) -> frozenset[str]:
        """Its names as the table is searched by them."""
        return _keys(self.names)


@lru_cache(maxsize=2000)
def _keys(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(plain(name) for name in names)


@lru_cache(maxsize=1)
def quantities() -> tuple[Quantity, ...]:
    """Return the lines of the table."""
    text = files("apps.drafting").joinpath("data").joinpath("quantities.txt").read_text("utf-8")
    return tuple(_quantity(line) for line in text.splitlines() if line.strip() and not line.startswith("#"))


def _quantity(line: str) -> Quantity:
    fields = [field.strip() for field in line.split("|")]
    if len(fields) != FIELDS:
        message = f"A quantity has {FIELDS} fields: {line[:60]}"
        raise ValueError(message)
    names, codes, units, tags = fields
    written = [form for name in names.split(";") for form in _forms(name.strip())]
    told = [NEEDS.match(name) or name for name in written if name]
    return Quantity(
        tuple(one if isinstance(one, str) else one["name"] for one in told),
        tuple((one["name"], _beside(one["words"])) for one in told if not isinstance(one, str)),
        tuple(codes.split()),
        tuple(_usual(unit.strip()) for unit in units.split(";") if unit.strip()),
        frozenset(tags.split()),
    )


def _forms(name: str) -> list[str]:
    """Return the ways of writing a limit in a name: "time {<=88}" is "time <= 88 %", "time at or below 88 percent"."""
    limit = LIMIT.search(name)
    if limit is None:
        return [name]
    ways = (f"{sign}{limit['number']}{percent}" for sign in AT_OR_BELOW for percent in (" percent", " %", "%", ""))
    return [f"{name[: limit.start()]}{way}{name[limit.end() :]}" for way in ways]


def _beside(words: str) -> re.Pattern[str]:
    forms = (
        rf"\b{re.escape(word)}\b" if word.isupper() else rf"(?i:(?<![A-Za-z]){re.escape(word)})"
        for word in words.split()
    )
    return re.compile("|".join(forms))


def _usual(text: str) -> UsualUnit:
    match = BOUNDS.match(text)
    if match is None:
        message = f"A usual unit has its bounds: {text}"
        raise ValueError(message)
    return UsualUnit(match["unit"], Decimal(match["low"]), Decimal(match["high"]))


def plain(name: str) -> str:
    """Return a name as the table is searched by it: small letters, one blank where blanks or hyphens stand."""
    return " ".join(re.sub(r"[\s\-–,]+", " ", name.lower()).split())


@lru_cache(maxsize=20_000)
def word_set(label: str) -> frozenset[str]:
    """Return the words of a label that tell what it is of, short forms written out, in any order."""
    words = (WRITTEN_OUT.get(word, word) for word in re.findall(r"[a-z0-9/+]+", label.lower()))
    return frozenset(word for word in words if word not in TELLS_NOTHING)


@lru_cache(maxsize=1)
def _by_name() -> dict[str, tuple[Quantity, ...]]:
    found: dict[str, tuple[Quantity, ...]] = {}
    for one in quantities():
        for name in dict.fromkeys(plain(name) for name in one.names):
            found[name] = (*found.get(name, ()), one)
    return found


@lru_cache(maxsize=1)
def _by_words() -> dict[frozenset[str], tuple[Quantity, ...]]:
    """Return the quantities by the words of their names of two words and more, in any order."""
    found: dict[frozenset[str], tuple[Quantity, ...]] = {}
    for one in quantities():
        for words in dict.fromkeys(word_set(name) for name in one.names):
            if len(words) > 1:
                found[words] = (*found.get(words, ()), one)
    return found


@lru_cache(maxsize=1)
def _by_code() -> dict[str, tuple[Quantity, ...]]:
    found: dict[str, tuple[Quantity, ...]] = {}
    for one in quantities():
        for code in one.codes:
            found[code] = (*found.get(code, ()), one)
    return found


@lru_cache(maxsize=4000)
def quantities_named(name: str) -> tuple[Quantity, ...]:
    """Return the quantities of a name, as a policy or a chart writes it; several where a short form has two "
    "meanings."""
    return _by_name().get(plain(name)) or _by_words().get(word_set(name), ())


@lru_cache(maxsize=4000)
def quantity_named(name: str) -> Quantity | None:
    """Return the one quantity of a name; None for a name that is not in the table, or is of two."""
    found = quantities_named(name)
    return found[0] if len(found) == 1 else None


def quantities_of_codes(codes: Any) -> tuple[Quantity, ...]:
    """Return the quantities of the LOINC codes of a test, written "LOINC|4548-4"."""
    given = [codes] if isinstance(codes, str) else list(codes or []) if isinstance(codes, Iterable) else []
    told = (str(code).removeprefix("LOINC|") for code in given if str(code).startswith("LOINC|"))
    return tuple(one for code in told for one in _by_code().get(code, ()))


def of_name_or_code(names: Sequence[str], codes: Any = None) -> tuple[Quantity, ...]:
    """Return the quantities that a test asks for, by its names and its codes; of a name of two those its other "
    "names say."""
    sure = [one for name in names if (one := quantity_named(name))]
    coded = list(quantities_of_codes(codes))
    return tuple(dict.fromkeys((*sure, *coded)))


def all_names(names: Sequence[str], codes: Any = None) -> list[str]:
    """Return the names of a test with every other name of the same quantities, and the names of its codes."""
    asked = of_name_or_code(names, codes)
    return list(dict.fromkeys((*names, *(name for one in asked for name in one.names))))


def names_of_codes(codes: Any) -> list[str]:
    """Return the names of the LOINC codes of a test that mean one thing wherever they stand."""
    names = (name for one in quantities_of_codes(codes) for name in one.names)
    return list(dict.fromkeys(name for name in names if needs_of(name) is None))


@lru_cache(maxsize=4000)
def needs_of(name: str) -> re.Pattern[str] | None:
    """Return the words of which one must stand beside a short form that has other meanings, or None."""
    found = [pattern for one in quantities_named(name) for short, pattern in one.needs if plain(short) == plain(name)]
    return found[0] if found else None


def usual_unit(name: str, number: Decimal) -> str:
    """Return the UCUM unit that a bare number of a quantity is meant in, or an empty text where it cannot be told."""
    found = quantity_named(name)
    return next((unit.unit for unit in found.units if unit.may_be(number)), "") if found else ""


def has_tag(name: str, tag: str) -> bool:
    """Return whether a quantity is read in the way that a tag of the table says."""
    return any(tag in one.tags for one in quantities_named(name))


def is_known(name: str) -> bool:
    """Return whether a name is one of the table's."""
    return bool(quantities_named(name))
