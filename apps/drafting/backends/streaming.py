"""One streamed answer of a chat-completions server, read beside the caller, so that a stop closes it at once.

The words of a server's error may repeat the prompt: none of them leaves this module.
"""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self

import httpx
import structlog

from apps.drafting.backends.perimeter import leads_outside
from apps.drafting.domain.errors import BackendError
from apps.governance.domain.agreements import not_inside

CONNECT_SECONDS = 5.0
SILENCE_SECONDS = 45.0  # between two pieces; the first waits for the whole prompt to be read
MOST_RETRIES = 2
LONGEST_WAIT = 5.0  # seconds a busy server may ask us to wait before we ask again
FIRST_WAIT = 0.5
LONGEST_LINE = 1 << 16  # bytes
LONGEST_STREAM = 1 << 22
LONGEST_ERROR = 1 << 13
BUSY = frozenset({httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE})
TOO_LONG = (b"context length", b"context_length", b"context size", b"context_size", b"maximum context")
EVENT_STREAM = "text/event-stream"
DONE = b"[DONE]"
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Call:
    """One request. ``host`` is how people know the server."""

    url: str
    host: str
    body: Mapping[str, Any] = field(repr=False)
    key: str = field(repr=False)
    timeout: float  # seconds for the whole of it, retries included
    socket: str = ""
    ca_file: str = ""
    client_file: str = ""
    inside: bool = False  # it may go to a private address alone


@dataclass(frozen=True, slots=True)
class Piece:
    """What one event of the stream brought."""

    text: str = ""
    finish: str = ""  # why the model stopped: "stop", "length"
    usage: tuple[int, int] | None = None  # tokens in, tokens out


