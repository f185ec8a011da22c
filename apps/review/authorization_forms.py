"""What people type about missing documents and about payers. A form checks shape; the services say the rest."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone

from apps.access.selectors import people_visible_to
from apps.core import clock
from apps.review.domain.authorizations import STAGE_WORDS, Answer, Stage, Talk, wants_of
from apps.review.domain.denials import denial_reasons
from apps.review.domain.requests import RequestOrigin
from apps.review.selectors import assignees
from apps.review.selectors.authorizations import CHANNELS, PAYERS
from apps.review.services import Wanted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from apps.access.models import Person
    from apps.review.selectors.wishes import Wished

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MINUTE = "%Y-%m-%dT%H:%M"
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE)
LARGEST_LETTER = 200_000  # bytes: far more than a letter
NOT_TEXT = "Only a text file (UTF-8) of at most 200 kB can be taken. Type or paste what the letter says instead."
OTHERWISE = "If the record tells otherwise: why"
SEVERAL = "One document a line."


def _now() -> str:
    return f"{timezone.localtime(clock.now()):{MINUTE}}"


def moment_field(label: str, *, required: bool = True) -> forms.DateTimeField:
    """Return a field for a moment, to the minute."""
    return forms.DateTimeField(
        label=label, widget=MOMENT, input_formats=[MINUTE], required=required,
        error_messages={"required": "Give the day and the time."},
    )  # fmt: skip


def _day(label: str, *, required: bool = False) -> forms.DateField:
    return forms.DateField(label=label, widget=DAY, required=required, error_messages={"required": "Give the day."})


def text_field(label: str, rows: int = 3, longest: int = 4000, *, needed: str = "") -> forms.CharField:
    """Return a field for words; ``needed`` is the sentence for who leaves it empty, where it may not be."""
    return forms.CharField(
        label=label, max_length=longest, required=bool(needed), widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": needed},
    )  # fmt: skip


class AssigneeField(forms.ModelChoiceField):
    """A person who may see to a request, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.formal_name)


