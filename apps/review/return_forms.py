"""What a reviewer lacks, and what who asked for a draft answers."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django import forms

from apps.review.domain.status import Outcome, ReturnAct
from apps.review.services.requests import Wanted
from apps.review.services.returns import LONGEST_REPLY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from apps.review.selectors.wishes import Wished

LACKS = frozenset({Outcome.CANNOT_JUDGE.value, Outcome.RETURN.value})
MOST_LACKING = 20
TOO_MANY = f"Name at most {MOST_LACKING} documents at once, one on each line."


class LackingForm(forms.Form):
    """The documents without which a reviewer cannot judge: what the open criteria want, ticked, and what she types."""

    lacks = forms.MultipleChoiceField(label="What would settle the open criteria", required=False)
    lacking = forms.CharField(
        label="Documents you lack, one on each line", required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 4000}),
    )  # fmt: skip

    def __init__(self, *args: Any, wishes: "Sequence[Wished]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wishes = {wish.key: wish for wish in wishes if not wish.is_asked}
        ticks: Any = self.fields["lacks"]
        ticks.choices = [(key, wish.what) for key, wish in self.wishes.items()]

    def clean_lacking(self) -> list[str]:
        lines = [line.strip() for line in self.cleaned_data["lacking"].splitlines() if line.strip()]
        if len(lines) > MOST_LACKING:
            raise forms.ValidationError(TOO_MANY)
        return lines

    def wanted(self) -> Iterator[Wanted]:
        """Yield what goes on the list of document requests."""
        for key in self.cleaned_data["lacks"]:
            wish = self.wishes[key]
            yield Wanted(wish.what, wish.supplier, wish.visit, wish.criterion_id)
        yield from (Wanted(line) for line in self.cleaned_data["lacking"])


class ReplyForm(forms.Form):
    """The answer of who asked for a draft that was returned."""

    act = forms.ChoiceField(
        choices=[(act.value, act.value) for act in ReturnAct],
        error_messages={"required": "Choose what to do with the draft."},
    )
    words = forms.CharField(
        label="Your answer", required=False, max_length=LONGEST_REPLY, strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": LONGEST_REPLY}),
    )  # fmt: skip
