"""Addresses of the intake."""

from django.urls import path

from apps.intake import views

app_name = "intake"
urlpatterns = [
    path("intake/fhir/", views.fhir_receive, name="fhir_receive"),
    path("control/intake/", views.messages, name="messages"),
]
