from django.urls import path

from apps.viewer import delegation_views

app_name = "delegation"

# /charts/delegations/
urlpatterns = [
    path("", delegation_views.delegations, name="delegations"),
    path("<uuid:delegation_id>/end/", delegation_views.delegation_end, name="delegation_end"),
]
