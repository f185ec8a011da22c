"""Logs by allow-list: a key that is not named here never reaches a log line, so no field of a chart can."""

import logging
import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

from apps.core.context import request_id

ALLOWED_KEYS = frozenset(
    [
        "event", "level", "logger", "timestamp", "request_id", "pid", "port", "error",
        "task", "queue", "status", "method", "route", "duration_ms",
        "organization_id", "person_id", "patient_id", "draft_id", "document_id", "message_id", "item_id",
        "object_id", "object_type", "table", "column", "row_id",
        "action", "count", "stage", "attempt", "backend", "bucket", "reason_code",
    ]
)  # fmt: skip


# Libraries whose messages are written out in their code: what varies comes as an argument, and is not logged.
CONSTANT = ("apps", "celery", "django.request", "django.db", "kombu", "workbench")
WITHHELD = "withheld"
PLAIN = re.compile(r"[\w.:@/+-]{0,120}")  # an id, a name of code, a moment: no sentence, no text


def keep_allowed(_: object, __: str, event: dict[str, Any]) -> dict[str, Any]:
    """Drop every key that is not on the list; of an exception only its class stays."""
    exc = event.pop("exc_info", None)
    if exc is True:
        exc = sys.exc_info()
    if isinstance(exc, BaseException):
        event["error"] = type(exc).__name__
    elif isinstance(exc, tuple) and exc[0] is not None:
        event["error"] = exc[0].__name__
    return {key: _plain(key, value) for key, value in event.items() if key in ALLOWED_KEYS}


def _plain(key: str, value: Any) -> Any:
    """Return a value that is a number or looks like an id; of anything longer or looser only that it was there."""
    if key == "event" or value is None or isinstance(value, int | float):
        return value
    return str(value) if PLAIN.fullmatch(str(value)) else WITHHELD


def _of_request(_: object, __: str, event: EventDict) -> EventDict:
    """Give the line the id of the request or task that is being served."""
    if identifier := request_id():
        event.setdefault("request_id", identifier)
    return event


def _constant_message(_: object, __: str, event: EventDict) -> EventDict:
    """Foreign log records carry their arguments in the message; keep the template, never the arguments.

    A message without arguments may have been put together before it was logged, so only libraries that are known to
    write theirs out keep it.
    """
    record = event.get("_record")
    if isinstance(record, logging.LogRecord):
        is_template = bool(event.get("positional_args")) or record.name.startswith(CONSTANT)
        event["event"] = (str(record.msg).splitlines() or [""])[0][:200] if is_template else WITHHELD
    return event


def logging_config(level: str = "INFO") -> dict[str, Any]:
    """Return Django's LOGGING: one JSON line per event on standard error, allow-listed keys only."""
    shared: list[Processor] = [structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name, _of_request]
    structlog.configure(
        processors=[
            *shared,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "pass_foreign_args": True,
                "foreign_pre_chain": [
                    *shared,
                    structlog.processors.TimeStamper(fmt="iso", utc=True),
                    _constant_message,
                ],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    keep_allowed,
                    structlog.processors.JSONRenderer(sort_keys=True),
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers write whole messages and tracebacks with DEBUG, and mail them without.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            "django.db.backends": {"level": "WARNING"},
            "httpx": {"level": "WARNING"},  # one line for each call, which the step already says
            "httpcore": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
            "presidio-analyzer": {"level": "WARNING"},
            "fido2": {"level": "WARNING"},  # it writes the ids of keys
        },
    }
