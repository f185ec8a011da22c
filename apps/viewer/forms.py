"""What people type into the reading room. Searches travel by POST: a name or a symptom never stands in an address."""

from django import forms


class ChartsForm(forms.Form):
    """Find a patient by a part of the name or the MRN."""

    words = forms.CharField(label="Find a patient", max_length=100, required=False, strip=True)


class SearchForm(forms.Form):
    """Find places inside one chart."""

    words = forms.CharField(
        label="Search this chart",
        max_length=300,
        strip=True,
        error_messages={"required": "Type what you are looking for, for example: methotrexate stopped."},
    )


class SpanForm(forms.Form):
    """[start, end) to mark in a document; anything that is not a span marks nothing."""

    start = forms.IntegerField(min_value=0)
    end = forms.IntegerField(min_value=1)

    def span(self, length: int) -> tuple[int, int] | None:
        if not self.is_valid():
            return None
        start, end = self.cleaned_data["start"], self.cleaned_data["end"]
        return (start, end) if start < end <= length else None
