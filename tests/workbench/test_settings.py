"""Production starts with everything it needs or not at all; a sentence says what is missing."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from workbench.embedded.paths import PROJECT

GOOD = {
    "DJANGO_SETTINGS_MODULE": "workbench.settings.production",
    "SECRET_KEY": "k1D8vQz3mXw7Rb5TnY2uJ6hLcA9sEgF4pWoZiVtBqMxNrCyUdHaSjK0e",
    "DATABASE_URL": "postgresql://app@db.example/workbench",
    "REDIS_URL": "redis://broker.example:6379/0",
    "ALLOWED_HOSTS": "workbench.example",
    "WORKBENCH_KEY_PROVIDER": "vault:transit/workbench",
    "WORKBENCH_WITNESSES": "first=/mnt/first,second=/mnt/second",
}


def check(**changes: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("WORKBENCH_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level=WARNING"],
        cwd=PROJECT,
        env=environment | GOOD | changes,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_passes_the_deployment_check() -> None:
    result = check()
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"SECRET_KEY": "change-me"}, "SECRET_KEY is a placeholder"),
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"DEBUG": "1"}, "DEBUG is on"),
        ({"WORKBENCH_PASSWORD_ALONE": "1"}, "WORKBENCH_PASSWORD_ALONE is for demos"),
        ({"TRUST_X_FORWARDED_PROTO": "1"}, "TRUSTED_PROXY_COUNT is 0"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set"),
        ({"REDIS_URL": ""}, "REDIS_URL is not set"),
        ({"ALLOWED_HOSTS": "*"}, "must name each host exactly"),
        ({"WORKBENCH_KEY_PROVIDER": ""}, "WORKBENCH_KEY_PROVIDER is not set"),
        ({"WORKBENCH_KEY_PROVIDER": "plain"}, "names no key provider"),
        ({"WORKBENCH_KEY_PROVIDER": "file:/nowhere/keyring.json"}, "cannot be read"),
    ],
)
def test_production_refuses_what_only_suits_a_demo(changes: dict[str, str], sentence: str) -> None:
    result = check(**changes)
    assert result.returncode == 1
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


def test_the_browser_may_run_nothing_inline_and_load_nothing_from_elsewhere() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    sources = {source for values in directives.values() for source in values}
    assert sources <= {"'self'", "'none'", "data:"}
    assert "data:" not in directives["script-src"]


def test_sign_in_limits_stand_on_a_cache_that_remembers() -> None:
    assert settings.CACHES["default"]["BACKEND"].endswith("RedisCache")


def test_every_variable_that_is_read_is_explained() -> None:
    folder = PROJECT / "workbench" / "settings"
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    read = set(re.findall(r'env_\w+\(\s*"([A-Z_]+)"', source))
    explained = set(re.findall(r"`([A-Z][A-Z_]+)`", (folder / "README.md").read_text(encoding="utf-8")))
    assert read
    assert read <= explained
