"""Wiring only: settings, URLs, Celery, the schedule and the embedded services. No domain words here."""

from workbench.celery import app as celery_app

__all__ = ["celery_app"]
