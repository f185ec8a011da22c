"""Two doors: the one that sending systems post to, and the page that says what came in."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from apps.access.decorators import PersonRequest, permission_required
from apps.access.domain.roles import Permission
from apps.access.selectors import actor_for, check_may
from apps.audit.domain.actions import Action, Outcome
from apps.audit.services import event_append
from apps.core.canonical import sha256_hex
from apps.core.crypto.errors import KeysUnavailable
from apps.core.errors import NotAllowed, WorkbenchError
from apps.core.standing import standing_in
from apps.intake.domain.outcomes import MOST_ISSUES, Issue, held_issue, issue, not_taken, operation_outcome, summary
from apps.intake.domain.report import Report
from apps.intake.models import InboundMessage
from apps.intake.pipeline import DEFAULT_SOURCE, message_take, message_take_later
from apps.intake.selectors import held_groups, held_of, message_page, totals
from apps.intake.sign_in import NotSignedIn, TooManyAttempts, sender_of

if TYPE_CHECKING:
    from apps.access.models import Person

MEDIA_TYPES = frozenset(
    {
        "application/fhir+json",
        "application/json",
        "application/fhir+ndjson",
        "application/x-ndjson",
        "application/ndjson",
    }
)
READ_AT_ONCE = 5 * 2**20  # bytes; what is larger is read by a worker, so that no sender waits for minutes
WRONG_TYPE = "Send FHIR R4 as application/fhir+json or application/fhir+ndjson (gzip is understood)."
TOO_LARGE = (
    "The body is larger than this server takes at once. Send it in smaller parts, or load the file with intake_fhir."
)
LATER = "Message {id} is kept. It is large: a worker reads it now, and the control room shows what came of it."


@csrf_exempt  # no cookie counts here: only the Authorization header does, and a browser never sends that by itself
@require_POST
def fhir_receive(request: HttpRequest) -> HttpResponse:
    """Take a FHIR message from a sending system; answer with an OperationOutcome of sentences."""
    try:
        sender = sender_of(request)
        _check_may_send(sender)
        with standing_in(sender.organization_id):
            return _receive(request, sender)
    except NotSignedIn as error:
        refused = _refused(HTTPStatus.UNAUTHORIZED, "login", error)
        refused["WWW-Authenticate"] = 'Basic realm="workbench intake", charset="UTF-8"'
        return refused
    except TooManyAttempts as error:
        return _refused(HTTPStatus.TOO_MANY_REQUESTS, "throttled", error)
    except NotAllowed as error:
        return _refused(HTTPStatus.FORBIDDEN, "forbidden", error)
    except KeysUnavailable as error:
        return _refused(HTTPStatus.SERVICE_UNAVAILABLE, "transient", error)
    except WorkbenchError as error:
        return _refused(HTTPStatus.BAD_REQUEST, "invalid", error)


def _check_may_send(sender: "Person") -> None:
    try:
        check_may(sender, Permission.SEND_RECORDS)
    except NotAllowed:
        with transaction.atomic():
            event_append(
                actor=actor_for(sender), action=Action.REFUSED, object_type="page", object_id="intake:fhir_receive",
                outcome=Outcome.FAILURE, details={"permission": Permission.SEND_RECORDS},
            )  # fmt: skip
        raise


def _receive(request: HttpRequest, sender: "Person") -> HttpResponse:
    if (request.content_type or "").lower() not in MEDIA_TYPES:
        return _answer(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, issue("error", "not-supported", WRONG_TYPE))
    try:
        body = request.body
    except RequestDataTooBig:
        return _answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, issue("error", "too-long", TOO_LARGE))
    given: dict[str, Any] = {
        "organization": sender.organization,
        "source_system": request.GET.get("source") or DEFAULT_SOURCE,
        "source_id": request.headers.get("X-Message-Id") or f"post-{sha256_hex(body)[:32]}",
        "media_type": request.headers.get("Content-Type", ""),
        "body": body,
        "actor": actor_for(sender),
    }
    if len(body) > READ_AT_ONCE:
        later = message_take_later(**given)
        if later.destroyed_at:
            return _not_taken(later)
        return _answer(HTTPStatus.ACCEPTED, issue("information", "informational", LATER.format(id=later.pk)))
    return _told(*message_take(**given))


def _told(message: InboundMessage, report: Report) -> HttpResponse:
    """Answer 202 for a message that was taken, 422 for one that could not be read; both are kept."""
    if message.destroyed_at:
        return _not_taken(message)
    if report.unreadable:
        return _answer(HTTPStatus.UNPROCESSABLE_ENTITY, issue("error", "structure", message.reason))
    told = [issue("information", "informational", summary(str(message.pk), report))]
    held = held_of(message.pk)[:MOST_ISSUES] if report.quarantined else []
    told += [held_issue(row.position, row.resource_type, row.reason) for row in held]
    return _answer(HTTPStatus.ACCEPTED, *told)


def _not_taken(message: InboundMessage) -> HttpResponse:
    sentence = not_taken(str(message.pk), localtime(message.destroyed_at))
    return _answer(HTTPStatus.ACCEPTED, issue("information", "informational", sentence))


def _refused(status: HTTPStatus, code: str, error: WorkbenchError) -> HttpResponse:
    return _answer(status, issue("error", code, error.sentence))


def _answer(status: HTTPStatus, *issues: Issue) -> HttpResponse:
    return JsonResponse(operation_outcome(issues), status=status, content_type="application/fhir+json")


@require_GET
@permission_required(Permission.RUN_CONTROL_ROOM)
def messages(request: PersonRequest) -> HttpResponse:
    """Show what came in, what was held and why; no name, no id of a patient and no file name."""
    page = message_page(request.user, request.GET.get("page", "1"))
    context = {"page": page, "held": held_groups(request.user), "totals": totals(request.user)}
    return render(request, "intake/messages.html", context)
