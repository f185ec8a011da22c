"""Addresses of the policy library."""

from django.urls import path

from apps.coverage.views import deciding, files, library, nodes, writing

app_name = "coverage"
urlpatterns = [
    path("", library.policies, name="policies"),
    path("named/", library.policy_named, name="policy_named"),
    path("schema.json", files.policy_schema, name="policy_schema"),
    path("new/", writing.policy_new, name="policy_new"),
    path("import/", writing.policy_import, name="policy_import"),
    path("import/questionnaire/", writing.questionnaire_import, name="questionnaire_import"),
    path("<uuid:pk>/", library.policy_detail, name="policy_detail"),
    path("<uuid:pk>/changes/<uuid:before>/", library.policy_changes, name="policy_changes"),
    path("<uuid:pk>/export.json", files.policy_export, name="policy_export"),
    path("<uuid:pk>/source/", files.policy_source, name="policy_source"),
    path("<uuid:pk>/source/attach/", files.policy_source_attach, name="policy_source_attach"),
    path("<uuid:pk>/version/", writing.policy_version, name="policy_version"),
    path("<uuid:pk>/head/", writing.policy_head, name="policy_head"),
    path("<uuid:pk>/node/", nodes.policy_node, name="policy_node"),
    path("<uuid:pk>/node/add/", nodes.policy_node_add, name="policy_node_add"),
    path("<uuid:pk>/node/place/", nodes.policy_node_place, name="policy_node_place"),
    path("<uuid:pk>/submit/", deciding.policy_submit, name="policy_submit"),
    path("<uuid:pk>/validate/", deciding.policy_validate, name="policy_validate"),
    path("<uuid:pk>/send-back/", deciding.policy_send_back, name="policy_send_back"),
    path("<uuid:pk>/retire/ask/", deciding.policy_retire_ask, name="policy_retire_ask"),
    path("<uuid:pk>/keep/", deciding.policy_keep, name="policy_keep"),
    path("<uuid:pk>/retire/", deciding.policy_retire, name="policy_retire"),
    path("<uuid:pk>/discard/", deciding.policy_discard, name="policy_discard"),
]