class AssignForm(forms.Form):
    """Who sees to a request, and by which day."""

    assigned_to = AssigneeField(label="Assigned to", queryset=None, required=False, empty_label="Nobody yet")
    due_on = _day("Needed by")

    def __init__(self, *args: Any, person: "Person", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = assignees(person)
        field: Any = self.fields["assigned_to"]
        field.queryset = people_visible_to(person).filter(pk__in=[one.pk for one in people])
        field.choices = [("", field.empty_label), *((one.pk, one.formal_name) for one in people)]


class RequestForm(AssignForm):
    """Ask for documents: what the draft says is missing, ticked, and what a person types."""

    wishes = forms.MultipleChoiceField(label="What would settle the open criteria", required=False)
    missing = forms.MultipleChoiceField(label="What the chart does not hold", required=False)
    what = text_field("Another document", 2, 2000)
    supplier = forms.CharField(label="Who could supply it", max_length=200, required=False)
    visit = forms.CharField(label="From which visit", max_length=200, required=False)
    criterion_id = forms.ChoiceField(label="For which criterion", required=False)

    then = forms.ChoiceField(
        label="Meanwhile", choices=[("goes_on", "The draft goes on"), ("waits", "The draft waits for them")],
        initial="goes_on", widget=forms.RadioSelect, required=False,
    )  # fmt: skip

    field_order = ("wishes", "missing", "what", "supplier", "visit", "criterion_id", "assigned_to", "due_on", "then")

    def __init__(
        self, *args: Any, wishes: "Sequence[Wished]", missing: "Sequence[str]",
        criteria: "Sequence[tuple[str, str]]", **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        wished: Any = self.fields["wishes"]
        wished.choices = [(wish.key, wish.what) for wish in wishes]
        self.wished = {wish.key: wish for wish in wishes}
        ticks: Any = self.fields["missing"]
        ticks.choices = [(str(number), sentence) for number, sentence in enumerate(missing)]
        leaves: Any = self.fields["criterion_id"]
        leaves.choices = [("", "None, or more than one"), *criteria]
        self.sentences = missing

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        chosen = data.get("wishes") or data.get("missing") or str(data.get("what", "")).strip()
        if not chosen and not self.errors:
            self.add_error("what", "Tick what is missing, or name a document.")
        return data

    def wanted(self) -> "Iterator[Wanted]":
        """Yield each document that is asked for."""
        data = self.cleaned_data
        common = {name: data[name] for name in ("supplier", "visit", "criterion_id", "assigned_to", "due_on")}
        who = {name: data[name] for name in ("assigned_to", "due_on")}
        for key in data["wishes"]:
            wish = self.wished[key]
            yield Wanted(
                wish.what[:500], wish.supplier[:200], wish.visit[:200], wish.criterion_id, RequestOrigin.MISSING, **who
            )
        for number in data["missing"]:
            yield Wanted(self.sentences[int(number)][:500], origin=RequestOrigin.MISSING, **common)
        for line in data["what"].splitlines():
            if line.strip():
                yield Wanted(line.strip(), **common)


class ReceiveForm(forms.Form):
    """Which document came in."""

    document = forms.UUIDField(label="The document", error_messages={"required": "Choose the document that came in."})


class CancelForm(forms.Form):
    """Why a document is no longer needed."""

    reason = forms.CharField(
        label="Why it is no longer needed", max_length=500, error_messages={"required": "Say why."}
    )


class SubmitForm(forms.Form):
    """How and when a letter was sent."""

    channel = forms.ChoiceField(label="How it was sent", choices=CHANNELS)
    submitted_at = moment_field("Sent on")
    confirmation = forms.CharField(label="Confirmation number", max_length=100, required=False)
    payer_class = forms.ChoiceField(
        label="Kind of payer", choices=[("", "Choose the kind of payer"), *PAYERS],
        error_messages={"required": "Choose the kind of payer: the law that sets its time depends on it."},
    )  # fmt: skip
    is_drug = forms.BooleanField(label="The request is for a drug", required=False)
    class_reason = text_field(OTHERWISE, 2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("submitted_at", _now())


class ReceiptForm(forms.Form):
    """When the payer confirmed receipt."""

    received_at = moment_field("Receipt confirmed on")


class AnswerForm(forms.Form):
    """What the payer answered."""

    stage = forms.ChoiceField(
        label="What the payer answered", choices=[], widget=forms.RadioSelect,
        error_messages={"required": "Choose what the payer answered."},
    )  # fmt: skip
    answered_on = _day("Answered on", required=True)
    reason_code = forms.ChoiceField(label="The payer's reason", required=False)
    words = text_field("In words")
    notice_on = _day("Date on the notice")
    allowed = text_field("What was allowed", 2)
    authorization = forms.CharField(label="Authorization number", max_length=100, required=False)
    period_start = _day("Authorized from")
    period_end = _day("Authorized to")
    quantity = forms.CharField(label="Quantity", max_length=100, required=False)
    asked = text_field("What the payer asked for", 3)
    talk = forms.ChoiceField(
        label="The conversation", required=False, choices=[("", "Choose"), *((one.value, one.value) for one in Talk)]
    )
    talk_at = moment_field("When", required=False)

    def __init__(self, *args: Any, stages: "Iterable[tuple[str, str]]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["stage"]
        choice.choices = list(stages)
        reasons: Any = self.fields["reason_code"]
        reasons.choices = [("", "Choose the reason"), *denial_reasons().items()]
        self.initial.setdefault("answered_on", clock.today())

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for name, sentence in wants_of(self.answer()).items():
                self.add_error(name, sentence)
        return data

    def answer(self) -> Answer:
        """Return the answer; fields that do not belong to its kind are left out."""
        data = self.cleaned_data
        stage = Stage(data["stage"])
        used = {name: data[name] for name in USED[stage] if name not in {"asked", "talk"}}
        if "asked" in USED[stage]:
            used["asked"] = tuple(line.strip() for line in data["asked"].splitlines() if line.strip())
        if "talk" in USED[stage]:
            used["talk"] = Talk(data["talk"]) if data["talk"] else None
        return Answer(stage=stage, answered_on=data["answered_on"], **used)


REFUSAL = ("reason_code", "words", "notice_on")
AUTHORIZED = ("authorization", "period_start", "period_end", "quantity")
USED = {
    Stage.APPROVED: AUTHORIZED,
    Stage.PARTLY_APPROVED: (*REFUSAL, *AUTHORIZED, "allowed"),
    Stage.DENIED: REFUSAL,
    Stage.PENDED: ("asked",),
    Stage.PEER_TO_PEER: ("talk", "talk_at", "words"),
    Stage.WITHDRAWN: ("words",),
}
EVERY_ANSWER = [(stage.value, STAGE_WORDS[stage]) for stage in USED]


class LetterForm(forms.Form):
    """What the payer's letter says: typed, pasted, or a text file."""

    text = forms.CharField(
        label="What the letter says", required=False, widget=forms.Textarea(attrs={"rows": 8}), max_length=100_000
    )
    file = forms.FileField(label="Or a text file", required=False)

    def clean_file(self) -> str:
        upload = self.cleaned_data["file"]
        if upload is None:
            return ""
        if upload.size > LARGEST_LETTER:
            raise forms.ValidationError(NOT_TEXT)
        try:
            return str(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError(NOT_TEXT) from None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.letter().strip():
            self.add_error("text", "Type what the letter says, or choose a text file.")
        return data

    def letter(self) -> str:
        return str(self.cleaned_data.get("text") or self.cleaned_data.get("file") or "")
