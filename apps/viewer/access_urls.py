from django.urls import path

from apps.viewer import access_views

app_name = "rights"

# /control/access/
urlpatterns = [
    path("", access_views.access, name="access"),
    path("access.csv", access_views.access_csv, name="access_csv"),
    path("sign-off/", access_views.access_sign, name="access_sign"),
    path("grants/", access_views.grants, name="grants"),
    path("grants/give/", access_views.grant_give, name="grant_give"),
    path("grants/take/", access_views.grant_take, name="grant_take"),
    path("people/<uuid:person_id>/role/", access_views.person_role, name="person_role"),
]
