"""What Django shows and reports of an error in a view (setting DEFAULT_EXCEPTION_REPORTER)."""

from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter

from apps.core.silence import silent_traceback


class SilentReporter(ExceptionReporter):
    """What DEBUG=1 shows of an error in a view: the traceback without values, in place of Django's page of locals."""

    def get_traceback_html(self) -> SafeString:
        frames = "\n".join(silent_traceback(self.exc_type, self.exc_value, self.tb))
        return SafeString(get_template("500_debug.html").render({"frames": frames}))

    def get_traceback_text(self) -> SafeString:
        return SafeString("\n".join(silent_traceback(self.exc_type, self.exc_value, self.tb)))

    def get_traceback_data(self) -> dict[str, Any]:
        return {}
