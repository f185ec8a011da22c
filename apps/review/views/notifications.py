"""A payer's system tells that an answer is there: all that is believed of it is which request it is about."""

import json
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from apps.core.tasks import ring
from apps.review.domain.pas.asking import names_in
from apps.review.services.subscriptions import notification_take
from apps.review.tasks import fetch_answer

LARGEST = 2 * 2**20  # bytes: some send the whole answer along


@csrf_exempt  # no cookie counts here: only the secret in the Authorization header does
@require_POST
def notified(request: HttpRequest, subscription_id: UUID) -> HttpResponse:
    """Take a notification: 404 without its secret, as for a subscription that there is not; else 200 and no word."""
    if len(request.body) > LARGEST:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    secret = request.headers.get("Authorization", "").removeprefix("Bearer ")
    found = notification_take(subscription_id=subscription_id, secret=secret, names=_names(request.body))
    if found is None:
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    for exchange in found:
        ring(fetch_answer, exchange_id=exchange.pk)
    return HttpResponse(status=HTTPStatus.OK)


def _names(body: bytes) -> set[str]:
    try:
        return names_in(json.loads(body))
    except (ValueError, RecursionError):
        return set()
