"""Signing in and out, the audit log, and the people of the control room."""

from allauth.account import views as allauth_views
from django.urls import include, path

from apps.access.views import (
    account,
    audit_reviews,
    emergencies,
    factors,
    letterhead,
    log,
    log_heads,
    password,
    people,
    person,
    provider,
    second,
    session,
    sessions,
    teams,
)

# Only these of django-allauth's pages exist here: nobody signs up, changes an address or resets a password by mail.
account_patterns = [
    path("login/", account.sign_in, name="account_login"),
    path("second/", second.second, name="account_second"),
    path("second/challenge/", second.second_challenge, name="account_second_challenge"),
    path("second/leave/", second.second_leave, name="account_second_leave"),
    path("passkey/", second.passkey, name="account_passkey"),
    path("passkey/challenge/", second.passkey_challenge, name="account_passkey_challenge"),
    path("password/", password.password, name="account_password"),
    path("password/code/", password.password_link, name="account_password_link"),
    path("recovery/", sessions.recovery, name="account_recovery"),
    path("sessions/", sessions.sessions, name="account_sessions"),
    path("sessions/end/", sessions.session_gone, name="account_session_end"),
    path("notices/", sessions.notices, name="account_notices"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("factors/", factors.factors, name="account_factors"),
    path("factors/open/", factors.factors_open, name="account_factors_open"),
    path("factors/open/challenge/", factors.factors_challenge, name="account_factors_challenge"),
    path("factors/keys/", factors.key_new, name="account_key_new"),
    path("factors/keys/options/", factors.key_options, name="account_key_options"),
    path("factors/apps/", factors.app_new, name="account_app_new"),
    path("factors/apps/<uuid:factor_id>/", factors.app, name="account_app"),
    path("factors/<uuid:factor_id>/remove/", factors.factor_gone, name="account_factor_remove"),
    path("factors/open/<uuid:asked>/", factors.factors_opened, name="account_factors_opened"),
    path("factors/accounts/", factors.account_new, name="account_account_new"),
    path("factors/accounts/<uuid:asked>/", factors.account_linked, name="account_account_linked"),
    path("provider/sign-in/", provider.provider_sign_in_begin, name="account_provider_sign_in"),
    path("provider/back/", provider.provider_back, name="account_provider_back"),
    path("provider/<uuid:asked>/", provider.provider_go, name="account_provider_go"),
    path("session/", session.session, name="account_session"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
]
audit_patterns = [
    path("", log.log, name="log"),
    path("export/", log.log_export, name="log_export"),
    path("heads/", log_heads.heads, name="heads"),
    path("heads/alarm/", log_heads.alarm_known, name="alarm_known"),
    path("heads/log/", log_heads.log_whole, name="log_whole"),
    path("heads/verify_log.py", log_heads.log_verifier, name="log_verifier"),
    path("heads/log.key", log_heads.log_key, name="log_key"),
    path("proof/<int:sequence>/", log_heads.proof, name="proof"),
    path("weeks/", audit_reviews.weeks, name="weeks"),
    path("weeks/<slug:monday>/", audit_reviews.week, name="week"),
]
emergency_patterns = [
    path("", emergencies.emergencies, name="emergencies"),
    path("<uuid:grant_id>/", emergencies.emergency, name="emergency"),
]
people_patterns = [
    path("", people.people, name="people"),
    path("new/", people.person_new, name="person_new"),
    path("teams/", teams.teams, name="teams"),
    path("teams/<uuid:team_id>/", teams.team, name="team"),
    path("letterhead/", letterhead.letterhead, name="letterhead"),
    path("<uuid:person_id>/", person.person_detail, name="person_detail"),
    path("<uuid:person_id>/change/", person.person_change, name="person_change"),
    path("<uuid:person_id>/link/", person.person_link, name="person_link"),
    path("<uuid:person_id>/access/", people.person_active, name="person_active"),
    path("<uuid:person_id>/factors/", people.person_factors, name="person_factors"),
]

urlpatterns = [
    path("account/", include(account_patterns)),
    path("audit/", include((audit_patterns, "audit"))),
    path("emergencies/", include((emergency_patterns, "emergencies"))),
    path("control/people/", include((people_patterns, "access"))),
]
