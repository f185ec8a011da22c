from django.urls import path

from apps.quality.views import (
    adjudication,
    baselines,
    breakdowns,
    digests,
    learning,
    overrides,
    plain,
    rare,
    regression,
    signals,
)

app_name = "quality"

# /quality/
urlpatterns = [
    path("", overrides.overrides, name="overrides"),
    path("overrides.csv", overrides.overrides_csv, name="overrides_csv"),
    path("by/<slug:dimension>/", breakdowns.by_dimension, name="by"),
    path("decisions/", breakdowns.decisions, name="decisions"),
    path("baseline/", baselines.baseline, name="baseline"),
    path("rare/", rare.rare, name="rare"),
    path("outcomes/", overrides.outcomes, name="outcomes"),
    path("learning/", learning.learning, name="learning"),
    path("learning/file/", learning.learning_file, name="learning_file"),
    path("signals/", signals.signals, name="signals"),
    path("signals/<uuid:draft_id>/cause/", signals.signal_cause, name="signal_cause"),
    path("signals/<uuid:draft_id>/case/", regression.case_new, name="case_new"),
    path("cases/", regression.cases, name="cases"),
    path("cases/<uuid:draft_id>/", regression.case, name="case"),
    path("plain/", plain.plain, name="plain"),
    path("digest/", digests.digest, name="digest"),
    path("digest/<str:week>/", digests.digest_week, name="digest_week"),
    path("adjudication/", adjudication.adjudication, name="adjudication"),
    path("adjudication/<uuid:round_id>/", adjudication.adjudication_round, name="adjudication_round"),
    path("adjudication/<uuid:round_id>/readers/", adjudication.adjudication_seat, name="adjudication_seat"),
    path("adjudication/<uuid:round_id>/finish/", adjudication.adjudication_finish, name="adjudication_finish"),
    path("readings/", adjudication.readings, name="readings"),
    path("readings/<uuid:reading_id>/", adjudication.reading, name="reading"),
    path("readings/of-mine/<uuid:case_id>/", adjudication.second_reading, name="second_reading"),
    path("definitions/", overrides.definitions_page, name="definitions"),
]
