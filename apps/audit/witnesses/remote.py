"""A witness on another host, over HTTP (C2SP tlog-witness, ``add-checkpoint``): how it is asked, and how it answers."""

import base64
import binascii
import http.client
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from apps.audit.domain.note import BadNote, Head, Signer, Verifier, is_signed, opened
from apps.audit.errors import WitnessRefused
from apps.audit.witnesses.book import Book

PATIENCE_SECONDS = 5
LARGEST_REQUEST = 128 * 1024
HASH = 32
SIZE_TYPE = "text/x.tlog.size"


@dataclass(frozen=True, slots=True)
class Request:
    """One request: from which size, by which proof, to which head."""

    old: int
    proof: tuple[bytes, ...]
    note: str

    def body(self) -> bytes:
        lines = [f"old {self.old}", *(base64.b64encode(part).decode() for part in self.proof)]
        return ("\n".join(lines) + "\n\n" + self.note).encode()

    @classmethod
    def read(cls, body: bytes) -> "Request":
        """Return what a body asks. Raises BadNote."""
        try:
            asked, _, note = body.decode().partition("\n\n")
            first, *proof = asked.split("\n")
            word, old = first.split(" ")
            parts = tuple(base64.b64decode(part, validate=True) for part in proof)
            if word != "old" or not old.isdigit() or any(len(part) != HASH for part in parts):
                raise BadNote("The request cannot be read.")
            return cls(int(old), parts, note)
        except (ValueError, binascii.Error) as error:
            raise BadNote("The request cannot be read.") from error


@dataclass(frozen=True, slots=True)
class RemoteWitness:
    """Asks another host to keep a head; it answers with a signature of its own."""

    name: str
    address: str
    verifier: Verifier

    def add(self, *, old: int, proof: Sequence[bytes], note: str, verifier: Verifier) -> str:
        """Return the line that the witness signed with. Raises WitnessRefused."""
        status, answer = self._post(Request(old, tuple(proof), note).body())
        if status != HTTPStatus.OK:
            size = int(answer) if status == HTTPStatus.CONFLICT and answer.strip().isdigit() else None
            raise WitnessRefused(f"The witness {self.name} answered {status}.", status=status, size=size)
        text, _ = opened(note)
        for line in answer.splitlines(keepends=True):
            if is_signed(text, line, self.verifier):
                return line
        raise WitnessRefused(f"The witness {self.name} answered, but not with a signature of its key.", status=status)

    def last_size(self, origin: str) -> int | None:
        """Return nothing: this protocol tells what a witness holds only when it is shown a head."""
        return None

    def _post(self, body: bytes) -> tuple[int, str]:
        parts = urlsplit(self.address)
        host, port = parts.hostname or "", parts.port
        connection = (
            http.client.HTTPSConnection(host, port, timeout=PATIENCE_SECONDS, context=ssl.create_default_context())
            if parts.scheme == "https"
            else http.client.HTTPConnection(host, port, timeout=PATIENCE_SECONDS)
        )
        try:
            connection.request("POST", f"{parts.path.rstrip('/')}/add-checkpoint", body)
            answer = connection.getresponse()
            return answer.status, answer.read(LARGEST_REQUEST).decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            raise WitnessRefused(f"The witness {self.name} does not answer.") from error
        finally:
            connection.close()


class WitnessHandler(BaseHTTPRequestHandler):
    """Answers ``POST .../add-checkpoint``. It needs a folder, the keys of the logs it knows and a key of its own."""

    folder: ClassVar[Path]
    logs: ClassVar[dict[str, Verifier]]  # by the name of the key; a log's origin is that name, or begins with it
    signer: ClassVar[Signer]
    now: ClassVar[Callable[[], float]]

    def do_POST(self) -> None:
        """Keep one head, and sign that it was seen."""
        length = int(self.headers.get("Content-Length", "0"))
        if not self.path.endswith("/add-checkpoint"):
            self._answer(HTTPStatus.NOT_FOUND, "")
        elif not 0 < length <= LARGEST_REQUEST:
            self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "")
        else:
            self._answer(*self._add(self.rfile.read(length)))

    def _add(self, body: bytes) -> tuple[int, str]:
        try:
            asked = Request.read(body)
            text, _ = opened(asked.note)
            origin = Head.read(text).origin
        except BadNote as error:
            return HTTPStatus.BAD_REQUEST, str(error)
        verifier = next(
            (key for name, key in self.logs.items() if origin == name or origin.startswith(f"{name}/")), None
        )
        if verifier is None:
            return HTTPStatus.NOT_FOUND, "This witness does not know the log."
        try:
            Book(self.folder, origin).add(old=asked.old, proof=asked.proof, note=asked.note, verifier=verifier)
        except WitnessRefused as refused:
            said = refused.sentence if refused.size is None else f"{refused.size}\n"
            return refused.status, said
        return HTTPStatus.OK, self.signer.line(text, int(type(self).now()))

    def _answer(self, status: int, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", SIZE_TYPE if status == HTTPStatus.CONFLICT else "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Say nothing: what is worth keeping is in the folder."""
