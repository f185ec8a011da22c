"""What a form takes as an answer, and what it asks a question on, in words."""

from collections.abc import Mapping, Sequence
from typing import Any

Item = Mapping[str, Any]

TYPES = {
    "boolean": "yes or no", "decimal": "a number", "integer": "a whole number", "date": "a date",
    "dateTime": "a date and time", "time": "a time", "string": "a few words", "text": "text", "url": "an address",
    "attachment": "a document attached", "reference": "a record of the chart", "quantity": "a number with its unit",
    "choice": "one of a list", "open-choice": "one of a list, or other words",
}  # fmt: skip
OPERATORS = {"=": "is", "!=": "is not", ">": "is above", "<": "is below", ">=": "is at least", "<=": "is at most"}


def extension(element: Any, ending: str) -> Any:
    """Return the value of the first extension whose address ends so; None where there is none."""
    rows = element.get("extension") if isinstance(element, Mapping) else None
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, Mapping) and str(row.get("url", "")).rpartition("/")[2] == ending:
            return next((value for name, value in row.items() if name.startswith("value")), None)
    return None


def shown_never(item: Item) -> str:
    """Return what an item is that no one answers, or an empty text."""
    if item.get("type") == "display":
        return "The text"
    if extension(item, "questionnaire-hidden") is True:
        return "The hidden item"
    return "The computed item" if item.get("readOnly") is True and item.get("type") != "group" else ""


def answer_words(item: Item) -> str:
    """Return what the form takes as an answer: its type, its options, its unit, its limits."""
    kind = TYPES.get(str(item.get("type")), "an answer")
    options = [words for row in _rows(item.get("answerOption")) if (words := value_words(row))]
    if options:
        kind = f"{'any' if item.get('repeats') is True else 'one'} of: {'; '.join(options)}"
    elif item.get("answerValueSet"):
        kind = f"one of the value set {item['answerValueSet']}"
    said = [f"The form takes {kind}", *_units(item), *_limits(item)]
    return ", ".join(said) + (". An answer is required." if item.get("required") is True else ".")


def _units(item: Item) -> list[str]:
    own = extension(item, "questionnaire-unit")
    return [f"in {coding_words(own)}"] if own else []


def _limits(item: Item) -> list[str]:
    named = (("at least", "minValue"), ("at most", "maxValue"))
    return [f"{word} {value}" for word, name in named if (value := extension(item, name)) is not None]


def condition_words(item: Item, by_link: Mapping[str, Item]) -> str:
    """Return what an item is asked on, such as ``"Oxygen at rest" is below 88 %``."""
    word = " or " if item.get("enableBehavior") == "any" else " and "
    return word.join(_one_condition(row, by_link) for row in _rows(item.get("enableWhen")) if isinstance(row, Mapping))


def _one_condition(row: Mapping[str, Any], by_link: Mapping[str, Item]) -> str:
    asked = by_link.get(str(row.get("question")), {})
    question = str(asked.get("text") or row.get("question"))
    if row.get("operator") == "exists":
        return f'"{question}" is {"answered" if row.get("answerBoolean") is True else "not answered"}'
    return f'"{question}" {OPERATORS.get(str(row.get("operator")), "is")} {value_words(row, "answer")}'


def value_words(row: Any, stem: str = "value") -> str:
    """Return a ``value[x]`` or ``answer[x]`` in words."""
    if not isinstance(row, Mapping):
        return ""
    for name, value in row.items():
        if name.startswith(stem) and name != stem:
            return coding_words(value)
    return ""


def coding_words(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, Mapping):
        return str(value)
    if "value" in value:
        return f"{value['value']} {value.get('unit') or value.get('code') or ''}".strip()
    return str(value.get("display") or value.get("code") or value.get("reference") or "")


def _rows(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
