"""What stands behind a field in the contract: "Type/CLASS", several with "|" between them, " drop" at the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from apps.redaction.domain.contract.terms import CLASS_NAMES, Action, Faults, PhiClass, Rule, fits

WHO = "who"  # in a data type: the class that the using field names
DROP = " drop"


@dataclass(frozen=True, slots=True)
class TypeUse:
    """One type as a field uses it. ``json_name`` is its name in a choice element: AgeRange stands as Range."""

    type_name: str
    who: str
    json_name: str


@dataclass(frozen=True, slots=True)
class Spec:
    """What the contract says of one field. ``uses`` are types in FHIR, classes (as ``who``) elsewhere."""

    file: str
    path: str
    uses: tuple[TypeUse, ...]
    drop: bool
    why: str

    @property
    def words(self) -> str:
        """The types as a reader sees them."""
        return " or ".join(use.type_name for use in self.uses)


class Rules:
    """Turns the name of a class into the rule of a leaf, and notes what does not go together."""

    def __init__(self, classes: Mapping[str, PhiClass], faults: Faults) -> None:
        self.classes, self._faults = classes, faults

    def rule(self, spec: Spec, phi_class: str, *, drop: bool) -> Rule:
        """Return the rule of a leaf: the class's own action, or drop."""
        if phi_class not in self.classes:
            self._faults.add(spec.file, spec.path, f"there is no class {phi_class!r}.")
            return Rule(phi_class, Action.DROP)
        action = Action.DROP if drop else self.classes[phi_class].action
        return Rule(phi_class, action)


def parse_spec(value: Any, file: str, path: str, faults: Faults, *, typed: bool) -> Spec | None:
    """Read one field's value; None, and a fault, for what is none."""
    why = ""
    if isinstance(value, Mapping):
        if unknown := sorted(set(value) - {"is", "why"}):
            faults.add(file, path, f"{unknown[0]!r} is not known here; a field has 'is' and 'why'.")
        value, why = value.get("is"), value.get("why", "")
    if not isinstance(value, str) or not value.strip() or not isinstance(why, str):
        faults.add(file, path, "a field needs a text such as 'HumanName/PATIENT' or 'none'.")
        return None
    names = value.strip().removesuffix(DROP)
    uses = tuple(_use(name.strip(), typed=typed) for name in names.split("|"))
    for use in uses:
        _check(use, file, path, faults, typed=typed)
    return Spec(file, path, uses, names != value.strip(), why)


def _use(text: str, *, typed: bool) -> TypeUse:
    if not typed:
        return TypeUse("", text, "")
    name, _, json_name = text.partition(" as ")
    type_name, _, who = name.partition("/")
    return TypeUse(type_name, who, json_name or type_name)


def _check(use: TypeUse, file: str, path: str, faults: Faults, *, typed: bool) -> None:
    if typed and not use.type_name.isalnum():
        faults.add(file, path, f"{use.type_name!r} is not the name of a type.")
    if use.who and use.who not in CLASS_NAMES | {WHO}:
        faults.add(file, path, f"there is no class {use.who!r}.")


def parse_classes(value: Any, file: str, faults: Faults) -> dict[str, PhiClass]:
    """Read the table of classes: each has the letter of the law, an action that fits it, and words."""
    classes: dict[str, PhiClass] = {}
    for name, row in (value if isinstance(value, Mapping) else {}).items():
        if name not in CLASS_NAMES:
            faults.add(file, f"classes.{name}", "no recognizer and no rule knows this class.")
        elif made := _phi_class(name, row, file, faults):
            classes[name] = made
    for name in sorted(CLASS_NAMES - set(classes)):
        faults.add(file, f"classes.{name}", "the class has no entry.")
    return classes


def _phi_class(name: str, row: Any, file: str, faults: Faults) -> PhiClass | None:
    path = f"classes.{name}"
    if not isinstance(row, Mapping) or set(row) != {"h07", "action", "words"}:
        faults.add(file, path, "a class has 'h07', 'action' and 'words', and nothing else.")
        return None
    if row["action"] not in set(Action):
        faults.add(file, path, f"there is no action {row['action']!r}.")
        return None
    action = Action(row["action"])
    if not fits(name, action):
        faults.add(file, path, f"the action {action.value!r} does not go with this class.")
    return PhiClass(name, str(row["h07"]), action, str(row["words"]))


def rules_in_order(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Return each rule once, those that identify first, "nothing" last."""
    return tuple(sorted(dict.fromkeys(rules), key=lambda rule: (rule.phi_class == "none", rule.action == Action.DROP)))
