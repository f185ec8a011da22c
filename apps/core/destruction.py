"""Emptying columns: what a word becomes when it is destroyed, for every kind of column it may stand in."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BinaryField, CharField, Field, JSONField, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat


def mark_of_row(id_column: str = "id") -> Concat:
    """Return "destroyed <id of the row>": unique in its table, of nobody, for columns that promise to be unique."""
    return Concat(Value("destroyed "), Cast(id_column, CharField()), output_field=CharField())


def words_destroy(rows: QuerySet[Any], words: Iterable[str], **also: Any) -> int:
    """Empty these columns of every row and set ``also``; return how many rows there were.

    A word that is a sealed property stands in another column, which the property names; that one is emptied.
    """
    columns = [_column(rows.model, word) for word in words]
    return rows.update(**{column.name: _empty(column) for column in columns}, **also)


def _column(model: type[Model], word: str) -> "Field[Any, Any]":
    name = getattr(getattr(model, word), "column", None)
    return model._meta.get_field(name or word)  # type: ignore[return-value]  # a word is never a relation


def _empty(column: "Field[Any, Any]") -> Any:
    if column.null:
        return None
    if isinstance(column, BinaryField):
        return b""
    if isinstance(column, JSONField):
        return column.get_default() if column.has_default() else {}
    if isinstance(column, CharField | TextField):
        return ""
    raise TypeError(f"{column} has no empty value.")
