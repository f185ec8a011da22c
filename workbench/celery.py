"""Celery is only the doorbell: the database holds the work, a message carries opaque ids and rings."""

import os

import structlog
from celery import Celery
from celery.signals import beat_init, worker_init, worker_process_init, worker_ready
from kombu import Queue

from apps.core.silence import programs_stay_silent
from workbench.schedule import BEAT_SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings.dev")

# Longer than the longest task may run (task_time_limit), or Redis hands a task that still runs to a second worker.
LONGEST_TASK_SECONDS = 15 * 60
VISIBILITY_SECONDS = 2 * LONGEST_TASK_SECONDS
QUEUES = ("intake", "index", "drafting", "upkeep")

log = structlog.get_logger(__name__)
app = Celery("workbench")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    # JSON only: nothing that arrives can be turned into code.
    task_serializer="json",
    result_serializer="json",
    event_serializer="json",
    accept_content=["json"],
    # Results live in the database. A result backend would keep what tasks return.
    task_ignore_result=True,
    result_backend=None,
    task_queues=[Queue(name) for name in QUEUES],
    task_default_queue="upkeep",
    task_create_missing_queues=False,
    # One task at a time; it is acknowledged when it is done, and handed to another worker when this one is lost.
    worker_prefetch_multiplier=1,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_time_limit=LONGEST_TASK_SECONDS,
    task_soft_time_limit=LONGEST_TASK_SECONDS - 30,
    worker_max_tasks_per_child=500,
    worker_soft_shutdown_timeout=5.0,
    worker_cancel_long_running_tasks_on_connection_loss=True,
    # Celery reads the timeout in three places, and the shortest of all programs on one broker wins.
    broker_transport_options={"visibility_timeout": VISIBILITY_SECONDS},
    result_backend_transport_options={"visibility_timeout": VISIBILITY_SECONDS},
    visibility_timeout=VISIBILITY_SECONDS,
    broker_connection_retry_on_startup=True,
    # Arguments never show in events, logs or the list of running tasks.
    task_send_sent_event=False,
    worker_send_task_events=False,
    resultrepr_maxsize=0,
    worker_hijack_root_logger=False,
    worker_redirect_stdouts=False,
    timezone="UTC",
    enable_utc=True,
    beat_schedule=BEAT_SCHEDULE,
)
app.autodiscover_tasks()


def _stay_silent(**_: object) -> None:
    programs_stay_silent()


def _check_models(**_: object) -> None:
    """Compare the model files with what is recorded; another file stops drafting, in the name of this check."""
    from django.db import connections

    from apps.core.actors import Actor
    from apps.governance.selectors.models import model_files
    from apps.governance.services import model_files_check

    try:
        if refused := model_files_check(files=model_files(), actor=Actor.service("model-check")):
            log.error("models_refused", count=len(refused))
    finally:
        connections.close_all()


for begins in (worker_init, worker_process_init, beat_init):
    begins.connect(_stay_silent, weak=False)
worker_ready.connect(_check_models, weak=False)
