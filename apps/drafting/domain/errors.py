"""What can go wrong while a draft is asked for or made, each with a sentence."""

from apps.core.errors import WorkbenchError


class DraftingError(WorkbenchError):
    """The base of this room's errors."""


class RequestRefused(DraftingError):
    """The request cannot become a draft as it stands; the sentence says what to change."""


class NeedsClinician(RequestRefused):
    """What was typed wants a decision, or harm, and no draft answers it: a person does."""


class OrdersSoftware(RequestRefused):
    """What was typed gives orders to software; it is no purpose of a draft, and none is written from it."""


class PatientNotFound(DraftingError):
    """No such patient for this person: said in the same words whether it exists or not."""


class BackendError(DraftingError):
    """A model call failed. ``permanent``: trying again would fail the same way."""

    def __init__(self, sentence: str, *, bucket: str = "model", permanent: bool = False) -> None:
        super().__init__(sentence)
        self.bucket = bucket
        self.permanent = permanent


class GenerationStopped(DraftingError):
    """The kill switch was thrown while a model was writing; the draft ends HALTED with this sentence."""


class LeaseLost(DraftingError):
    """Another worker holds this draft now; what this one made is not saved."""

    permanent = False
