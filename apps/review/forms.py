"""What people type at the desk. A form checks shape; what may be done is the services' to say."""

from typing import TYPE_CHECKING, Any, cast

from django import forms

from apps.access.domain.factors import Factor, Shown
from apps.access.domain.labels import LABEL_WORDS
from apps.chart.selectors import patients_by_name, patients_visible_to
from apps.core import clock
from apps.core.crypto.errors import CANNOT_BE_OPENED, DAMAGED
from apps.coverage.domain.days import day_words, in_force_words
from apps.coverage.domain.errors import PolicyNotFound
from apps.coverage.selectors import policies_namable, policies_offered, version_of_day
from apps.drafting.domain.claims import DraftKind
from apps.drafting.domain.errors import RequestRefused
from apps.drafting.domain.requests import check_due
from apps.review.domain import typed
from apps.review.domain.edit_kinds import KINDS as EDIT_KINDS
from apps.review.domain.edit_kinds import EditKind, Kinds
from apps.review.domain.status import HARM, REASON_CODES, Outcome
from apps.review.selectors import other_payer
from apps.review.services.decisions import Judgement
from apps.viewer.domain.patients import full_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from django.http import QueryDict

    from apps.access.models import Person
    from apps.chart.models import Patient
    from apps.review.selectors.final_text import FinalText

CHANGED = "The draft was changed since this page was opened. Look at the differences once more; nothing was recorded."
NO_REASON = ("", "Choose a reason")
REASONS = [NO_REASON, *REASON_CODES.items()]
KINDS = [
    (DraftKind.CHART_SUMMARY.value, "Chart summary"),
    (DraftKind.PRIOR_AUTH_LETTER.value, "Prior-authorization letter"),
]


class PatientField(forms.ModelChoiceField):
    """A patient whose chart the person may see, by name and birth date."""

    def label_from_instance(self, obj: "Patient") -> str:
        try:
            born = f", born {obj.birth_date.day} {obj.birth_date:%b %Y}" if obj.birth_date else ""
            return f"{full_name(obj.given_name, obj.family_name)}{born}"
        except DAMAGED:
            return CANNOT_BE_OPENED


class PolicyField(forms.ModelChoiceField):
    """A policy version, with the days on which it is in force."""

    def label_from_instance(self, obj: Any) -> str:
        in_force = in_force_words(obj.effective_start, obj.effective_end)
        return f"{obj.policy_id} version {obj.version}, in force {in_force} · {obj.payer}: {obj.title}"


