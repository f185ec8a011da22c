"""What comes with reading the chart beside a draft and citing from it. What makes no sense is as if it was not sent."""

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django import forms

from apps.review.services.sources import Asked
from apps.viewer.domain.finding import LONGEST_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import QueryDict

LARGEST = 10**8


class ReadingForm(forms.Form):
    """Which part of a document is asked for. Words to find come by POST alone: none stands in an address."""

    at = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)
    start = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)
    end = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    cited = forms.UUIDField(required=False)
    whole = forms.BooleanField(required=False)
    hit = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    words = forms.CharField(max_length=LONGEST_WORDS, required=False, strip=True)
    sentence = forms.UUIDField(required=False)

    def asked(self, *, with_words: bool = False) -> Asked:
        """Return what is asked for."""
        self.is_valid()
        get = self.cleaned_data.get
        start, end = get("start"), get("end")
        return Asked(
            words=get("words") or "" if with_words else "",
            hit=get("hit") or 0,
            span=(start, end) if start is not None and end and start < end else None,
            at=get("at"),
            cited=get("cited"),
            whole=bool(get("whole")),
        )

    def sentence_id(self) -> UUID | None:
        """Return the sentence that is cited for, where one is."""
        self.is_valid()
        found: UUID | None = self.cleaned_data.get("sentence")
        return found


class SearchForm(forms.Form):
    """Words to find places of the chart by."""

    words = forms.CharField(
        label="Search this chart", max_length=300, strip=True,
        error_messages={
            "required": "Type what you are looking for, for example: why methotrexate was stopped.",
            "max_length": "Search with at most 300 characters.",
        },
    )  # fmt: skip


class CiteForm(forms.Form):
    """A span of a document: from the first ticked piece to the last, or as it was selected, with the words seen."""

    sentence = forms.UUIDField()
    document = forms.UUIDField()
    seen = forms.CharField(max_length=40, required=False)
    start = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)
    end = forms.IntegerField(min_value=0, max_value=LARGEST, required=False)
    words = forms.CharField(max_length=20_000, required=False, strip=False)

    def span(self) -> "Mapping[str, Any]":
        """Return start, end and words; an empty span where nothing was chosen."""
        data = self.cleaned_data
        start, end = data.get("start"), data.get("end")
        if start is not None and end is not None and start < end:
            return {"start": start, "end": end, "words": data.get("words", "")}
        edges = [edge for piece in self.ticked() for edge in piece]
        return {"start": min(edges, default=0), "end": max(edges, default=0), "words": ""}

    def ticked(self) -> list[tuple[int, int]]:
        """Return the pieces that were ticked."""
        pieces: list[str] = cast("QueryDict", self.data).getlist("piece")
        pairs = (piece.partition("-") for piece in pieces)
        return [(int(start), int(end)) for start, _, end in pairs if _is_place(start) and _is_place(end)]


def _is_place(edge: str) -> bool:
    return edge.isascii() and edge.isdecimal() and len(edge) < len(str(LARGEST))
