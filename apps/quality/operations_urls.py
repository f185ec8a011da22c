"""Addresses of the page that says how the belt runs."""

from django.urls import path

from apps.quality.views import operations

app_name = "operations"
urlpatterns = [
    path("control/operations/", operations.operations, name="operations"),
    path("metrics", operations.prometheus, name="metrics"),
]
