"""What a reviewer chooses before the machine's answers are shown."""

from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from django.http import QueryDict

VERDICT = "verdict-"


class OwnForm:
    """One choice for each criterion, and the place in the chart that was asked to be opened, if one was."""

    def __init__(self, typed: "QueryDict") -> None:
        self.typed = typed

    def verdicts(self) -> dict[str, str]:
        """Return what was chosen, by criterion; the service says what is a verdict."""
        named = self.typed.dict().items()
        return {name.removeprefix(VERDICT): str(value) for name, value in named if name.startswith(VERDICT)}

    def place(self) -> UUID | None:
        """Return which place in the chart is to be opened."""
        try:
            return UUID(self.typed.get("open", ""))
        except ValueError:
            return None
