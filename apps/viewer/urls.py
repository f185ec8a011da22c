from django.urls import path

from apps.viewer import consent_views, emergency_views, look_views, question_views, views

app_name = "viewer"

# /charts/
urlpatterns = [
    path("", views.charts, name="charts"),
    path("emergency/", emergency_views.break_glass, name="break_glass"),
    path("emergency/challenge/", emergency_views.break_glass_challenge, name="break_glass_challenge"),
    path("emergency/back/<uuid:asked>/", emergency_views.break_glass_back, name="break_glass_back"),
    path("<uuid:patient_id>/emergency/end/", emergency_views.break_glass_close, name="break_glass_close"),
    path("questions/", question_views.questions, name="questions"),
    path("questions/<uuid:question_id>/take/", question_views.question_move, {"move": "take"}, name="question_take"),
    path("questions/<uuid:question_id>/close/", question_views.question_move, {"move": "close"}, name="question_close"),
    path("<uuid:patient_id>/", views.chart_detail, name="chart_detail"),
    path("<uuid:patient_id>/looks/", look_views.chart_looks, name="chart_looks"),
    path("<uuid:patient_id>/consents/", consent_views.chart_consents, name="chart_consents"),
    path("<uuid:patient_id>/consents/<uuid:consent_id>/revoke/", consent_views.consent_revoke, name="consent_revoke"),
    path("<uuid:patient_id>/ask/", views.chart_ask, name="chart_ask"),
    path("<uuid:patient_id>/ask/handover/", question_views.question_hand_over, name="question_hand_over"),
    path("<uuid:patient_id>/search/", views.chart_search, name="chart_search"),
    path("<uuid:patient_id>/documents/<uuid:document_id>/", views.document_detail, name="document_detail"),
    path("<uuid:patient_id>/documents/<uuid:document_id>/settle/", views.document_settle, name="document_settle"),
]
