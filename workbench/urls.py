"""Every address of the workbench, room by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("apps.core.urls")),
    path("", include("apps.access.urls")),
    path("", include("apps.governance.urls")),
    path("", include("apps.intake.urls")),
    path("", include("apps.review.urls")),
    path("hooks/payers/", include("apps.review.exchange_urls")),
    path("charts/delegations/", include("apps.viewer.delegation_urls")),
    path("charts/", include("apps.viewer.urls")),
    path("control/access/", include("apps.viewer.access_urls")),
    path("privacy/", include("apps.viewer.contract_urls")),
    path("privacy/", include("apps.viewer.redaction_urls")),
    path("privacy/patients/", include("apps.viewer.looks_urls")),
    path("policies/", include("apps.coverage.urls")),
    path("reference/", include("apps.viewer.reference_urls")),
    path("quality/", include("apps.quality.urls")),
    path("", include("apps.quality.operations_urls")),
]

handler400 = "apps.core.views.bad_request"
handler403 = "apps.core.views.not_allowed"
handler404 = "apps.core.views.not_found"
handler500 = "apps.core.views.broken"
