"""What somebody asks for on the pages of reports."""

from django import forms

from apps.quality.domain.periods import GRIDS
from apps.quality.domain.report_status import FORMAT_WORDS
from apps.quality.selectors.reports import CHOICES

NO_TABLE = {"required": "Choose at least one table.", "invalid_choice": "Choose from the tables that are shown."}
NO_FORMAT = {"required": "Choose at least one format.", "invalid_choice": "Choose from the formats that are shown."}


class PublishForm(forms.Form):
    """Which closed period is published, and in which grid."""

    first_day = forms.DateField(
        label="Period",
        error_messages={"required": "Choose a period that is over.", "invalid": "Choose a period from the list."},
    )
    months = forms.TypedChoiceField(
        label="Periods", choices=list(GRIDS.items()), coerce=int,
        error_messages={"required": "Choose months or quarters.", "invalid_choice": "Choose months or quarters."},
    )  # fmt: skip


class FirstPublishForm(PublishForm):
    """The first period fixes the grid: who publishes it says that they know."""

    is_sure = forms.BooleanField(label="Fixed for good", error_messages={
        "required": "The first period that is published fixes how long all are. Tick that it is fixed for good.",
    })  # fmt: skip


class FilesForm(forms.Form):
    """Which tables are taken away, and as what."""

    tables = forms.MultipleChoiceField(label="Tables", choices=list(CHOICES.items()), error_messages=NO_TABLE)
    formats = forms.MultipleChoiceField(label="Formats", choices=list(FORMAT_WORDS.items()), error_messages=NO_FORMAT)


class PlanForm(FilesForm):
    """A report under a name, made each time a period closes."""

    name = forms.CharField(label="Name", max_length=80, error_messages={
        "required": "Give the report a name.", "max_length": "Shorten the name to 80 characters.",
    })  # fmt: skip
    field_order = ("name", "tables", "formats")


class RowsForm(forms.Form):
    """Of which year single decisions are asked for, and what for."""

    year = forms.IntegerField(label="Year", error_messages={
        "required": "Choose a calendar year.", "invalid": "Choose a calendar year.",
    })  # fmt: skip
    purpose = forms.CharField(label="What the file is for", max_length=500, error_messages={
        "required": "Say what the file is for.", "max_length": "Say it in 500 characters at most.",
    })  # fmt: skip


class PasswordForm(forms.Form):
    """Who allows a file proves again that it is them."""

    password = forms.CharField(label="Your password", strip=False, error_messages={"required": "Type your password."})
