from django.urls import path

from apps.quality.views import learning, overrides, signals

app_name = "quality"

# /quality/
urlpatterns = [
    path("", overrides.overrides, name="overrides"),
    path("overrides.csv", overrides.overrides_csv, name="overrides_csv"),
    path("outcomes/", overrides.outcomes, name="outcomes"),
    path("learning/", learning.learning, name="learning"),
    path("learning/file/", learning.learning_file, name="learning_file"),
    path("signals/", signals.signals, name="signals"),
    path("signals/<uuid:draft_id>/cause/", signals.signal_cause, name="signal_cause"),
    path("definitions/", overrides.definitions_page, name="definitions"),
]
