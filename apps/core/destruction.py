"""Emptying columns: what a word becomes when it is destroyed, for every kind of column it may stand in."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BinaryField, CharField, Field, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

BLIND_INDEX = "_index"  # how the columns end by which sealed words are searched


def words_destroy(rows: QuerySet[Any], words: Iterable[str], *, unique: Iterable[str] = (), **also: Any) -> int:
    """Empty these columns of every row and set ``also``; return how many rows there were.

    A word that is a sealed property stands in another column, which the property names; that one is emptied, and every
    blind index of the table with it. ``unique`` words promise to differ: they become "destroyed <id of the row>".
    """
    model = rows.model
    emptied = {name: _empty(field) for name, field in _fields(model).items() if name.endswith(BLIND_INDEX)}
    emptied |= {name: _empty(_fields(model)[name]) for name in (column_of(model, word) for word in words)}
    for word in unique:
        column = column_of(model, word)
        if column != word:  # sealed: what has to be unique is its blind index
            emptied[column] = b""
        emptied[word if column == word else f"{word}{BLIND_INDEX}"] = _mark()
    return rows.update(**emptied, **also)


def column_of(model: type[Model], word: str) -> str:
    """Return the column a word stands in: its own, or that of the sealed property of this name."""
    return str(getattr(getattr(model, word), "column", word))


def _mark() -> Concat:
    return Concat(Value("destroyed "), Cast("id", CharField()), output_field=CharField())


def _fields(model: type[Model]) -> "dict[str, Field[Any, Any]]":
    return {field.name: field for field in model._meta.concrete_fields}


def _empty(field: "Field[Any, Any]") -> Any:
    if field.null:
        return None
    if isinstance(field, BinaryField):
        return b""
    if isinstance(field, CharField | TextField):
        return ""
    if field.has_default():
        return field.get_default()
    return {}
