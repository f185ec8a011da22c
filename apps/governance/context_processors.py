"""What base.html may ask about the machine."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from apps.governance.selectors import generation_for


def generation(request: HttpRequest) -> dict[str, SimpleLazyObject]:
    """Give templates what of drafting is stopped for this person: one statement where it is shown, none elsewhere."""
    organization_id = str(getattr(request.user, "organization_id", "")) if hasattr(request, "user") else ""
    return {"generation": SimpleLazyObject(lambda: generation_for(organization_id))}
