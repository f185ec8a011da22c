from django.urls import path

from apps.quality import learning_views, views

app_name = "quality"

# /quality/
urlpatterns = [
    path("", views.overrides, name="overrides"),
    path("overrides.csv", views.overrides_csv, name="overrides_csv"),
    path("outcomes/", views.outcomes, name="outcomes"),
    path("learning/", learning_views.learning, name="learning"),
    path("learning/file/", learning_views.learning_file, name="learning_file"),
    path("definitions/", views.definitions_page, name="definitions"),
]
