"""The marker that fences a record in a prompt: nobody who writes into a chart can know it, and a run can be rebuilt."""

from django.utils.crypto import salted_hmac

from apps.drafting.domain.tasks import DraftInput

SALT = "apps.drafting.backends.markers"


def marker_of(draft_input: DraftInput) -> str:
    """Return 32 hexadecimal digits: random to who lacks this installation's key, the same for the same input."""
    return salted_hmac(SALT, draft_input.sha256(), algorithm="sha256").hexdigest()[:32]
