"""Read settings from the environment; refuse a bad value with a sentence that says what to do."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = frozenset({"1", "true", "yes", "on"})
FALSE = frozenset({"0", "false", "no", "off"})


def _required(name: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} is not set. Set it in the environment before starting the workbench.")


def env_str(name: str, default: str | None = None) -> str:
    """Return the variable, or the default when it is unset or empty; without a default it is required."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise _required(name)
    return default


def env_bool(name: str, default: bool) -> bool:
    """Return a yes or a no; anything that is neither is refused."""
    value = env_str(name, "").lower()
    if not value:
        return default
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(f"{name} is {value!r}, which is neither yes nor no. Use 1 or 0.")


def env_int(name: str, default: int, *, at_least: int = 0, at_most: int | None = None) -> int:
    """Return a whole number, not below ``at_least`` and not above ``at_most``."""
    value = env_str(name, "")
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {value!r}, which is not a whole number.") from None
    if number < at_least:
        raise ImproperlyConfigured(f"{name} is {number}; it must be {at_least} or more.")
    if at_most is not None and number > at_most:
        raise ImproperlyConfigured(f"{name} is {number}; it must be {at_most} or less.")
    return number


def env_list(name: str, default: str = "") -> list[str]:
    """Return the parts of a comma-separated variable, without blanks."""
    return [part.strip() for part in env_str(name, default).split(",") if part.strip()]


def env_secret(name: str, default: str | None = None) -> str:
    """Return a secret from the variable, or from the file that ``<name>_FILE`` points to."""
    if file_name := env_str(f"{name}_FILE", ""):
        if env_str(name, ""):
            raise ImproperlyConfigured(f"Both {name} and {name}_FILE are set. Keep one of them.")
        return _secret_from(Path(file_name), name)
    return env_str(name, default)


def _secret_from(path: Path, name: str) -> str:
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE points to {path}, which cannot be read: {error.strerror}.") from error
    if not secret:
        raise ImproperlyConfigured(f"{name}_FILE points to {path}, which is empty.")
    return secret


@dataclass(frozen=True)
class Url:
    """The parts of a service's address. ``text`` holds the whole; a password never shows in the repr."""

    text: str
    scheme: str
    host: str
    port: int | None
    user: str
    password: str
    path: str
    query: dict[str, str]

    def __repr__(self) -> str:
        return f"Url({self.scheme}://…)"


def parse_url(text: str, name: str, schemes: tuple[str, ...]) -> Url:
    """Split an address whose scheme must be one of ``schemes``; ``name`` is the variable to blame."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"{name} is not an address that can be read; check its host and port.") from None
    if parts.scheme not in schemes:
        expected = " or ".join(f"{scheme}://" for scheme in schemes)
        raise ImproperlyConfigured(f"{name} must begin with {expected}.")
    return Url(
        text=text,
        scheme=parts.scheme,
        host=unquote(parts.hostname or ""),
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        path=unquote(parts.path),
        query=dict(parse_qsl(parts.query)),
    )


def env_url(name: str, default: str | None = None, *, schemes: tuple[str, ...]) -> Url:
    """Return an address from the variable (or from ``<name>_FILE``, since it may hold a password)."""
    return parse_url(env_secret(name, default), name, schemes)


def database_from(url: Url, name: str) -> dict[str, Any]:
    """Return Django's DATABASES entry for a PostgreSQL address; ``?host=`` names the folder of a unix socket."""
    if not url.path.strip("/"):
        raise ImproperlyConfigured(f"{name} names no database. It looks like postgresql://user@host:5432/workbench.")
    options = {key: value for key, value in url.query.items() if key != "host"}
    return {
        "ENGINE": "apps.core.postgresql",
        "NAME": url.path.strip("/"),
        "USER": url.user,
        "PASSWORD": url.password,
        "HOST": url.query.get("host", url.host),
        "PORT": str(url.port or ""),
        "OPTIONS": options,
    }


def broker_from(url: Url) -> str:
    """Return the address as Celery spells it: it has its own word for a unix socket."""
    if url.scheme == "unix":
        return f"redis+socket://{url.path}?virtual_host={url.query.get('db', '0')}"
    return url.text
