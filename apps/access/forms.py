"""What shows who somebody is, and what the address of the audit log may ask for: opaque ids and codes only."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.timezone import make_aware

from apps.access.domain.factors import Factor, Shown
from apps.access.domain.roles import ROLES
from apps.access.models import Person
from apps.access.selectors import people_visible_to
from apps.audit.domain.kinds import by_kind

ACTIONS = [
    ("", "Every act"), *((kind, [(act.value, words) for act, words in acts]) for kind, acts in by_kind().items()),
]  # fmt: skip
ACTORS = [("", "People and software"), ("person", "People only")]
A_DAY = {"invalid": "That is not a day. Write it as 2026-03-12, or leave it out."}
BACKWARDS = "The last day is before the first one."
AN_ID = {"invalid": "That is not an id. Copy it whole from the address of the page you come from, or leave it out."}


class ShownForm(forms.Form):
    """What a person puts in to show that it is they."""

    password = forms.CharField(label="Your password", max_length=200, required=False, strip=False)
    code = forms.CharField(label="Code of your app", max_length=20, required=False)
    assertion = forms.CharField(max_length=20_000, required=False)  # what a security key answered
    way = forms.CharField(max_length=10, required=False)  # the identity provider, or what is shown here

    def shown(self) -> Shown:
        """Return what was put in to show who it is."""
        given = {name: self.cleaned_data.get(name, "") for name in ("password", "code", "assertion")}
        return Shown(**given, away=self.cleaned_data.get("way") == Factor.OIDC)


def id_input() -> forms.TextInput:
    """Return a field that browsers send only when it holds an id: what stands here goes into the address."""
    return forms.TextInput(attrs={"pattern": "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "title": "An id"})


def day_input() -> forms.DateInput:
    """Return a field in which a browser offers a calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Person) -> str:
        return obj.formal_name


class PersonForm(forms.Form):
    """A person who is to work here. They choose themselves what they sign in with."""

    email = forms.EmailField(label="E-mail address", max_length=254)
    display_name = forms.CharField(label="Name", max_length=200)
    credentials = forms.CharField(label="Credentials", max_length=40, required=False)
    title = forms.CharField(label="Title", max_length=200, required=False)
    specialty = forms.CharField(label="Specialty", max_length=100, required=False)
    site = forms.CharField(label="Site", max_length=100, required=False)
    npi = forms.RegexField(
        r"^\d{10}$", label="NPI", required=False, error_messages={"invalid": "An NPI has ten digits."}
    )
    role = forms.ChoiceField(label="Role", choices=[(key, role.name) for key, role in ROLES.items()])


class TeamForm(forms.Form):
    """A care team."""

    name = forms.RegexField(
        r"[A-Za-z0-9]", label="Name of the team", max_length=200,
        error_messages={"invalid": "Use a name with letters or digits."},
    )  # fmt: skip


class MemberForm(forms.Form):
    """Who is put into a care team, or taken out."""

    person = PersonChoice(
        queryset=Person.objects.none(), label="Person", empty_label="Choose",
        error_messages={"invalid_choice": "Nobody of that id works in your organization."},
    )  # fmt: skip
    act = forms.ChoiceField(choices=[("add", "add"), ("remove", "remove")])

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class LogFilterForm(forms.Form):
    """The filters. When one of them cannot be read nothing is shown, rather than more than was asked for."""

    action = forms.ChoiceField(choices=ACTIONS, required=False, label="Act")
    person = PersonChoice(
        queryset=Person.objects.none(),
        required=False,
        empty_label="Everybody",
        label="Person",
        error_messages={"invalid_choice": "Nobody of that id works in your organization."},
    )
    by = forms.ChoiceField(choices=ACTORS, required=False, label="Done by")
    patient = forms.UUIDField(required=False, label="Patient id", error_messages=AN_ID, widget=id_input())
    draft = forms.UUIDField(required=False, label="Draft id", error_messages=AN_ID, widget=id_input())
    since = forms.DateField(required=False, label="From", error_messages=A_DAY, widget=day_input())
    until = forms.DateField(required=False, label="To", error_messages=A_DAY, widget=day_input())
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, viewer: Person) -> None:
        super().__init__(data)
        self.fields["person"].queryset = people_visible_to(viewer).prefetch_related(None)  # type: ignore[attr-defined]
        self.is_valid()

    def clean(self) -> dict[str, Any]:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", BACKWARDS)
        return self.cleaned_data

    def filters(self) -> dict[str, Any]:
        """Return what narrows the log, by the names ``events_for`` knows."""
        clean = self.cleaned_data
        person = clean.get("person")
        chosen = {
            "action": clean.get("action"),
            "actor_id": person.pk if person else None,
            "actor_kind": clean.get("by"),
            "patient_id": clean.get("patient"),
            "draft_id": clean.get("draft"),
            "since": _begin(clean.get("since")),
            "until": _begin(clean.get("until"), days=1),
        }
        return {name: value for name, value in chosen.items() if value}

    def narrowed(self) -> list[tuple[str, str]]:
        """Return the filters as the fields of a form or an address, without the page."""
        names = ("action", "person", "by", "patient", "draft", "since", "until")
        chosen = {name: self.cleaned_data.get(name) for name in names}
        return [
            (name, str(value.pk if isinstance(value, Person) else value)) for name, value in chosen.items() if value
        ]

    def query(self) -> str:
        """Return the filters as a query string, to link on from."""
        return urlencode(self.narrowed())


class LogExportForm(LogFilterForm):
    """The filters, and in which form what they leave is taken out."""

    kind = forms.ChoiceField(
        choices=[("lines", "JSON lines"), ("fhir", "FHIR AuditEvents")],
        error_messages={"required": "Choose in which form.", "invalid_choice": "There is no such form to choose."},
    )


def _begin(day: date | None, days: int = 0) -> datetime | None:
    """Return where a day begins, or one that many days later, on the clock of the house."""
    return make_aware(datetime.combine(day + timedelta(days=days), time.min)) if day else None
