"""What is asked before anything starts: whether sealed columns could be opened, and whether the fence holds."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from apps.core.crypto.errors import KeyringError
from apps.core.crypto.keyring import read_ring
from apps.core.crypto.provider import HINT, key_provider, keyring_path

# Itself, or a role that it may take on with SET ROLE.
ABOVE_POLICIES = """
SELECT current_user::text, array_agg(rolname::text ORDER BY rolname) FILTER (WHERE rolsuper OR rolbypassrls)
FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER')
"""
ROLE_HINT = (
    "Let DATABASE_URL name a role of its own, made with: CREATE ROLE workbench_app LOGIN NOSUPERUSER NOBYPASSRLS. "
    "docker/README.md says which rights it needs; migrations go on as DATABASE_OWNER_URL."
)


@register(Tags.database)
def database_role_obeys_the_fence(
    app_configs: Any, databases: Sequence[str] | None = None, **options: Any
) -> list[CheckMessage]:
    """Refuse an application role that no row-level policy stops (decision 0018); asks the databases that are named."""
    return [] if settings.DATABASE_AS_OWNER else role_faults(databases or ())


def role_faults(databases: Sequence[str]) -> list[CheckMessage]:
    """Return one error for each database whose role is a superuser or BYPASSRLS, or may become one."""
    found: list[CheckMessage] = []
    for alias in databases:
        with connections[alias].cursor() as cursor:
            cursor.execute(ABOVE_POLICIES)
            role, above = cursor.fetchone()
        if above:
            sentence = (
                f"The database role {role} passes every row-level policy, as SUPERUSER or BYPASSRLS "
                f"(through: {', '.join(above)}), so nothing stops a query that forgot whom it serves."
            )
            found.append(Error(sentence, hint=ROLE_HINT, id="core.E004"))
    return found


@register()
def key_provider_is_set(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Refuse to start without a key provider, or with a keyring that cannot be used. Vault itself is not asked."""
    try:
        key_provider()
    except ImproperlyConfigured as error:
        return [Error(str(error), hint=HINT, id="core.E001")]
    path = keyring_path()
    if path is None:
        return []
    try:
        read_ring(path)
    except OSError as error:
        sentence = f"The keyring {path} cannot be read ({error.strerror})."
        return [Error(sentence, hint="Make it with keys_init, or put your copy of it back.", id="core.E002")]
    except KeyringError as error:
        return [Error(f"The keyring {path} cannot be used. {error.sentence}", hint=HINT, id="core.E003")]
    return []