class AnswerStream:
    """The pieces of one answer. Leaving it closes the connection in whatever phase it is, with nothing read after."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.arrived: SimpleQueue[Piece | BackendError | None] = SimpleQueue()
        self.running = Event()
        self.thread = Thread(target=self._run, name="answer-stream", daemon=True)
        self.loop: asyncio.AbstractEventLoop
        self.task: asyncio.Task[None]

    def __enter__(self) -> Self:
        self.thread.start()
        self.running.wait()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with suppress(RuntimeError):  # the loop has ended by itself
            self.loop.call_soon_threadsafe(self.task.cancel)
        self.thread.join()

    def pieces(self, look_up: float) -> Iterator[Piece | None]:
        """Yield each piece as it comes, and None whenever ``look_up`` seconds pass without one. Raises BackendError."""
        while True:
            try:
                arrived = self.arrived.get(timeout=look_up)
            except Empty:
                yield None
                continue
            if arrived is None:
                return
            if isinstance(arrived, BackendError):
                raise arrived
            yield arrived

    def _run(self) -> None:
        asyncio.run(self._main())

    async def _main(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.task = asyncio.ensure_future(self._bring())
        self.running.set()
        await asyncio.wait([self.task])

    async def _bring(self) -> None:
        try:
            async with asyncio.timeout(self.call.timeout):
                async for piece in _answer(self.call):
                    self.arrived.put(piece)
        except TimeoutError:
            self.arrived.put(_too_slow(self.call))
        except BackendError as error:
            self.arrived.put(error)
        except Exception as error:
            log.exception("answer_stream_failed", error=type(error).__name__)
            self.arrived.put(
                BackendError(f"Talking to the model server at {self.call.host} failed.", bucket="upstream")
            )
        else:
            self.arrived.put(None)


async def _answer(call: Call) -> AsyncIterator[Piece]:
    """Yield the pieces of an answer, asking again only while none has come and the server did no work."""
    async with _client(call) as client:
        for attempt in range(MOST_RETRIES + 1):
            await _check_inside(call)
            pieces = _pieces(client, call)
            try:
                first = await anext(pieces, None)
            except _Busy as busy:
                wait = FIRST_WAIT * 2**attempt if busy.wait is None else busy.wait
                if attempt == MOST_RETRIES or wait > LONGEST_WAIT:
                    raise busy.error from None
                await asyncio.sleep(wait)
                continue
            if first is not None:
                yield first
            async for piece in pieces:
                yield piece
            return


async def _check_inside(call: Call) -> None:
    """Ask once more, right before connecting, where the name leads. Raises BackendError (guardrail)."""
    if call.inside and not call.socket and await asyncio.to_thread(leads_outside, call.host):
        raise BackendError(not_inside(call.host).sentence, bucket="guardrail", permanent=True)


class _Busy(Exception):
    """The server did nothing with the request: it may be sent again, after ``wait`` seconds where it said so."""

    def __init__(self, error: BackendError, wait: float | None = None) -> None:
        super().__init__()
        self.error, self.wait = error, wait


def _client(call: Call) -> httpx.AsyncClient:
    """Return a client that trusts nothing of the environment, follows nothing and believes no wrong certificate."""
    transport = httpx.AsyncHTTPTransport(
        verify=_trust(call), uds=call.socket or None, retries=0, trust_env=False, limits=httpx.Limits(max_connections=1)
    )
    timeout = httpx.Timeout(SILENCE_SECONDS, connect=CONNECT_SECONDS)
    return httpx.AsyncClient(transport=transport, timeout=timeout, trust_env=False, follow_redirects=False)


def _trust(call: Call) -> ssl.SSLContext:
    if call.ca_file:
        context = ssl.create_default_context(cafile=call.ca_file)
    else:
        context = httpx.create_ssl_context(trust_env=False)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if call.client_file:
        context.load_cert_chain(call.client_file)
    return context


async def _pieces(client: httpx.AsyncClient, call: Call) -> AsyncIterator[Piece]:
    headers = {"Accept": EVENT_STREAM, "Accept-Encoding": "identity", "User-Agent": "clinician-review-workbench"}
    if call.key:
        headers["Authorization"] = f"Bearer {call.key}"
    try:
        async with client.stream("POST", call.url, json=call.body, headers=headers) as response:
            await _check(call, response)
            async for piece in _events(call, response):
                yield piece
    except httpx.ConnectError as error:
        raise _not_reached(call, error) from None
    except httpx.ConnectTimeout:
        raise _Busy(_away(call)) from None
    except httpx.TimeoutException:
        raise _too_slow(call) from None
    except ssl.SSLError:  # TLS 1.3: a refusal of who we are comes with the first answer
        raise _not_trusted(call) from None
    except (httpx.HTTPError, OSError):
        raise _broken(call) from None


async def _check(call: Call, response: httpx.Response) -> None:
    """Return when this is the beginning of an answer. Raises BackendError or _Busy."""
    status = response.status_code
    if status in BUSY:
        raise _Busy(_away(call, "is busy"), _asked_to_wait(response))
    if response.is_redirect:
        raise _upstream(call, "sent us elsewhere; that is never followed")
    if status in {httpx.codes.BAD_REQUEST, httpx.codes.REQUEST_ENTITY_TOO_LARGE} and await _is_too_long(response):
        raise BackendError(
            f"The chart is longer than the model at {call.host} can read.", bucket="budget", permanent=True
        )
    if status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
        raise _upstream(call, "did not accept our key")
    if status != httpx.codes.OK:
        raise _upstream(call, f"answered with an error ({status})")
    if response.headers.get("content-type", "").partition(";")[0].strip().lower() != EVENT_STREAM:
        raise _upstream(call, "did not answer with a stream")


def _asked_to_wait(response: httpx.Response) -> float | None:
    asked = response.headers.get("retry-after", "")
    return float(asked) if asked.isascii() and asked.isdecimal() else None


async def _is_too_long(response: httpx.Response) -> bool:
    """Return whether the server says that the prompt is too long; its words are looked at and forgotten."""
    said = b""
    async for chunk in response.aiter_raw():
        said += chunk
        if len(said) > LONGEST_ERROR:
            break
    return response.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE or any(it in said.lower() for it in TOO_LONG)


async def _events(call: Call, response: httpx.Response) -> AsyncIterator[Piece]:
    """Yield what the stream brings, to its end mark. Raises BackendError when it ends before, or is none."""
    async for data in _data(call, response):
        if data == DONE:
            return
        yield _piece(call, data)
    raise _broken(call)


async def _data(call: Call, response: httpx.Response) -> AsyncIterator[bytes]:
    """Yield the data of each server-sent event (one line each, as every such server writes it)."""
    rest, number = b"", 0
    async for chunk in response.aiter_raw():
        number += len(chunk)
        *lines, rest = (rest + chunk).split(b"\n")
        if len(rest) > LONGEST_LINE or number > LONGEST_STREAM:
            raise BackendError("The model's answer grew without end and was stopped.", bucket="model", permanent=True)
        for line in lines:
            name, _, value = line.strip().partition(b":")
            if name == b"data":
                yield value.strip()


def _piece(call: Call, data: bytes) -> Piece:
    try:
        event = json.loads(data)
        if "error" in event:
            raise _upstream(call, "broke off with an error")
        usage = event.get("usage")
        choice: dict[str, Any] = next(iter(event.get("choices") or ()), {})
        return Piece(
            text=str((choice.get("delta") or {}).get("content") or ""),
            finish=str(choice.get("finish_reason") or ""),
            usage=(int(usage["prompt_tokens"]), int(usage["completion_tokens"])) if usage else None,
        )
    except (ValueError, TypeError, AttributeError, KeyError):
        raise _upstream(call, "sent something that is not part of an answer") from None


def _not_reached(call: Call, error: httpx.ConnectError) -> Exception:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return _not_trusted(call)
        cause = cause.__cause__ or cause.__context__
    return _Busy(_away(call))


def _not_trusted(call: Call) -> BackendError:
    return _upstream(call, "could not prove who it is, or did not accept who we are (TLS)")


def _away(call: Call, what: str = "could not be reached") -> BackendError:
    return BackendError(f"The model server at {call.host} {what}.", bucket="upstream")


def _upstream(call: Call, what: str) -> BackendError:
    return BackendError(f"The model server at {call.host} {what}.", bucket="upstream", permanent=True)


def _broken(call: Call) -> BackendError:
    return _upstream(call, "broke off in the middle of its answer")


def _too_slow(call: Call) -> BackendError:
    sentence = f"The model server at {call.host} took longer than it may and was not waited for."
    return BackendError(sentence, bucket="timeout", permanent=True)
