"""What of the signals is looked at, from the address, and what is said of a proposal."""

from django import forms

from apps.quality.domain.broken import word_list
from apps.quality.domain.causes import CAUSES, Cause
from apps.quality.domain.passages import DIMENSION_WORDS, Dimension
from apps.quality.forms import PeriodForm


class SignalsForm(PeriodForm):
    """``?days=&by=&of=&words=&page=``: whatever is not offered is as if it were not asked."""

    def asked(self, name: str, offered: "frozenset[str]") -> str:
        """Return what the address says of one thing, where it is offered."""
        said = self.data.get(name, "")
        return said if said in offered else ""

    @property
    def dimension(self) -> Dimension:
        return Dimension(self.asked("by", frozenset(DIMENSION_WORDS)) or Dimension.SECTION)

    @property
    def of(self) -> str:
        return self.asked("of", frozenset(Cause))

    @property
    def complaint(self) -> str:
        return self.asked("words", frozenset(word_list().groups))


class CauseForm(forms.Form):
    """One tap: the cause as a person sees it."""

    cause = forms.ChoiceField(
        choices=[(cause.value, words.name) for cause, words in CAUSES.items()],
        error_messages={"required": "Choose a cause.", "invalid_choice": "Choose one of the causes shown."},
    )
