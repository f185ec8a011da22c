"""What can be wrong with a policy file, or with a question about a policy."""

from apps.core.errors import WorkbenchError


class PolicyInvalid(WorkbenchError):
    """The file does not follow the format; the sentence names the node. Nothing was changed."""


class PolicyChanged(WorkbenchError):
    """The same policy and version arrived with other contents. A version is never rewritten."""


class PolicyNotFound(WorkbenchError):
    """No such policy, or no such version of it."""
