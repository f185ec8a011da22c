"""Looking up while a model writes: may it go on, is there time left, is the draft still ours.

A call holds no transaction: each look is a statement of its own on this process's connection, and between two looks the
connection is idle.
"""

from time import monotonic

from django.conf import settings

from apps.drafting.domain.buckets import Bucket
from apps.drafting.domain.errors import BackendError, GenerationStopped
from apps.drafting.models import Draft
from apps.drafting.services.acts import act_of
from apps.drafting.services.keeping import renew_every
from apps.drafting.services.leases import lease_renew
from apps.governance.selectors import generation_allowed

ASK_EVERY = 0.25  # seconds; a stop is noticed this long after the next token at the latest


class DraftWatch:
    """The watch over one model call for a draft. See ``interface.Watch``. A replay holds no lease."""

    def __init__(self, draft: Draft, *, leased: bool = True) -> None:
        self.draft, self.act, self.leased = draft, act_of(draft), leased
        self.longest = settings.WORKBENCH_GENERATION_SECONDS
        self.renew_every = renew_every()
        self.started = self.asked = self.renewed = monotonic()
        self.tokens = 0  # written so far, as the backend counts them

    def tick(self, output_tokens: int) -> None:
        """Return when generation may go on.

        Raises GenerationStopped (the kill switch), LeaseLost (another worker has the draft), or BackendError when the
        time is used up.
        """
        moment = monotonic()
        self.tokens = output_tokens
        if moment - self.started > self.longest:
            raise BackendError(
                f"The model wrote for longer than {self.longest} seconds and was stopped.", bucket=Bucket.TIMEOUT
            )
        if moment - self.asked < ASK_EVERY and output_tokens:
            return
        self.asked = moment
        verdict = generation_allowed(self.act)
        if not verdict.allowed:
            raise GenerationStopped(verdict.sentence)
        if self.leased and moment - self.renewed >= self.renew_every:
            lease_renew(draft_id=self.draft.pk, fence=self.draft.fence)
            self.renewed = moment
