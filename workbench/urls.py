"""Every address of the workbench, room by room."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import include, path

ROOMS = (
    ("", "apps.core.urls"),
    ("", "apps.access.urls"),
    ("", "apps.governance.urls"),
    ("", "apps.review.urls"),
    ("", "apps.intake.urls"),
    ("charts/", "apps.viewer.urls"),
    ("quality/", "apps.quality.urls"),
)


def _works(module: str) -> bool:  # while the rooms are being built; goes away with the last of them
    try:
        return find_spec(module) is not None and bool(import_module(module))
    except ImportError:
        return False


urlpatterns = [path(prefix, include(module)) for prefix, module in ROOMS if _works(module)]

handler400 = "apps.core.views.bad_request"
handler403 = "apps.core.views.not_allowed"
handler404 = "apps.core.views.not_found"
handler500 = "apps.core.views.broken"
