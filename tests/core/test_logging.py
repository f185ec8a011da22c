"""Logs by allow-list: what is not named there does not get out, whoever logs it and however."""

import json
import logging
from io import StringIO

import pytest
import structlog
from django.conf import settings

from apps.core.context import request_id_start
from apps.core.logging import ALLOWED_KEYS

NAME = "Ruth Calloway"


@pytest.fixture
def written() -> StringIO:
    """Give root's own handler another stream."""
    handler = logging.getLogger().handlers[0]
    stream = StringIO()
    before = handler.setStream(stream)  # type: ignore[attr-defined]
    yield stream
    handler.setStream(before)  # type: ignore[attr-defined]


def test_a_key_on_the_list_is_written_and_any_other_is_not(written: StringIO) -> None:
    structlog.get_logger("apps.test").info("stored", draft_id="d1", patient_name=NAME, text=NAME)
    line = json.loads(written.getvalue())
    assert line["draft_id"] == "d1"
    assert set(line) <= ALLOWED_KEYS
    assert NAME not in written.getvalue()


def test_an_exception_leaves_its_kind_and_never_its_message(written: StringIO) -> None:
    try:
        raise KeyError(NAME)
    except KeyError:
        structlog.get_logger("apps.test").exception("broke")
        logging.getLogger("a.library").exception("broke")
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert [line["error"] for line in lines] == ["KeyError", "KeyError"]
    assert NAME not in written.getvalue()


def test_every_line_of_a_request_carries_its_id(written: StringIO) -> None:
    identifier = request_id_start()
    structlog.get_logger("apps.test").info("stored")
    logging.getLogger("a.library").warning("slow")
    assert [json.loads(line)["request_id"] for line in written.getvalue().splitlines()] == [identifier, identifier]


def test_a_library_that_logs_arguments_leaves_only_its_template(written: StringIO) -> None:
    logging.getLogger("a.library").warning("could not store %s", NAME)
    assert json.loads(written.getvalue())["event"] == "could not store %s"


def test_a_message_put_together_before_it_was_logged_is_withheld(written: StringIO) -> None:
    put_together = f"could not store {NAME}"
    for name in ("a.library", "gunicorn.error", "django.security.DisallowedHost"):  # all of them do so
        logging.getLogger(name).warning(put_together)
    assert {json.loads(line)["event"] for line in written.getvalue().splitlines()} == {"withheld"}
    assert NAME not in written.getvalue()


def test_a_text_under_a_key_on_the_list_is_withheld_and_an_id_is_not(written: StringIO) -> None:
    structlog.get_logger("apps.test").info("stored", draft_id="3f-1", error=f"no such patient: {NAME}", count=3)
    line = json.loads(written.getvalue())
    assert (line["draft_id"], line["error"], line["count"]) == ("3f-1", "withheld", 3)


def test_every_logger_of_the_settings_ends_in_the_one_handler() -> None:
    assert list(settings.LOGGING["handlers"]) == ["stderr"]
