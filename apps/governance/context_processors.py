"""What base.html may ask about the machine."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from apps.governance.selectors import generation_allowed


def generation(request: HttpRequest) -> dict[str, SimpleLazyObject]:
    """Give templates the verdict on drafting: one statement where it is shown, none on a partial that does not."""
    return {"generation": SimpleLazyObject(generation_allowed)}
