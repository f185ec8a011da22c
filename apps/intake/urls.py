"""Addresses of the intake."""

from django.urls import path

from apps.intake import index_views, views

app_name = "intake"
urlpatterns = [
    path("intake/fhir/", views.fhir_receive, name="fhir_receive"),
    path("control/intake/", views.messages, name="messages"),
    path("control/index/", index_views.index_versions, name="index_versions"),
    path("control/index/move/", index_views.index_move, name="index_move"),
]