class DraftForm(forms.Form):
    """Ask for a draft."""

    patient = PatientField(
        queryset=None, empty_label="Choose a patient", error_messages={"required": "Choose the patient."}
    )
    kind = forms.ChoiceField(
        label="What to draft", choices=KINDS, widget=forms.RadioSelect,
        error_messages={"required": "Choose a summary or a letter."},
    )  # fmt: skip
    subject = forms.CharField(
        label="For what", max_length=300, error_messages={"required": "Say in a few words what it is for."}
    )
    service_on = forms.DateField(
        label="Date of service", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Give the date of service as a day of the calendar."},
    )  # fmt: skip
    policy = PolicyField(
        label="Coverage policy", queryset=None, required=False, empty_label="Choose the payer's policy"
    )
    other_payer = forms.BooleanField(label="Another payer", required=False)
    service_code = forms.CharField(label="Service code", max_length=60, required=False)
    diagnosis_codes = forms.CharField(label="Diagnosis codes", max_length=200, required=False)
    urgency = forms.ChoiceField(
        label="Urgency", choices=[("standard", "Standard"), ("expedited", "Expedited")], initial="standard",
        widget=forms.RadioSelect, required=False,
    )  # fmt: skip
    urgency_reason = forms.CharField(label="Why the standard time would harm", max_length=500, required=False)
    due_at = forms.DateTimeField(label="Due", required=False, input_formats=["%Y-%m-%dT%H:%M"])

    def __init__(self, *args: Any, person: "Person", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        patients: Any = self.fields["patient"]
        patients.queryset = patients_visible_to(person, emergency=False)
        # By name, which the database cannot sort by: it is sealed.
        named = (
            (patient.pk, patients.label_from_instance(patient)) for patient in patients_by_name(person, emergency=False)
        )
        patients.choices = [("", patients.empty_label), *named]
        self.organization_id = person.organization_id
        self.initial.setdefault("service_on", clock.today())
        self._offer(self._day())

    def _day(self) -> "date":
        """Return the day for which versions are offered: what was typed, as far as it is a day."""
        value = self["service_on"].value()
        try:
            return self.fields["service_on"].clean(value) or clock.today()
        except forms.ValidationError:
            return clock.today()

    def _offer(self, on: "date") -> None:
        """Offer of each policy the version of the day; another one that was chosen stays until it is checked."""
        policies: Any = self.fields["policy"]
        policies.queryset = policies_namable(self.organization_id)
        offered = policies_offered(on, self.organization_id)
        named = ((policy.pk, policies.label_from_instance(policy)) for policy in offered)
        policies.choices = [("", policies.empty_label), *named]

    @classmethod
    def looked(cls, typed: "QueryDict", *, person: "Person") -> "DraftForm":
        """Return what was typed with the versions of its day, nothing judged."""
        form = cls(person=person, initial=typed.dict())
        try:
            chosen = form.fields["policy"].clean(typed.get("policy"))
        except forms.ValidationError:
            chosen = None
        if chosen:
            found = form._version(chosen, form._day(), typed.get("service_code", ""))
            form.initial["policy"] = found.pk if found else None
        return form

    def to_check(self) -> "tuple[Patient, Any, date] | None":
        """Return the patient, the policy version and the day to check a chart for; None before both are chosen."""
        fields, chosen = self.fields, self.initial
        try:
            patient, policy = fields["patient"].clean(chosen.get("patient")), fields["policy"].clean(chosen["policy"])
        except (forms.ValidationError, KeyError):
            return None
        return (patient, policy, self._day()) if policy else None

    def _version(self, policy: Any, on: "date", code: str) -> Any:
        try:
            return version_of_day(policy, on, code, self.organization_id)
        except PolicyNotFound:
            return None

    def clean(self) -> dict[str, Any]:
        """Hold the version against the date of service, and its payer against the record, before anything is sent."""
        data: dict[str, Any] = super().clean() or {}
        policy, on = data.get("policy"), data.get("service_on") or clock.today()
        if data.get("kind") != DraftKind.PRIOR_AUTH_LETTER or policy is None or "service_on" in self.errors:
            return data
        found = self._version(policy, on, data.get("service_code", ""))
        if found is None:
            self.add_error("policy", f"No version of policy {policy.policy_id} is in force on {day_words(on)}.")
        elif found != policy:
            typed = cast("QueryDict", self.data)
            self.data = {**typed.dict(), "policy": str(found.pk)}
            told = in_force_words(found.effective_start, found.effective_end)
            self.add_error(
                "policy",
                f"On {day_words(on)} {found} counts, in force {told}. It is chosen now: send the request again.",
            )
        elif not data.get("other_payer") and (sentence := other_payer(data.get("patient"), policy)):
            self.add_error("other_payer", f"{sentence} Choose the right policy, or tick that this one counts.")
        return data

    def clean_subject(self) -> str:
        return _typed(self.cleaned_data["subject"], "Say in a few words what the draft is for.")

    def clean_urgency_reason(self) -> str:
        return _typed(self.cleaned_data["urgency_reason"])

    def clean_due_at(self) -> "datetime | None":
        due: datetime | None = self.cleaned_data["due_at"]
        if due and due <= clock.now():
            raise forms.ValidationError("This time has passed. Give the time by which the draft is needed, or none.")
        try:
            check_due(due, clock.now())
        except RequestRefused as refusal:
            raise forms.ValidationError(refusal.sentence) from None
        return due

    def request(self) -> dict[str, Any]:
        """Return the request as the drafting room takes it; a summary leaves out what only a letter has."""
        data = self.cleaned_data
        common = {"patient_id": data["patient"].pk, "kind": data["kind"], "subject": data["subject"]}
        if data["kind"] == DraftKind.CHART_SUMMARY:
            return {**common, "due_at": data["due_at"]}
        return {
            **common,
            "policy": data["policy"],
            "service_on": data["service_on"] or clock.today(),
            "service_code": data["service_code"],
            "diagnosis_codes": data["diagnosis_codes"].replace(",", " ").split(),
            "urgency": data["urgency"] or "standard",
            "urgency_reason": data["urgency_reason"],
            "due_at": data["due_at"],
        }


def _typed(text: str, when_blank: str = "") -> str:
    if typed.is_blank(text):
        if when_blank:
            raise forms.ValidationError(when_blank)
        return ""
    if sentence := typed.why_not_typed(text):
        raise forms.ValidationError(sentence)
    return text


class ActForm(forms.Form):
    """One act on one claim: which state the sender saw, and what goes with it."""

    seen = forms.CharField(max_length=40)
    text = forms.CharField(required=False, strip=False)
    reason_code = forms.CharField(max_length=30, required=False)
    reason = forms.CharField(required=False)

    def values(self, *names: str) -> dict[str, Any]:
        self.full_clean()
        return {name: self.cleaned_data.get(name, "") for name in ("seen", *names)}


class DecisionForm(forms.Form):
    """The judgement on a draft, and the signature."""

    outcome = forms.ChoiceField(
        label="Outcome",
        choices=[(outcome.value, outcome.value) for outcome in Outcome],
        error_messages={"required": "Choose an outcome."},
    )
    reason_code = forms.ChoiceField(label="Main reason", choices=REASONS, required=False)
    typed = forms.MultipleChoiceField(required=False)  # which changes the form showed with their kinds
    kinds = forms.MultipleChoiceField(label="What the changes concern", required=False)
    harm = forms.ChoiceField(
        label="Possible harm",
        choices=list(HARM.items()),
        error_messages={"required": "Answer how badly the draft could have harmed the patient."},
    )
    comment = forms.CharField(label="Comment", max_length=1000, required=False)
    meaning = forms.CharField(label="Meaning of the signature", max_length=20, required=False)
    username = forms.CharField(max_length=254, required=False)  # for the password's keeper; never who signs
    password = forms.CharField(label="Your password", max_length=200, required=False, strip=False)
    code = forms.CharField(label="Code of your app", max_length=20, required=False)
    assertion = forms.CharField(max_length=20_000, required=False)  # what a security key answered
    way = forms.CharField(max_length=10, required=False)  # the identity provider, or what is shown here
    read = forms.MultipleChoiceField(
        label="Findings on the draft as a whole",
        required=False,
        error_messages={"invalid_choice": "The findings have changed since this page was opened. Read them again."},
    )
    seen = forms.CharField(max_length=64)

    def __init__(self, *args: Any, text: "FinalText", signer: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.signer = signer
        fields: Any = self.fields
        fields["read"].choices = [(finding.id, finding.rule) for finding in text.on_draft]
        numbers = [str(edit.ordinal) for edit in text.edits]
        fields["typed"].choices = [(number, number) for number in numbers]
        fields["kinds"].choices = [(f"{number}:{kind}", kind) for number in numbers for kind in EDIT_KINDS]
        for name in ("typed", "kinds"):
            fields[name].error_messages["invalid_choice"] = CHANGED

    def clean_username(self) -> str:
        """Refuse the name of somebody else: who is signed in signs, whatever a form says."""
        given: str = self.cleaned_data["username"]
        if given and given.casefold() != self.signer.casefold():
            raise forms.ValidationError(f"You are signed in as {self.signer}. Sign out first to sign as somebody else.")
        return given

    def shown(self) -> Shown:
        """Return what was put in to show who signs."""
        data = self.cleaned_data
        is_away = data["way"] == Factor.OIDC
        return Shown(password=data["password"], code=data["code"], assertion=data["assertion"], away=is_away)

    def kinds_chosen(self) -> dict[int, Kinds]:
        """Return the kinds that were left ticked, by the number of the change, for each change that was shown."""
        data: Any = self.data
        chosen = [value.partition(":") for value in data.getlist("kinds")] if self.is_bound else []
        return {
            int(number): frozenset(EditKind(kind) for of, _, kind in chosen if of == number and kind in EDIT_KINDS)
            for number in (data.getlist("typed") if self.is_bound else ())
            if number.isdecimal()
        }

    def judgement(self) -> Judgement:
        """Return the judgement; of a change whose kinds were not shown, the proposed ones stand."""
        data = self.cleaned_data
        return Judgement(
            outcome=Outcome(data["outcome"]),
            seen_sha256=data["seen"],
            harm=data["harm"],
            reason_code="" if data["outcome"] == Outcome.APPROVE else data["reason_code"],
            comment=data["comment"],
            kinds=self.kinds_chosen(),
            read=frozenset(data["read"]),
        )


class ConsentForm(forms.Form):
    """A consent that the patient signed."""

    labels = forms.MultipleChoiceField(
        label="What may be sent", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what the patient consented to send."},
    )  # fmt: skip
    signed_on = forms.DateField(
        label="Signed on", widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Give the day on which the patient signed."},
    )  # fmt: skip
    expires_on = forms.DateField(label="Ends on", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    kept = forms.CharField(
        label="Where the signed form is kept", max_length=300,
        error_messages={"required": "Say where the signed form is kept: somebody may ask to see it."},
    )  # fmt: skip

    def __init__(self, *args: Any, labels: "Iterable[str]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["labels"]
        held = set(labels)
        chosen.choices = [(label.value, words) for label, words in LABEL_WORDS.items() if label.value in held]
