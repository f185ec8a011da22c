"""The period a report covers, from the address."""

from datetime import datetime, timedelta

from django import forms

from apps.core import clock

PERIODS = (("30", "30 days"), ("90", "90 days"), ("365", "12 months"))
DEFAULT_PERIOD = "90"


class PeriodForm(forms.Form):
    """``?days=``: anything that is not a period we offer falls back to the default one."""

    days = forms.ChoiceField(choices=PERIODS, required=False)

    @property
    def chosen(self) -> str:
        return self.cleaned_data.get("days") or DEFAULT_PERIOD if self.is_valid() else DEFAULT_PERIOD

    def period(self) -> tuple[datetime, datetime]:
        """Return [start, end): whole days back from the current moment."""
        end = clock.now()
        return end - timedelta(days=int(self.chosen)), end
