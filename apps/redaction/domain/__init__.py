"""Pure parts of the wall."""

from apps.redaction.domain.kinds import REDACTOR_VERSION

__all__ = ["REDACTOR_VERSION"]
