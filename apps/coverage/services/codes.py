"""The table of ICD-10-CM, taken from the package that carries it."""

from collections.abc import Iterator
from importlib.metadata import version

from django.db import connection, transaction

from apps.audit.domain.actions import Action
from apps.audit.services import event_append
from apps.core.actors import Actor
from apps.coverage.models import DiagnosisCode

PACKAGE = "simple-icd-10-cm"
COPY = "COPY coverage_diagnosiscode (code, title, is_whole, release) FROM STDIN"


@transaction.atomic
def codes_load(*, actor: Actor) -> int:
    """Replace the table by that of the installed package (the CDC's tabular list); return how many rows it has."""
    DiagnosisCode.objects.all().delete()
    with connection.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in _rows():
            copy.write_row(row)
    loaded = DiagnosisCode.objects.count()
    event_append(
        actor=actor, action=Action.CODES_LOADED, object_type="code_table", object_id="ICD-10-CM",
        details={"package": _release(), "rows": loaded},
    )  # fmt: skip
    return loaded


def _release() -> str:
    return f"{PACKAGE} {version(PACKAGE)}"


def _rows() -> Iterator[tuple[str, str, bool, str]]:
    import simple_icd_10_cm as table  # reads the whole list when it is imported: seconds, and 200 MB

    release = _release()
    for code in dict.fromkeys(table.get_all_codes()):  # a block of one category bears its name
        if table.is_category_or_subcategory(code):
            yield code, table.get_description(code), table.is_leaf(code), release
