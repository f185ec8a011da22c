"""Settings of the test suite: the owner's role (it makes the test database), cheap passwords, mail kept in memory."""

import os

os.environ["WORKBENCH_DATABASE_ROLE"] = "owner"

from workbench.embedded.keyring import make_keyring_if_missing
from workbench.settings.base import *  # noqa: F403
from workbench.settings.base import BASE_DIR, DATABASE_URL, DATABASES, EMBEDDED, WORKBENCH_KEY_PROVIDER

make_keyring_if_missing(EMBEDDED, WORKBENCH_KEY_PROVIDER, DATABASE_URL.text)

WORKBENCH_DEMO = True
WORKBENCH_PASSWORD_ALONE = True  # the tests of signing in take it back
WORKBENCH_MOST_SESSIONS = 50
WORKBENCH_METRICS_ON_LOOPBACK = True
DEBUG = False
SECRET_KEY = "test-only-key-that-signs-nothing-which-outlives-a-test-run"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DATABASES["default"]["CONN_MAX_AGE"] = 0
# On tables of a few rows planning takes longer than answering: tables are joined in the order that they are named in.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c join_collapse_limit=1"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
