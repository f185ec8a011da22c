"""What an administrator says of who may see what, and a physician of who reviews in their absence."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from apps.access.domain.roles import ROLES, PatientPermission
from apps.access.domain.usage import REVIEW_EVERY
from apps.access.selectors import care_teams_visible_to, people_visible_to, reason_refusal
from apps.access.services import LONGEST_FINDINGS
from apps.chart.domain.delegation import GIVING, TAKING, DelegationReason
from apps.chart.selectors.rights import delegation_choices
from apps.core import clock
from apps.viewer.selectors import patient_label

RIGHT_WORDS = {
    PatientPermission.VIEW_CHART: "See the chart",
    PatientPermission.REVIEW_DRAFT: "Review drafts",
    PatientPermission.SIGN_DRAFT: "Sign drafts",
    PatientPermission.VIEW_EVIDENCE: "Read letters and the words they cite",
}
CHOOSE = ("", "Choose")  # what nobody chose is not said in anybody's name
ONE_HOLDER = "Choose one person or one care team."


def day_input() -> forms.DateInput:
    """Return a field for a day, as browsers show one."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def moment_of(day: Any) -> datetime:
    """Return the first moment of a day where people are."""
    return timezone.make_aware(datetime.combine(day, time.min))


class SignOffForm(forms.Form):
    """What somebody found in who may see what, and when it is to be looked at again."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    findings = forms.CharField(
        label="What you found, and what will be done", max_length=LONGEST_FINDINGS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say what you found, or that nothing is to be done."},
    )  # fmt: skip
    next_due = forms.DateField(label="To be looked at again by", widget=day_input())

    def __init__(self, *args: Any, organization_id: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"next_due": clock.today() + REVIEW_EVERY})
        super().__init__(*args, **kwargs)
        self._organization_id = organization_id

    def clean_findings(self) -> str:
        """Return what was found; refuse what names a patient."""
        findings: str = self.cleaned_data["findings"]
        if sentence := reason_refusal(None, findings, organization_id=self._organization_id):
            raise forms.ValidationError(sentence)
        return findings


class NamedPerson(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.formal_name}, {obj.role_name.lower()}"


class PatientNumber(forms.Form):
    """A patient by the number that a clinician told: it travels by POST."""

    patient = forms.CharField(
        label="MRN, patient id, or the number in the sending system", max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class FindForm(PatientNumber):
    """The same, to look who holds what: it may stand on a page with another form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "find_%s"} | kwargs)


class GrantForm(PatientNumber):
    """A right on a patient for a person or a care team."""

    right = forms.ChoiceField(
        label="Right", choices=[CHOOSE, *((it.value, words) for it, words in RIGHT_WORDS.items())],
        error_messages={"required": "Choose which right."},
    )  # fmt: skip
    person = NamedPerson(queryset=None, required=False, empty_label="Nobody", label="Person")
    team: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, required=False, empty_label="None", label="or care team"
    )
    reason = forms.ChoiceField(
        label="Why", choices=[CHOOSE, *((it.value, it.label) for it in GIVING)],
        error_messages={"required": "Choose why it is given."},
    )  # fmt: skip
    last_day = forms.DateField(label="Last day", required=False, widget=day_input())

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = people_visible_to(viewer).filter(is_active=True).exclude(role="integration")
        self.fields["person"].queryset = active  # type: ignore[attr-defined]
        self.fields["team"].queryset = care_teams_visible_to(viewer)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse none and both."""
        data = super().clean() or {}
        if bool(data.get("person")) == bool(data.get("team")):
            raise forms.ValidationError(ONE_HOLDER)
        return data

    def expires_at(self) -> datetime | None:
        """Return the moment after the last day, or None for a grant that lasts."""
        day = self.cleaned_data.get("last_day")
        return moment_of(day + timedelta(days=1)) if day else None


class TakeForm(PatientNumber):
    """A right on a patient that is taken back."""

    right = forms.ChoiceField(choices=[(it.value, it.value) for it in PatientPermission])
    kind = forms.ChoiceField(choices=[("person", "person"), ("team", "team")])
    holder = forms.UUIDField()
    reason = forms.ChoiceField(choices=[(it.value, it.label) for it in TAKING])


class RoleForm(forms.Form):
    """Another role for a person."""

    role = forms.ChoiceField(
        label="Role",
        widget=forms.RadioSelect,
        choices=[(key, it.name) for key, it in ROLES.items() if key != "integration"],
    )
    seen = forms.CharField(max_length=30, widget=forms.HiddenInput)


class DelegationForm(forms.Form):
    """Who reviews, for whom of one's patients, and from when to when."""

    to_person = NamedPerson(queryset=None, empty_label="Choose", label="Colleague")
    patient: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, required=False, empty_label="Every patient of mine", label="Patient"
    )
    first_day = forms.DateField(label="First day", widget=day_input())
    last_day = forms.DateField(label="Last day", widget=day_input())
    reason = forms.ChoiceField(label="Why", choices=[(it.value, it.label) for it in DelegationReason])

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"first_day": clock.today(), "last_day": clock.today() + timedelta(days=7)})
        super().__init__(*args, **kwargs)
        people, patients = delegation_choices(viewer)
        self.fields["to_person"].queryset = people  # type: ignore[attr-defined]
        self.fields["patient"].queryset = patients  # type: ignore[attr-defined]
        self.fields["patient"].label_from_instance = lambda it: patient_label(it, granted=True)  # type: ignore[attr-defined]

    def days(self) -> dict[str, datetime]:
        """Return from when to when: today begins now, the last day is its whole."""
        first = moment_of(self.cleaned_data["first_day"])
        begins = max(first, clock.now()) if self.cleaned_data["first_day"] == clock.today() else first
        return {"starts_at": begins, "ends_at": moment_of(self.cleaned_data["last_day"] + timedelta(days=1))}
