"""Log files of the embedded services: emptied when their first line is older than the retention says."""

import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from workbench.embedded.paths import Folder, default_root

DATE = re.compile(r"20\d\d-\d\d-\d\d")
FIRST_LINES = 65_536  # bytes looked through for the first date


class Files(list[Path]):
    """Paths, counted as a query set counts its rows."""

    def count(self, *_: object) -> int:
        return len(self)


class Logs:
    """See ``apps.governance.domain.rooms.Purger``; no hold covers a log, for none holds anything of a patient."""

    def due(self, *, before: datetime, held: object) -> "Files":
        return Files(path for path in Folder(default_root()).log.glob("*.log") if _begins_before(path, before))

    def purge(self, *, ids: Sequence[Path], event_id: UUID, actor: object) -> None:
        for path in ids:
            # Its program holds it open to append: emptied, it goes on at the beginning.
            os.truncate(path, 0)


def _begins_before(path: Path, moment: datetime) -> bool:
    with path.open("rb") as log:
        found = DATE.search(log.read(FIRST_LINES).decode(errors="replace"))
    return found is not None and datetime.fromisoformat(found.group()).replace(tzinfo=UTC) < moment
