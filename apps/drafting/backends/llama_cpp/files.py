"""What a GGUF file is: hashes of the whole and of its tokenizer, and which build of llama.cpp reads it."""

import hashlib
from functools import lru_cache
from pathlib import Path


def file_sha256(path: Path) -> str:
    """Return the SHA-256 of a file, or an empty text when it is not there. An unchanged file is hashed once."""
    return _file_sha256(path, *_stamp(path)) if path.is_file() else ""


def tokenizer_sha256(path: Path) -> str:
    """Return the SHA-256 over all that a file says of its tokenizer, chat template included; nothing of no GGUF."""
    return _tokenizer_sha256(path, *_stamp(path)) if path.is_file() else ""


def _stamp(path: Path) -> tuple[int, int]:
    """Return size and time of the last change: another file under the same name is hashed again."""
    status = path.stat()
    return status.st_size, status.st_mtime_ns


@lru_cache(maxsize=4)
def _file_sha256(path: Path, size: int, changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@lru_cache(maxsize=4)
def _tokenizer_sha256(path: Path, size: int, changed: int) -> str:
    import gguf

    try:
        fields = gguf.GGUFReader(path).fields
    except (ValueError, IndexError, KeyError, OverflowError):  # no GGUF, or cut off: who loads it says so
        return ""
    hashed = hashlib.sha256()
    for name in sorted(name for name in fields if name.startswith("tokenizer.")):
        hashed.update(name.encode())
        for part in fields[name].parts:
            hashed.update(part.tobytes())
    return hashed.hexdigest()


@lru_cache(maxsize=1)
def engine_build() -> str:
    """Return e.g. ``llama-cpp-python 0.3.36 / libllama.so.0.5.0 4f1e...``: the binding, and the build it calls."""
    import llama_cpp

    library = next((Path(llama_cpp.__file__).parent / "lib").glob("libllama.*")).resolve()
    return f"llama-cpp-python {llama_cpp.__version__} / {library.name} {file_sha256(library)[:12]}"
