"""Addresses of the control room."""

from django.urls import path

from apps.governance.views import agreements, control, log_segments, releases, retention

app_name = "governance"
urlpatterns = [
    path("control/", control.control, name="control"),
    path("by-hand/", control.by_hand, name="by_hand"),
    path("control/stop/", control.kill_switch_stop, name="kill_switch_stop"),
    path("control/resume/", control.resume_ask, name="resume_ask"),
    path("control/resume/<uuid:request_id>/confirm/", control.resume_confirm, name="resume_confirm"),
    path("control/resume/<uuid:request_id>/withdraw/", control.resume_withdraw, name="resume_withdraw"),
    path("control/releases/", releases.releases, name="releases"),
    path("control/releases/touched.csv", releases.touched_export, name="touched_export"),
    path("control/releases/<str:digest>/card/", releases.card, name="card"),
    path("control/releases/<str:digest>/card.xml", releases.card_export, name="card_export"),
    path("control/parts.json", control.parts_list, name="parts_list"),
    path("control/agreements/", agreements.agreements, name="agreements"),
    path("control/agreements/record/", agreements.agreement_record, name="agreement_record"),
    path("control/agreements/<uuid:agreement_id>/withdraw/", agreements.agreement_withdraw, name="agreement_withdraw"),
    path("control/retention/", retention.retention, name="retention"),
    path("control/retention/log/", log_segments.log_segments, name="log_segments"),
    path("control/retention/log/destroy/", log_segments.log_destruction_ask, name="log_destruction_ask"),
    path(
        "control/retention/log/destroy/<uuid:request_id>/withdraw/",
        log_segments.log_destruction_withdraw,
        name="log_destruction_withdraw",
    ),
    path(
        "control/retention/log/destroy/<uuid:request_id>/confirm/",
        log_segments.log_destruction_confirm,
        name="log_destruction_confirm",
    ),
    path("control/retention/holds/", retention.hold_place, name="hold_place"),
    path("control/retention/holds/<uuid:hold_id>/lift/", retention.hold_lift, name="hold_lift"),
    path("control/retention/destroy/", retention.shred_ask, name="shred_ask"),
    path("control/retention/destroy/<uuid:request_id>/withdraw/", retention.shred_withdraw, name="shred_withdraw"),
    path("control/retention/destroy/<uuid:request_id>/confirm/", retention.shred_confirm, name="shred_confirm"),
]
