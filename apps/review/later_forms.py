"""What is signed after the first signature: a second one, its refusal, an addendum."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

from apps.access.domain.factors import Factor, Shown
from apps.review.domain.amendments import AMENDMENT_REASONS, KIND_WORDS, AmendmentKind
from apps.review.forms import REASONS
from apps.review.services.amendments import LONGEST_ADDENDUM, Correction
from apps.review.services.second import LONGEST_REFUSAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.review.selectors.amendments import CitedDocument


SHORT_LIST = 8  # documents that are read at a glance


class SigningForm(forms.Form):
    """What somebody shows who signs after the first."""

    password = forms.CharField(label="Your password", max_length=200, required=False, strip=False)
    code = forms.CharField(label="Code", max_length=20, required=False)
    assertion = forms.CharField(max_length=20_000, required=False)  # what a security key answered
    way = forms.CharField(max_length=10, required=False)  # the identity provider, or what is shown here

    def shown(self) -> Shown:
        data = self.cleaned_data
        is_away = data["way"] == Factor.OIDC
        return Shown(password=data["password"], code=data["code"], assertion=data["assertion"], away=is_away)


class SecondForm(SigningForm):
    """Sign a second time, or refuse to."""

    act = forms.ChoiceField(
        choices=[("sign", "Sign"), ("refuse", "Refuse")], error_messages={"required": "Choose: sign, or refuse."}
    )
    seen = forms.CharField(max_length=64)
    meaning = forms.CharField(label="Meaning of the signature", max_length=20, required=False)
    reason_code = forms.ChoiceField(label="Main reason", choices=REASONS, required=False)
    words = forms.CharField(label="Why you do not sign", max_length=LONGEST_REFUSAL, required=False, strip=False)


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """The cited documents of one kind."""

    kind: str
    documents: "tuple[CitedDocument, ...]"
    is_open: bool


class AmendForm(SigningForm):
    """An addendum to what was signed."""

    kind = forms.ChoiceField(
        label="What it is", choices=list(KIND_WORDS.items()), error_messages={"required": "Choose what it is."}
    )
    reason_code = forms.ChoiceField(
        label="Why", choices=[("", "Choose a reason"), *AMENDMENT_REASONS.items()],
        error_messages={"required": "Choose why the document is amended."},
    )  # fmt: skip
    text = forms.CharField(
        label="What the addendum says", max_length=LONGEST_ADDENDUM, strip=False,
        widget=forms.Textarea(attrs={"rows": 7, "maxlength": LONGEST_ADDENDUM}),
        error_messages={"required": "Write what the addendum says, or why the document was an error."},
    )  # fmt: skip
    cites = forms.MultipleChoiceField(
        label="Sources it rests on", required=False,
        error_messages={"invalid_choice": "Cite a source by its number in the document."},
    )  # fmt: skip
    seen = forms.IntegerField(min_value=0)

    def __init__(self, *args: Any, sources: "Sequence[CitedDocument]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sources = sources
        cites: Any = self.fields["cites"]
        cites.choices = [(str(number), one.label) for one in sources for number in one.numbers]

    def ticked(self) -> tuple[str, ...]:
        return tuple(map(str, self["cites"].value() or ()))

    def source_groups(self) -> "list[SourceGroup]":
        """Return the documents kind by kind; a kind with something ticked stands open, and of a short list each."""
        ticked, is_short = set(self.ticked()), len(self.sources) <= SHORT_LIST
        found: dict[str, list[CitedDocument]] = {}
        for one in self.sources:
            found.setdefault(one.kind, []).append(one)
        return [
            SourceGroup(kind, tuple(own), is_short or any(ticked.intersection(map(str, one.numbers)) for one in own))
            for kind, own in found.items()
        ]

    def correction(self) -> Correction:
        data = self.cleaned_data
        return Correction(
            kind=AmendmentKind(data["kind"]), reason_code=data["reason_code"], text=data["text"],
            cites=frozenset(map(int, data["cites"])), seen=data["seen"],
        )  # fmt: skip


class CompareForm(forms.Form):
    """A file in hand, or its sha256. Nothing of it is kept."""

    file = forms.FileField(label="A file in your hand", required=False, allow_empty_file=True)
    sha256 = forms.RegexField(
        r"^\s*[0-9a-fA-F]{64}\s*$", label="Or its sha256", required=False,
        error_messages={"invalid": "A sha256 is 64 characters, each 0 to 9 or a to f."},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and data.get("file") is None and not data.get("sha256"):
            raise forms.ValidationError("Choose a file, or paste the sha256 of one.")
        return data
