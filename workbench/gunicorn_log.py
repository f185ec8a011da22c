"""How the web server logs: through the one handler of the workbench. By itself it would write addresses and headers."""

import logging
from typing import Any

from gunicorn.glogging import Logger


class QuietLogger(Logger):
    """Named by ``--logger-class``. Requests are logged by route (``core.middleware``), so it logs none."""

    def setup(self, cfg: Any) -> None:
        self.error_log.propagate = True
        self.error_log.handlers.clear()
        self.error_log.setLevel(logging.WARNING)
        self.loglevel = logging.WARNING
        self._access_log_enabled = False

    def access(self, *_: Any, **__: Any) -> None:
        """Log no request: its line would hold the address as it was typed."""
