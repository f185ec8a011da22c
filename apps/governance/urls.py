"""Addresses of the control room's first page."""

from django.urls import path

from apps.governance import views

app_name = "governance"
urlpatterns = [
    path("control/", views.control, name="control"),
    path("control/kill-switch/", views.kill_switch_set, name="kill_switch_set"),
]
