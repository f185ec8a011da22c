"""Looking up while a model writes: may it go on, and is there time left."""

from time import monotonic

from apps.drafting.domain.errors import BackendError, GenerationStopped
from apps.governance.domain.verdict import Act
from apps.governance.selectors import generation_allowed

ASK_EVERY = 0.25  # seconds; a stop is noticed this long after the next token at the latest
LONGEST = 90.0  # seconds of one call, less than a lease


class DraftWatch:
    """The watch over one model call. See ``interface.Watch``."""

    def __init__(self, act: Act) -> None:
        self.act = act
        self.started = self.asked = monotonic()

    def tick(self, output_tokens: int) -> None:
        """Return when generation may go on. Raises GenerationStopped, or BackendError when the time is used up."""
        moment = monotonic()
        if moment - self.started > LONGEST:
            raise BackendError(
                f"The model wrote for longer than {LONGEST:.0f} seconds and was stopped.", bucket="timeout"
            )
        if moment - self.asked < ASK_EVERY and output_tokens:
            return
        self.asked = moment
        verdict = generation_allowed(self.act)
        if not verdict.allowed:
            raise GenerationStopped(verdict.sentence)
