from django.urls import path

from apps.viewer import redaction_views as views

app_name = "privacy"

# /privacy/
urlpatterns = [
    path("documents/", views.redactions, name="redactions"),
    path("documents/<uuid:redacted_id>/", views.redaction_detail, name="redaction_detail"),
    path("documents/<uuid:redacted_id>/correct/", views.redaction_correct, name="redaction_correct"),
    path("documents/<uuid:redacted_id>/check/", views.redaction_check, name="redaction_check"),
    path("corrections/", views.corrections, name="corrections"),
    path("corrections/<uuid:correction_id>/accept/", views.case_accept, name="case_accept"),
]
