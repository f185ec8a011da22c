from django.urls import path

from apps.quality.views import (
    adjudication,
    baselines,
    breakdowns,
    learning,
    overrides,
    rare,
    report_plans,
    reports,
    row_files,
)

app_name = "quality"

# /quality/
urlpatterns = [
    path("", overrides.overrides, name="overrides"),
    path("reports/", reports.reports, name="reports"),
    path("reports/publish/", reports.report_publish, name="report_publish"),
    path("reports/saved/", report_plans.report_plans, name="report_plans"),
    path("reports/saved/<uuid:definition_id>/<slug:act>/", report_plans.report_plan, name="report_plan"),
    path("rows/", row_files.rows, name="rows"),
    path("rows/ask/", row_files.rows_ask, name="rows_ask"),
    path("rows/<uuid:file_id>/allow/", row_files.rows_allow, name="rows_allow"),
    path("rows/<uuid:file_id>/deny/", row_files.rows_deny, name="rows_deny"),
    path("reports/<uuid:publication_id>/", reports.publication, name="publication"),
    path("reports/files/<uuid:file_id>/", reports.report_file, name="report_file"),
    path("by/<slug:dimension>/", breakdowns.by_dimension, name="by"),
    path("decisions/", breakdowns.decisions, name="decisions"),
    path("baseline/", baselines.baseline, name="baseline"),
    path("rare/", rare.rare, name="rare"),
    path("outcomes/", overrides.outcomes, name="outcomes"),
    path("learning/", learning.learning, name="learning"),
    path("learning/file/", learning.learning_file, name="learning_file"),
    path("adjudication/", adjudication.adjudication, name="adjudication"),
    path("adjudication/<uuid:round_id>/", adjudication.adjudication_round, name="adjudication_round"),
    path("adjudication/<uuid:round_id>/readers/", adjudication.adjudication_seat, name="adjudication_seat"),
    path("adjudication/<uuid:round_id>/finish/", adjudication.adjudication_finish, name="adjudication_finish"),
    path("readings/", adjudication.readings, name="readings"),
    path("readings/<uuid:reading_id>/", adjudication.reading, name="reading"),
    path("readings/of-mine/<uuid:case_id>/", adjudication.second_reading, name="second_reading"),
    path("definitions/", overrides.definitions_page, name="definitions"),
]
