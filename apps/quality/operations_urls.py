"""Addresses of the page that says how the belt runs."""

from django.urls import path

from apps.quality import operations_views

app_name = "operations"
urlpatterns = [
    path("control/operations/", operations_views.operations, name="operations"),
    path("metrics", operations_views.prometheus, name="metrics"),
]
