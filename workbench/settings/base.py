"""Settings shared by every way of running the workbench. What differs lives in dev, test and production."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from apps.core.logging import logging_config
from workbench.embedded.paths import OWNER_ROLE, Folder, default_root
from workbench.settings.env import broker_from, database_from, env_bool, env_int, env_list, env_secret, env_str, env_url

# Before numpy is loaded: threads that wait for each other over small matrices make the name finder three times slower,
# and every process of the workbench does one thing at a time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

BASE_DIR = Path(__file__).resolve().parents[2]
MINUTE, HOUR = 60, 60 * 60

# --- Services: DATABASE_URL and REDIS_URL name real servers; without them the embedded ones of this clone are meant.
EMBEDDED = Folder(default_root())
POSTGRES_SCHEMES = ("postgresql", "postgres")
REDIS_SCHEMES = ("redis", "rediss", "unix")

DATABASE_URL = env_url("DATABASE_URL", EMBEDDED.database_url(), schemes=POSTGRES_SCHEMES)
# The role that owns the tables and runs migrations. A server with one role for everything needs no second address.
DATABASE_OWNER_URL = env_url(
    "DATABASE_OWNER_URL",
    EMBEDDED.database_url(OWNER_ROLE) if DATABASE_URL.text == EMBEDDED.database_url() else DATABASE_URL.text,
    schemes=POSTGRES_SCHEMES,
)
REDIS_URL = env_url("REDIS_URL", EMBEDDED.redis_url, schemes=REDIS_SCHEMES)

DATABASE_AS_OWNER = env_str("WORKBENCH_DATABASE_ROLE", "app") == "owner"
DATABASES = {
    "default": {
        **(
            database_from(DATABASE_OWNER_URL, "DATABASE_OWNER_URL")
            if DATABASE_AS_OWNER
            else database_from(DATABASE_URL, "DATABASE_URL")
        ),
        "CONN_MAX_AGE": env_int("DATABASE_CONN_MAX_AGE", 60),
        "CONN_HEALTH_CHECKS": True,
    }
}
if DATABASE_AS_OWNER:  # what refuses to change the form of the log lets migrations through (apps/audit/guard.sql)
    DATABASES["default"]["OPTIONS"]["options"] = "-c workbench.log_migration=on"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL.text,
        "KEY_PREFIX": "workbench",
    }
}

# --- Applications
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "guardian",
    "django_htmx",
    "csp",
    "apps.core",
    "apps.audit",
    "apps.access",
    "apps.governance",
    "apps.chart",
    "apps.redaction",
    "apps.retrieval",
    "apps.coverage",
    "apps.intake",
    "apps.drafting",
    "apps.viewer",
    "apps.review",
    "apps.quality",
    "apps.evaluation",
    "workbench",
]

MIDDLEWARE = [
    "apps.core.middleware.request_id_middleware",
    "apps.access.where.address_middleware",
    "apps.core.middleware.access_log_middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # pads each answer at random against BREACH (decision 0050)
    "apps.core.middleware.no_store_middleware",
    "apps.core.middleware.prefetch_middleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.access.middleware.standing_middleware",
    "apps.access.middleware.session_middleware",
    "apps.access.middleware.second_factor_middleware",
    "apps.access.middleware.emergency_middleware",
    "apps.access.middleware.denied_middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "apps.core.middleware.RefusalMiddleware",
    "apps.viewer.middleware.reidentification_middleware",
]

ROOT_URLCONF = "workbench.urls"
WSGI_APPLICATION = "workbench.wsgi.application"
ASGI_APPLICATION = "workbench.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.access.context_processors.rights",
                "apps.access.context_processors.session_clock",
                "apps.access.context_processors.account",
                "apps.access.context_processors.emergencies",
                "apps.governance.context_processors.generation",
                "apps.quality.context_processors.second_readings",
            ],
        },
    }
]

# --- Signing in: by e-mail address; accounts are made by administrators, never by signing up.
AUTH_USER_MODEL = "access.Person"
AUTHENTICATION_BACKENDS = [
    "apps.access.backends.PersonBackend",
    "guardian.backends.ObjectPermissionBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "apps.access.passwords.PasswordPolicy"},  # S01 in whole (decision 0053)
]
# Whether a password opens anything by itself. Only a demo or a test may say so; production refuses to start with it.
WORKBENCH_PASSWORD_ALONE = False
# Whether who signs by their role comes in by a security key or passkey, and by no code (decision 0060).
WORKBENCH_SIGNERS_NEED_KEY = env_bool("WORKBENCH_SIGNERS_NEED_KEY", False)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "apps.access.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
# Wrong passwords (apps/access/door.py): for an account from one address, for an account at all, from an address at all.
# A whole clinic stands behind one address, so the last two are wide, and a browser that is known meets the first alone.
WORKBENCH_BROWSER_COOKIE = "browser"
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",  # forms sent, right or wrong: no number of people who begin a shift, but a flood
    "wrong_here": "5/300s/key",
    "wrong_account": "25/300s/key",
    "wrong_address": "100/300s/ip",
}
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
# Behind a reverse proxy this must be set, or everybody shares one address in the sign-in limits (S21).
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("TRUSTED_PROXY_COUNT", 0)

# Where people sign in anew to sign (decision 0051). Without an issuer that way is offered to nobody.
WORKBENCH_OIDC_ISSUER = env_str("WORKBENCH_OIDC_ISSUER", "")
WORKBENCH_OIDC_CLIENT_ID = env_str("WORKBENCH_OIDC_CLIENT_ID", "")
WORKBENCH_OIDC_CLIENT_SECRET = env_secret("WORKBENCH_OIDC_CLIENT_SECRET", "")
WORKBENCH_OIDC_NAME = env_str("WORKBENCH_OIDC_NAME", "the identity provider")
WORKBENCH_OIDC_ACR = env_list("WORKBENCH_OIDC_ACR")
WORKBENCH_OIDC_AMR = env_list("WORKBENCH_OIDC_AMR")
# Signing in there, too: which group brings which role, the first that fits (decision 0053). Empty: roles stay ours.
WORKBENCH_OIDC_ROLES = env_list("WORKBENCH_OIDC_ROLES")
WORKBENCH_OIDC_GROUPS = env_str("WORKBENCH_OIDC_GROUPS", "groups")  # the claim that lists them
WORKBENCH_OIDC_SCOPE = env_str("WORKBENCH_OIDC_SCOPE", "openid email")
WORKBENCH_OIDC_ONLY = env_bool("WORKBENCH_OIDC_ONLY", False)  # who has an account there has no password here
WORKBENCH_OIDC_PLAIN = env_bool("WORKBENCH_OIDC_PLAIN", False)  # http on this machine; refused in production

GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None

SESSION_ENGINE = "apps.access.session_store"  # the database, each row with its person
# How many a person may have open; the oldest ends. More than this many would be somebody else's screens.
WORKBENCH_MOST_SESSIONS = env_int("WORKBENCH_MOST_SESSIONS", 2, at_least=1, at_most=20)
# What a person does starts the idle clock again; nothing does that for the other (apps/access/sessions.py).
SESSION_IDLE_SECONDS = env_int("SESSION_IDLE_MINUTES", 15, at_least=5, at_most=60) * MINUTE
SESSION_ABSOLUTE_SECONDS = env_int("SESSION_ABSOLUTE_HOURS", 12, at_least=1, at_most=24) * HOUR
SESSION_WARNING_SECONDS = 2 * MINUTE
# How long a row goes after its last use: a session that is over still says whose words a late form carries.
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "apps.core.views.csrf_failed"

# --- What the browser may do (S10). Nothing inline, nothing from another host.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

DATA_UPLOAD_MAX_MEMORY_SIZE = env_int("UPLOAD_MAX_BYTES", 50 * 1024 * 1024, at_least=1024)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

# --- Files of the pages
STATIC_URL = "/static/"
STATIC_ROOT = Path(env_str("STATIC_ROOT", str(EMBEDDED.root / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
COLLECTED_STATICFILES = "whitenoise.storage.CompressedManifestStaticFilesStorage"  # hashed names, compressed once
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": COLLECTED_STATICFILES},
}
MEDIA_ROOT = EMBEDDED.root / "media"

# Model files, the embedder's among them. Tests and benches read those of the clone: they never change.
WORKBENCH_MODELS_DIR = Path(env_str("WORKBENCH_MODELS_DIR", str(BASE_DIR / "var" / "models")))
# Which model drafts (apps/drafting/backends/configuration.py); a key is in a file, never in here.
WORKBENCH_INFERENCE = env_str("WORKBENCH_INFERENCE", "extractive:")
# Hosts of models that stand inside, by name or by a suffix that begins with a dot (decision 0026).
WORKBENCH_PERIMETER = env_list("WORKBENCH_PERIMETER")
# An organization's own words, beside those of apps/retrieval/data.
WORKBENCH_DICTIONARY = env_str("WORKBENCH_DICTIONARY", "")
# --- Keys that seal what names people (apps/core/crypto). Production names its provider; dev and test make a keyring.
WORKBENCH_KEY_PROVIDER = env_str("WORKBENCH_KEY_PROVIDER", f"file:{EMBEDDED.keyring}")
VAULT_ADDR = env_str("VAULT_ADDR", "")
VAULT_TOKEN_FILE = env_str("VAULT_TOKEN_FILE", "")
VAULT_TOKEN = env_str("VAULT_TOKEN", "")

# --- The log that proves itself (decision 0052): the key that signs heads, what the log is called, who keeps the heads.
WORKBENCH_LOG_KEY = Path(env_str("WORKBENCH_LOG_KEY", str(EMBEDDED.root / "audit" / "log.key")))
WORKBENCH_LOG_NAME = env_str("WORKBENCH_LOG_NAME", "workbench.local/audit")
WORKBENCH_WITNESSES = env_list(
    "WORKBENCH_WITNESSES",
    f"first={EMBEDDED.root / 'witnesses' / 'first'},second={EMBEDDED.root / 'witnesses' / 'second'}",
)

# How long the log is kept before whole segments of it may be destroyed (decision 0057): six years are the least.
WORKBENCH_LOG_RETENTION_YEARS = env_int("WORKBENCH_LOG_RETENTION_YEARS", 10, at_least=6, at_most=10)

# Which rows stand for an act and are compared with the log each night (apps/audit/domain/recorded.py).
WORKBENCH_RECORDED = [
    f"apps.{room}.domain.recorded.RECORDED" for room in ("review", "drafting", "redaction", "governance", "access")
]

# What a room may have against answering, besides database, broker and keys: each returns a sentence, or nothing.
WORKBENCH_NOT_READY = ["apps.audit.selectors.why_not_ready"]

# --- Belt 2: how long a worker that is lost keeps a draft, how long one model call may take, what a day may cost.
WORKBENCH_LEASE_SECONDS = env_int("WORKBENCH_LEASE_SECONDS", 30, at_least=1)
WORKBENCH_GENERATION_SECONDS = env_int("WORKBENCH_GENERATION_SECONDS", 90, at_least=1)
WORKBENCH_BUDGETS = Path(env_str("WORKBENCH_BUDGETS", str(BASE_DIR / "apps" / "drafting" / "data" / "budgets.json")))
# Who may read /metrics: whoever shows this token; without one, in dev and test, whoever asks from this machine.
WORKBENCH_METRICS_TOKEN = env_secret("WORKBENCH_METRICS_TOKEN", "")
WORKBENCH_METRICS_ON_LOOPBACK = False

# --- Payers' clocks and the versions of the standards, as tables (what they hold: apps/coverage/data), and our week.
COVERAGE_DATA = BASE_DIR / "apps" / "coverage" / "data"
WORKBENCH_CLOCKS = Path(env_str("WORKBENCH_CLOCKS", str(COVERAGE_DATA / "clocks.json")))
WORKBENCH_STANDARDS = Path(env_str("WORKBENCH_STANDARDS", str(COVERAGE_DATA / "standards.json")))
# Payers' systems that requests may be sent to (apps/review/exchange/configuration.py). None: nothing is sent.
WORKBENCH_PAYERS = env_str("WORKBENCH_PAYERS", "")
WORKBENCH_WEEKEND = env_list("WORKBENCH_WEEKEND", "sat,sun")
WORKBENCH_HOLIDAYS = env_list("WORKBENCH_HOLIDAYS")  # such as 2026-11-26,2026-12-25
WORKBENCH_TARGET_DAYS = env_int("WORKBENCH_TARGET_DAYS", 2, at_least=1)  # working days until a request is sent

# Until when a privacy officer has looked at an emergency in which a chart was opened (F22).
WORKBENCH_KEEP_PROOFS_DAYS = env_int("WORKBENCH_KEEP_PROOFS_DAYS", 30, at_least=1, at_most=400)
WORKBENCH_KEEP_PLACES_DAYS = env_int("WORKBENCH_KEEP_PLACES_DAYS", 365, at_least=30, at_most=3650)
WORKBENCH_EMERGENCY_REVIEW_DAYS = env_int("WORKBENCH_EMERGENCY_REVIEW_DAYS", 3, at_least=1, at_most=30)

# Whether fictional people and charts may be loaded.
WORKBENCH_DEMO = False

# --- What is kept, purged and destroyed: which room answers for what. Governance asks; it stands below them all.
WORKBENCH_PURGERS = {
    "raw_messages": "apps.intake.erasure.RawMessages",
    "replaced_passages": "apps.retrieval.erasure.ReplacedPassages",
    "searches": "apps.retrieval.erasure.Searches",
    "inference_inputs": "apps.review.erasure.InferenceInputs",
    "retained_inputs": "apps.review.erasure.RetainedInputs",
    "undecided_drafts": "apps.review.erasure.UndecidedDrafts",
    "sessions": "apps.access.erasure.Sessions",
    "logs": "workbench.embedded.logs.Logs",
}
# From the desk down to the chart: each may still read what the rooms below it hold.
WORKBENCH_ERASERS = [
    "apps.quality.erasure.QualityEraser",
    "apps.review.erasure.ReviewEraser",
    "apps.drafting.erasure.DraftingEraser",
    "apps.viewer.erasure.ViewerEraser",
    "apps.intake.erasure.IntakeEraser",
    "apps.retrieval.erasure.RetrievalEraser",
    "apps.redaction.erasure.RedactionEraser",
    "apps.chart.erasure.ChartEraser",
]
# Cards of the models that read charts, for the parts list.
WORKBENCH_MODEL_CARDS = ["apps.redaction.names.names_card", "apps.retrieval.domain.version.embedder_card"]
# Files of the models that a worker would load, each hashed and compared with what is recorded before it is.
WORKBENCH_MODEL_FILES = [
    "apps.redaction.model_files.names_files",
    "apps.retrieval.model_files.embedder_files",
    "apps.drafting.machine.model_files",
]
# Versions of the index that can be built and searched, the one to build next last (apps/retrieval/builders.py).
WORKBENCH_INDEX_BUILDERS = ["apps.retrieval.builders.previous", "apps.retrieval.builders.present"]
# What the rooms above end when somebody's role changes or their access is taken, in the same transaction.
WORKBENCH_ACCESS_ENDINGS = "apps.chart.services.delegations_end_of"
WORKBENCH_PATIENT_REGISTER = "apps.chart.erasure.organization_of"
WORKBENCH_MACHINE_IN_USE = "apps.drafting.machine.machine_in_use"
WORKBENCH_DRAFTS_TOUCHED = "apps.drafting.machine.drafts_touched"
WORKBENCH_DRAFT_REGISTER = "apps.drafting.erasure.owner_of"
WORKBENCH_RECORD_SUMMARY = "apps.review.erasure.record_summary"
WORKBENCH_GRANTS_REVOKE = "apps.chart.services.grants_revoke"
WORKBENCH_REASON_CHECK = "apps.redaction.reasons.reason_check"
WORKBENCH_READING_CHECK = "apps.quality.selectors.adjudication.check_not_reading"

# --- Language and time: stored in UTC, shown in the clinic's zone.
LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True
TIME_ZONE = env_str("WORKBENCH_TIME_ZONE", "UTC")

# --- Mail: error mail would carry what a page held, so nobody receives any.
ADMINS: list[tuple[str, str]] = []
MANAGERS: list[tuple[str, str]] = []
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

# What DEBUG=1 shows of an error is its place in the code: no variable, no form, no setting.
DEFAULT_EXCEPTION_REPORTER = "apps.core.reporting.SilentReporter"
LOGGING = logging_config(env_str("LOG_LEVEL", "INFO"))

# --- Workers (workbench/celery.py reads what begins with CELERY_)
CELERY_BROKER_URL = broker_from(REDIS_URL)
