from django.urls import path

from apps.quality import views

app_name = "quality"

# /quality/
urlpatterns = [
    path("", views.overrides, name="overrides"),
    path("overrides.csv", views.overrides_csv, name="overrides_csv"),
    path("outcomes/", views.outcomes, name="outcomes"),
    path("definitions/", views.definitions_page, name="definitions"),
]
