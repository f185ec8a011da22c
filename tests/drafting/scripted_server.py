"""A model server on this machine that answers as a script says: a real socket, and the streaming API as it is spoken.

A script is called with the exchange of one request. What it reads is what the workbench sent; what it writes is what a
server could have sent.
"""

import json
import re
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

LINE = re.compile(r"^(\d+\.\d+) (.+)$", re.MULTILINE)
Script = Callable[["Exchange"], None]


@dataclass
class Exchange:
    """One request and the hand that answers it."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    handler: BaseHTTPRequestHandler = field(repr=False)

    @property
    def prompt(self) -> str:
        return "\n".join(message["content"] for message in self.body["messages"])

    @property
    def lines(self) -> dict[str, str]:
        """The closed list: what may be cited, by id."""
        return dict(LINE.findall(self.prompt))

    def about(self, words: str) -> str:
        """Return the id of the first line that holds these words."""
        return next(id_ for id_, text in self.lines.items() if words in text)

    def begin(self, status: int = 200, content_type: str = "text/event-stream", **headers: str) -> None:
        self.handler.send_response(status)
        self.handler.send_header("Content-Type", content_type)
        for name, value in headers.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()

    def leave_when_the_client_does(self) -> None:
        """Say nothing at all until the other side closes the connection."""
        if not self.handler.connection.recv(1):
            raise BrokenPipeError

    def reset(self) -> None:
        """Cut the connection off without a word."""
        linger = struct.pack("ii", 1, 0)
        self.handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.handler.connection.close()

    def event(self, **body: Any) -> None:
        self.write(f"data: {json.dumps(body)}\n\n")

    def piece(self, text: str = "", finish: str | None = None) -> None:
        self.event(choices=[{"index": 0, "delta": {"content": text}, "finish_reason": finish}])

    def write(self, text: str) -> None:
        self.handler.wfile.write(text.encode())
        self.handler.wfile.flush()

    def answer(self, text: str, finish: str = "stop") -> None:
        """Stream a whole answer in small pieces, with its usage and its end mark."""
        self.begin()
        for start in range(0, len(text), 40):
            self.piece(text[start : start + 40])
        self.piece(finish=finish)
        self.event(choices=[], usage={"prompt_tokens": 1000, "completion_tokens": 250})
        self.write("data: [DONE]\n\n")

    def claims(self, *claims: dict[str, Any]) -> None:
        self.answer(json.dumps({"claims": list(claims)}))


def claim(section: str, kind: str, text: str, *citations: str) -> dict[str, Any]:
    return {"section": section, "type": kind, "citations": list(citations), "against": [], "text": text}


@dataclass
class ScriptedServer:
    """Where it listens and what it was asked."""

    port: int
    asked: list[Exchange] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)  # set when a client left in the middle

    def setting(self, scheme: str = "openai+http", **parameters: object) -> str:
        """Return the setting that names this server."""
        given = "".join(f"&{name}={value}" for name, value in parameters.items())
        return f"{scheme}://127.0.0.1:{self.port}/v1?model=scripted{given}"


class Listener(ThreadingHTTPServer):
    """Answers each request by the next script, the last one for every further request."""

    daemon_threads = True
    scripts: tuple[Script, ...] = ()
    shown: ScriptedServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        pass  # a client that leaves, or shakes no hand, is part of the script

    def take(self, exchange: Exchange) -> None:
        self.shown.asked.append(exchange)
        script = self.scripts[min(len(self.shown.asked), len(self.scripts)) - 1]
        try:
            script(exchange)
        except OSError:
            self.shown.gone.set()

    def ask_for_tls(self, certificate: Path, *, of_clients: bool) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        if of_clients:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)


class UnixListener(Listener):
    address_family = socket.AF_UNIX
    server_name, server_port = "localhost", 0

    def server_bind(self) -> None:
        self.socket.bind(self.server_address)

    def get_request(self) -> tuple[Any, Any]:
        return self.socket.accept()[0], ("unix", 0)


class Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.take(Exchange(self.path, {key.lower(): it for key, it in self.headers.items()}, body, self))
        self.close_connection = True

    def log_message(self, *args: Any) -> None:
        pass


@contextmanager
def serving(
    *scripts: Script, tls: Path | None = None, asks: bool = False, unix: Path | None = None
) -> Iterator[ScriptedServer]:
    """Serve the scripts in turn, on this machine. ``asks``: for a certificate of who calls."""
    listener = UnixListener(str(unix), Handler) if unix else Listener(("127.0.0.1", 0), Handler)
    listener.scripts, listener.shown = scripts, ScriptedServer(listener.server_port)
    if tls:
        listener.ask_for_tls(tls, of_clients=asks)
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield listener.shown
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()
