"""The web server logs through the workbench's one handler, and no request at all."""

import logging

from gunicorn.config import Config

from workbench.embedded.paths import PROJECT
from workbench.gunicorn_log import QuietLogger


def test_it_has_no_handler_of_its_own_and_logs_no_address() -> None:
    logger = QuietLogger(Config())
    assert (logger.error_log.handlers, logger.error_log.propagate) == ([], True)
    assert logger.error_log.level == logging.WARNING
    assert logger.access_log.handlers == []
    logger.access(None, None, None, None)


def test_every_way_of_starting_the_web_server_names_it() -> None:
    named = "workbench.gunicorn_log.QuietLogger"
    assert named in (PROJECT / "docker" / "entrypoint").read_text(encoding="utf-8")
    assert named in (PROJECT / "workbench" / "embedded" / "children.py").read_text(encoding="utf-8")
