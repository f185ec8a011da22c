"""Looking at the model's file before this process runs it: is it the one somebody answers for?"""

from pathlib import Path

from apps.core.actors import Actor
from apps.core.errors import WorkbenchError
from apps.drafting.domain.errors import BackendError
from apps.drafting.interface import InferenceBackend
from apps.drafting.services.acts import release_in_use
from apps.governance.domain.rooms import ModelFile
from apps.governance.services import model_file_check

Signs = tuple[str, int, int, int]
CHECKER = "model-check"

_checked: set[Signs] = set()  # by this process; a file that was written to since has other signs


def model_check(backend: InferenceBackend) -> None:
    """Return when the backend loads no file here, or a registered one. Call outside any transaction.

    Another file throws the kill switch of its release, where one is known, and raises BackendError (permanent).
    """
    path = backend.model_file
    if path is None or _signs(path) in _checked:
        return
    file = ModelFile(backend.model_name, path)
    try:
        model_file_check(file=file, release=release_in_use(), actor=Actor.service(CHECKER))
    except WorkbenchError as refusal:
        raise BackendError(refusal.sentence, bucket="model", permanent=True) from None
    _checked.add(_signs(path))


def _signs(path: Path) -> Signs:
    try:
        now = path.stat()
    except OSError:
        return (str(path), 0, 0, 0)
    return (str(path), now.st_ino, now.st_size, now.st_mtime_ns)
