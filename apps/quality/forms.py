"""The period a report covers, from the address."""

from datetime import datetime, timedelta

from django import forms

from apps.core import clock
from apps.quality.domain.learning import PURPOSES

PERIODS = (("30", "30 days"), ("90", "90 days"), ("365", "12 months"))
DEFAULT_PERIOD = "90"


class LearningForm(forms.Form):
    """What a file of signed edits is for."""

    purpose = forms.ChoiceField(
        label="What it is for",
        choices=list(PURPOSES.items()),
        error_messages={"required": "Choose what the file is for.", "invalid_choice": "Choose what the file is for."},
    )


class PeriodForm(forms.Form):
    """``?days=``: anything that is not a period we offer falls back to the default one."""

    days = forms.ChoiceField(choices=PERIODS, required=False)

    @property
    def chosen(self) -> str:
        return self.cleaned_data.get("days") or DEFAULT_PERIOD if self.is_valid() else DEFAULT_PERIOD

    def period(self) -> tuple[datetime, datetime]:
        """Return from the first moment of so many days, today among them, to now."""
        first = clock.today() - timedelta(days=int(self.chosen) - 1)
        return clock.start_of(first), clock.now()
