"""What can be wrong with a policy file, with an act on a policy, or with a question about one."""

from apps.core.errors import WorkbenchError


class PolicyInvalid(WorkbenchError):
    """The file does not follow the format; the sentence names the node. Nothing was changed."""


class PolicyChanged(WorkbenchError):
    """The same policy and version arrived with other contents. A version is never rewritten."""


class PolicyNotFound(WorkbenchError):
    """No such policy, or no such version of it."""


class PolicyRefused(WorkbenchError):
    """This act on this version is not open to this person now. Nothing was changed."""


class TableInvalid(WorkbenchError):
    """A table of clocks or standards, or a list of days on which nobody works, cannot be read."""
