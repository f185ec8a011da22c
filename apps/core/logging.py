"""Logs by allow-list: a key that is not named here never reaches a log line, so no field of a chart can."""

import logging
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
        "object_id", "object_type",
        "action", "count", "stage", "attempt", "backend", "bucket", "reason_code",
    ]
)  # fmt: skip


def keep_allowed(_: object, __: str, event: dict[str, Any]) -> dict[str, Any]:
    """Drop every key that is not on the list; of an exception only its class stays."""
    exc = event.pop("exc_info", None)
    if exc is True:
        exc = sys.exc_info()
    if isinstance(exc, BaseException):
        event["error"] = type(exc).__name__
    elif isinstance(exc, tuple) and exc[0] is not None:
        event["error"] = exc[0].__name__
    return {key: value for key, value in event.items() if key in ALLOWED_KEYS}


def _of_request(_: object, __: str, event: EventDict) -> EventDict:
    """Give the line the id of the request or task that is being served."""
    if identifier := request_id():
        event.setdefault("request_id", identifier)
    return event


def _constant_message(_: object, __: str, event: EventDict) -> EventDict:
    """Foreign log records carry their arguments in the message; keep the template, never the arguments."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord):
        event["event"] = str(record.msg).splitlines()[0][:200]
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
            "django.db.backends": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
            "presidio-analyzer": {"level": "WARNING"},
        },
    }
