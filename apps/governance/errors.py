"""What governance refuses, in sentences."""

from apps.core.errors import WorkbenchError


class KillSwitchError(WorkbenchError):
    """The switch was not turned; it stands as it stood."""


class ModelRefused(WorkbenchError):
    """A model file is not run, or was not registered; the sentence says why."""


class FeedbackRefused(WorkbenchError):
    """What somebody said about a release was not kept."""


class AgreementError(WorkbenchError):
    """The agreement was not put on record, or not withdrawn; the sentence says why."""


class RetentionError(WorkbenchError):
    """Nothing was held, purged or destroyed; the sentence says why, ``code`` says it to the audit log."""

    def __init__(self, sentence: str, code: str = "") -> None:
        super().__init__(sentence)
        self.code = code
