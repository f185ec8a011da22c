"""Every periodic task on one page. A task that is missed runs once when the scheduler is back."""

from typing import Any

from celery.schedules import crontab

BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "rings again for drafts whose worker was lost": {
        "task": "apps.drafting.tasks.sweep_stale_drafts",
        "schedule": 10.0,
        "options": {"queue": "drafting", "expires": 10.0},
    },
    "makes newly loaded policies searchable": {
        "task": "apps.drafting.tasks.index_policies",
        "schedule": 60.0,
        "options": {"queue": "index", "expires": 60.0},
    },
    "ends sessions that nobody uses": {
        "task": "apps.access.tasks.end_unused_sessions",
        "schedule": 60.0,
        "options": {"queue": "upkeep", "expires": 60.0},
    },
    "records the end of emergencies whose time is over": {
        "task": "apps.access.tasks.end_lapsed_emergencies",
        "schedule": 60.0,
        "options": {"queue": "upkeep", "expires": 60.0},
    },
    "takes new decisions over into the gauges": {
        "task": "apps.quality.tasks.take_decisions_over",
        "schedule": 60.0,
        "options": {"queue": "upkeep", "expires": 60.0},
    },
    "makes the digest of the week that is over, where it is not made yet": {
        "task": "apps.quality.tasks.make_digests",
        "schedule": crontab(hour="*/4", minute="17"),
        "options": {"queue": "upkeep", "expires": 14400.0},
    },
    "makes reports that wait, and destroys those whose link expired": {
        "task": "apps.quality.tasks.tend_reports",
        "schedule": 300.0,
        "options": {"queue": "upkeep", "expires": 300.0},
    },
    "compares what is kept of people's acts with the log": {
        "task": "apps.governance.tasks.reconcile_log",
        "schedule": 86400.0,
        "options": {"queue": "upkeep", "expires": 86400.0},
    },
    "deletes what signing in left behind and nobody needs": {
        "task": "apps.access.tasks.purge_sign_in_traces",
        "schedule": 86400.0,
        "options": {"queue": "upkeep", "expires": 86400.0},
    },
    "removes grants that open nothing any more": {
        "task": "apps.chart.tasks.clean_grants",
        "schedule": 86400.0,
        "options": {"queue": "upkeep", "expires": 86400.0},
    },
    "purges what is no longer to be kept": {
        "task": "apps.governance.tasks.purge_due_records",
        "schedule": 3600.0,
        "options": {"queue": "upkeep", "expires": 3600.0},
    },
    "rings again for messages whose worker was lost": {
        "task": "apps.intake.tasks.sweep_stale_messages",
        "schedule": 30.0,
        "options": {"queue": "intake", "expires": 30.0},
    },
    "classifies documents of before there were labels": {
        "task": "apps.intake.tasks.classify_documents",
        "schedule": 15.0,
        "options": {"queue": "index", "expires": 15.0},
    },
    "looks whose page documents are that today's reader has not seen": {
        "task": "apps.intake.tasks.judge_identities",
        "schedule": 15.0,
        "options": {"queue": "index", "expires": 15.0},
    },
    "asks payers about pended requests, each once a day": {
        "task": "apps.review.tasks.inquire_pended",
        "schedule": 3600.0,
        "options": {"queue": "upkeep", "expires": 3600.0},
    },
    # At no round minute: a draft that comes on the hour would say what it is.
    "makes drafts that are known to be wrong, where an organization wants them": {
        "task": "apps.review.tasks.seed_drafts",
        "schedule": 2347.0,
        "options": {"queue": "upkeep", "expires": 2347.0},
    },
    "rings again for versions of the index whose worker was lost": {
        "task": "apps.retrieval.tasks.sweep_index_versions",
        "schedule": 60.0,
        "options": {"queue": "index", "expires": 60.0},
    },
    "rings again for corrections whose worker was lost": {
        "task": "apps.viewer.tasks.sweep_corrections",
        "schedule": 60.0,
        "options": {"queue": "index", "expires": 60.0},
    },
}
