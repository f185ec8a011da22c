"""Forms of the library's acts: narrowing the list, importing, naming a version, saying why."""

from typing import Any

from django import forms

from apps.core.models import choices_of
from apps.coverage.domain.errors import PolicyInvalid
from apps.coverage.domain.reading import read_json
from apps.coverage.domain.status import PolicyStatus

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FilterForm(forms.Form):
    """Which versions the list shows."""

    payer = forms.CharField(label="Payer", max_length=200, required=False)
    code = forms.CharField(label="Code", max_length=60, required=False)
    status = forms.ChoiceField(
        label="Status", required=False,
        choices=[("", "Every status"), *choices_of(PolicyStatus)],
    )  # fmt: skip


class NamedForm(forms.Form):
    """Which version somebody looks for, by the name it has among payers."""

    policy_id = forms.CharField(max_length=60)
    version = forms.CharField(max_length=20)


class ReasonForm(forms.Form):
    """Why. People of the organization read it, so it names no patient."""

    reason = forms.CharField(
        label="Reason", max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why."},
    )  # fmt: skip


class SeenForm(forms.Form):
    """Which words the person saw when they acted."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)


class SourceForm(forms.Form):
    document = forms.FileField(label="The payer's own document", max_length=200)


class ImportForm(forms.Form):
    """A policy file, uploaded or pasted."""

    file = forms.FileField(label="Policy file (JSON)", required=False, max_length=200)
    text = forms.CharField(
        label="or its text",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )

    def body(self) -> Any:
        """Return the values of the file. Raises PolicyInvalid."""
        file, text = self.cleaned_data["file"], self.cleaned_data["text"]
        if bool(file) == bool(text.strip()):
            raise PolicyInvalid("Choose a file or paste its text: one of the two.")
        return read_json(file.read() if file else text)


class VersionForm(forms.Form):
    """What a new version is called, and from when it counts."""

    version = forms.CharField(label="New version", max_length=20, error_messages={"required": "Name the new version."})
    start = forms.DateField(label="In force from", widget=DAY, error_messages={"required": "Say from which day."})


class QuestionnaireForm(VersionForm):
    """A payer's form, and what it does not say of itself."""

    questionnaire = forms.FileField(label="Questionnaire (FHIR R4, JSON)", max_length=200)
    policy_id = forms.CharField(label="Policy id", max_length=60)
    payer = forms.CharField(label="Payer", max_length=200)
