"""Addresses of the control room."""

from django.urls import path

from apps.governance.views import agreements, control, retention

app_name = "governance"
urlpatterns = [
    path("control/", control.control, name="control"),
    path("control/kill-switch/", control.kill_switch_set, name="kill_switch_set"),
    path("control/parts.json", control.parts_list, name="parts_list"),
    path("control/agreements/", agreements.agreements, name="agreements"),
    path("control/agreements/record/", agreements.agreement_record, name="agreement_record"),
    path("control/agreements/<uuid:agreement_id>/withdraw/", agreements.agreement_withdraw, name="agreement_withdraw"),
    path("control/retention/", retention.retention, name="retention"),
    path("control/retention/holds/", retention.hold_place, name="hold_place"),
    path("control/retention/holds/<uuid:hold_id>/lift/", retention.hold_lift, name="hold_lift"),
    path("control/retention/destroy/", retention.shred_ask, name="shred_ask"),
    path("control/retention/destroy/<uuid:request_id>/withdraw/", retention.shred_withdraw, name="shred_withdraw"),
    path("control/retention/destroy/<uuid:request_id>/confirm/", retention.shred_confirm, name="shred_confirm"),
]
