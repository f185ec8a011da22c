"""No identifier is put back without a record, whichever page does it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from apps.access.models import Person
from apps.access.selectors import actor_for
from apps.redaction.reidentify import counting
from apps.viewer.services import reidentification_record

GetResponse = Callable[[HttpRequest], HttpResponse]


def reidentification_middleware(get_response: GetResponse) -> GetResponse:
    """Write down what an answer puts back and no event of its own tells. Without the record there is no answer."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with counting():
            response = get_response(request)
            if isinstance(request.user, Person):
                draft_id = request.resolver_match.kwargs.get("draft_id", "") if request.resolver_match else ""
                reidentification_record(draft_id=draft_id, actor=actor_for(request.user))
        return response

    return middleware
