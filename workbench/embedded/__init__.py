"""The embedded default: a private PostgreSQL, Redis, workers, scheduler and web server under ``var/``."""
