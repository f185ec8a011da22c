"""Which model drafts: one URL-like setting, read strictly, so that a slip of the pen never sends a chart elsewhere."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from apps.core.domain.perimeter import address_of, is_inside_address, is_inside_name
from apps.core.errors import WorkbenchError

SETTING = "WORKBENCH_INFERENCE"
PERIMETER = "WORKBENCH_PERIMETER"
FORMS = "extractive:, llama_cpp:NAME.gguf or openai+https://HOST/v1?model=NAME"
MODEL_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.gguf")
HOST_NAME = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?")
THIS_MACHINE = "localhost"
INSIDE, OUTSIDE = "inside", "outside"
VLLM, LLAMA_SERVER, OTHER = "vllm", "llama_server", "other"
OF_A_SERVER = (
    "answer", "ca_file", "client_file", "context", "engine", "input_cost", "key_file", "model", "output_cost",
    "perimeter", "seed", "timeout",
)  # fmt: skip
LONGEST_TIMEOUT = 85  # seconds: under the watch's limit of one call, which is under a lease


class ConfigurationError(WorkbenchError):
    """The setting does not name a model; the sentence says which part of it is wrong, and holds no secret."""


@dataclass(frozen=True, slots=True)
class Extractive:
    """No language model."""


@dataclass(frozen=True, slots=True)
class LlamaCpp:
    """A GGUF file in this process. ``gpu_layers`` -1: all of them."""

    file: str
    context: int = 8192  # tokens of prompt and answer together
    gpu_layers: int = -1
    threads: int = 2
    seed: int = 1
    temperature: float = 0.0  # 0: always the likeliest token


@dataclass(frozen=True, slots=True)
class OpenAICompatible:
    """A server that speaks the chat-completions API. Costs are micros of the accounting currency per token."""

    url: str  # up to and without /chat/completions
    host: str  # as an agreement names it
    model: str
    inside: bool  # the perimeter
    socket: str = ""  # path of a unix socket, instead of a connection
    engine: str = OTHER
    key_file: str = ""
    ca_file: str = ""  # PEM of who vouches for the server, instead of the public authorities
    client_file: str = ""  # PEM of our own certificate and its key, for a server that asks who calls (mTLS)
    context: int = 8192
    answer: int = 2048  # tokens of an answer at most
    seed: int = 1
    timeout: int = 60  # seconds from the first byte out to the last byte in
    input_cost: Decimal = Decimal(0)
    output_cost: Decimal = Decimal(0)


Configuration = Extractive | LlamaCpp | OpenAICompatible


def configuration_of(text: str, perimeter: Iterable[str] = ()) -> Configuration:
    """Return what a setting names. Raises ConfigurationError with a sentence for anything that is not exactly right.

    ``perimeter``: the names, and suffixes that begin with a dot, which the installation says stand inside.
    """
    scheme, _, rest = text.strip().partition(":")
    try:
        parts = urlsplit(f"model:{rest}")  # a scheme of its own may hold no underscore
        port_is_readable = parts.port is None or parts.port > 0
    except ValueError:
        port_is_readable = False
    if not port_is_readable:
        raise ConfigurationError(f"{SETTING} is not an address that can be read; check its host and port.")
    if parts.fragment:
        raise ConfigurationError(f"{SETTING} holds a #, which has no meaning in it.")
    read = READERS.get(scheme)
    if read is None:
        raise ConfigurationError(f"{SETTING} names no backend the workbench knows. It looks like {FORMS}.")
    configuration = read(scheme, parts)
    if isinstance(configuration, OpenAICompatible) and configuration.inside:
        _check_inside(configuration.host, perimeter)
    return configuration


def _extractive(scheme: str, parts: SplitResult) -> Extractive:
    if parts.path or parts.netloc or parts.query:
        raise ConfigurationError(f"{SETTING} is extractive:, which takes nothing behind it.")
    return Extractive()


def _llama_cpp(scheme: str, parts: SplitResult) -> LlamaCpp:
    given = _Parameters(parts.query, ("context", "gpu_layers", "threads", "seed", "temperature"))
    if not MODEL_FILE.fullmatch(parts.path):
        raise ConfigurationError(
            f"{SETTING} names no model file. It looks like llama_cpp:NAME.gguf, a file in WORKBENCH_MODELS_DIR."
        )
    return LlamaCpp(
        file=parts.path,
        context=given.number("context", 8192, 512, 1 << 20),
        gpu_layers=given.number("gpu_layers", -1, -1, 10_000),
        threads=given.number("threads", 2, 1, 1024),
        seed=given.number("seed", 1, 0, (1 << 31) - 1),
        temperature=given.temperature(),
    )


def _openai(scheme: str, parts: SplitResult) -> OpenAICompatible:
    given = _Parameters(parts.query, OF_A_SERVER)
    if not (model := given.text("model")):
        raise ConfigurationError(f"{SETTING} names no model: add model=NAME, as the server calls it.")
    url, host, socket = _address(scheme, parts)
    inside = _is_inside(given, host, alone=bool(socket) or _is_this_machine(host))
    if scheme == "openai+http" and not inside:
        raise ConfigurationError(f"{SETTING} would send charts outside over plain http. Use openai+https.")
    context, answer = given.number("context", 8192, 512, 1 << 20), given.number("answer", 2048, 64, 1 << 16)
    if answer >= context:
        raise ConfigurationError(f"{SETTING}: answer={answer} leaves nothing of context={context} for the prompt.")
    return OpenAICompatible(
        url=url, host=host, model=model, inside=inside, socket=socket,
        engine=given.one_of("engine", (VLLM, LLAMA_SERVER, OTHER), VLLM if inside else OTHER),
        key_file=given.path("key_file"),
        ca_file=given.path("ca_file"),
        client_file=given.path("client_file"), context=context, answer=answer,
        seed=given.number("seed", 1, 0, (1 << 31) - 1), timeout=given.number("timeout", 60, 1, LONGEST_TIMEOUT),
        input_cost=given.price("input_cost"), output_cost=given.price("output_cost"),
    )  # fmt: skip


def _address(scheme: str, parts: SplitResult) -> tuple[str, str, str]:
    """Return base URL, host and path of the socket, if it is one."""
    if parts.username is not None or parts.password is not None:
        raise ConfigurationError(f"{SETTING} holds a name or a key before its host. Keys come from key_file=PATH.")
    if scheme == "openai+http+unix":
        if parts.hostname or not parts.path.startswith("/"):
            raise ConfigurationError(f"{SETTING} looks like openai+http+unix:///run/model.sock?model=NAME.")
        return f"http://{THIS_MACHINE}/v1", THIS_MACHINE, unquote(parts.path)
    host = parts.hostname or ""
    if not HOST_NAME.fullmatch(host) and not address_of(host):
        raise ConfigurationError(f"{SETTING} names no host. It looks like openai+https://HOST/v1?model=NAME.")
    return f"{scheme.removeprefix('openai+')}://{parts.netloc}{parts.path.rstrip('/')}", host, ""


def _is_inside(given: "_Parameters", host: str, *, alone: bool) -> bool:
    perimeter = given.one_of("perimeter", (INSIDE, OUTSIDE), INSIDE if alone else "")
    if not perimeter:
        raise ConfigurationError(
            f"{SETTING} does not say where {host} stands: add perimeter=inside, or perimeter=outside, "
            "for which an agreement must be on record."
        )
    address = address_of(host)
    if perimeter == INSIDE and address and not is_inside_address(address):
        raise ConfigurationError(f"{SETTING}: {host} is a public address and cannot stand inside the perimeter.")
    return perimeter == INSIDE


def _check_inside(host: str, perimeter: Iterable[str]) -> None:
    if not is_inside_name(host, perimeter):
        raise ConfigurationError(
            f"{SETTING} says perimeter=inside, and nothing says that {host} stands there. List it in {PERIMETER}, by "
            "its whole name or by a suffix such as .clinic.example; or say perimeter=outside, with an agreement."
        )


def _is_this_machine(host: str) -> bool:
    address = address_of(host)
    return bool(address.is_loopback) if address else host == THIS_MACHINE


class _Parameters:
    """What stands behind the question mark, each name known and given once. No value is repeated in a sentence."""

    def __init__(self, query: str, known: tuple[str, ...]) -> None:
        try:
            pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
        except ValueError:
            raise ConfigurationError(f"{SETTING}: what stands behind the ? is not name=value&name=value.") from None
        self.given: Mapping[str, str] = dict(pairs)
        for name in self.given:
            if name not in known:
                raise ConfigurationError(f"{SETTING} has an unknown parameter {name!r}. Known are {', '.join(known)}.")
        if len(pairs) > len(self.given):
            raise ConfigurationError(f"{SETTING} gives a parameter twice.")

    def text(self, name: str) -> str:
        return self.given.get(name, "").strip()

    def one_of(self, name: str, choices: tuple[str, ...], default: str) -> str:
        value = self.given.get(name, default)
        if name in self.given and value not in choices:
            raise ConfigurationError(f"{SETTING}: {name} is one of {', '.join(choices)}.")
        return value

    def path(self, name: str) -> str:
        path = self.text(name)
        if path and not Path(path).is_absolute():
            raise ConfigurationError(f"{SETTING}: {name} must be a whole path, beginning with /.")
        return path

    def number(self, name: str, default: int, least: int, most: int) -> int:
        if name not in self.given:
            return default
        value = self.given[name]
        if not re.fullmatch(r"-?[0-9]{1,10}", value) or not least <= int(value) <= most:
            raise ConfigurationError(f"{SETTING}: {name} is a whole number from {least} to {most}.")
        return int(value)

    def temperature(self) -> float:
        written = self.given.get("temperature", "0")
        if not re.fullmatch(r"[01](\.[0-9]{1,3})?|2(\.0{1,3})?", written):
            raise ConfigurationError(f"{SETTING}: temperature is a number from 0 to 2, such as 0.7.")
        return float(written)

    def price(self, name: str) -> Decimal:
        try:
            price = Decimal(self.given.get(name, "0"))
        except InvalidOperation:
            price = Decimal(-1)
        if not price.is_finite() or price < 0:
            raise ConfigurationError(
                f"{SETTING}: {name} is a price per token in micros, the same number as per million tokens in whole "
                "units of the currency, such as 0.15."
            )
        return price


READERS: Mapping[str, Callable[[str, SplitResult], Configuration]] = {
    "extractive": _extractive,
    "llama_cpp": _llama_cpp,
    "openai+https": _openai,
    "openai+http": _openai,
    "openai+http+unix": _openai,
}
