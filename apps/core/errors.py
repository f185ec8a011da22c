"""The base of every error a person may be shown."""


class WorkbenchError(Exception):
    """An error whose message is a sentence the person at the desk may read and act on.

    The sentence never holds an identifier of a patient: it is shown, logged and stored.
    """

    permanent = True

    @property
    def sentence(self) -> str:
        return str(self)


class Gone(WorkbenchError):
    """The thing was there and was destroyed (HTTP 410). Only who might have seen it is told so."""


class Unavailable(WorkbenchError):
    """This cannot be done for the moment, whoever asks (HTTP 503). Nothing was changed and nothing is lost."""


class Detour(WorkbenchError):
    """Something comes first, at another address of the application: the person is led there (HTTP 303)."""

    def __init__(self, sentence: str, address: str) -> None:
        super().__init__(sentence)
        self.address = address


class NotAllowed(WorkbenchError):
    """The person may know that the thing exists, but not do this to it (HTTP 403)."""
