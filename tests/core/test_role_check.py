"""A database role that passes every policy is refused with a sentence; the application's own is not."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from apps.core.checks import database_role_obeys_the_fence, role_faults


@pytest.fixture
def superuser(db):
    """Become the superuser of the embedded server for the length of a test."""
    was = connection.settings_dict["USER"]
    connection.close()
    connection.settings_dict["USER"] = "postgres"
    yield
    connection.close()
    connection.settings_dict["USER"] = was


@pytest.mark.django_db(transaction=True)
def test_a_superuser_is_refused_with_a_sentence_that_says_what_to_do(superuser):
    with override_settings(DATABASE_AS_OWNER=False):
        (fault,) = database_role_obeys_the_fence(None, databases=["default"])
    assert fault.id == "core.E004"
    assert "postgres passes every row-level policy" in fault.msg
    assert "CREATE ROLE workbench_app LOGIN NOSUPERUSER NOBYPASSRLS" in fault.hint


def test_the_roles_of_the_workbench_obey_and_no_database_is_asked_unless_it_is_named(db):
    with connection.cursor() as cursor:
        assert role_faults(["default"]) == []
        cursor.execute("SET LOCAL ROLE workbench_app")
        assert role_faults(["default"]) == []
        assert role_faults([]) == []
    with override_settings(DATABASE_AS_OWNER=False):
        call_command("check", databases=["default"])
