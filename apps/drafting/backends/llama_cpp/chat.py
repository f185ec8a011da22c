"""A prompt as the tokens of a model's own chat template; what stands in the record never becomes a control token."""

from dataclasses import dataclass
from typing import Any, Protocol

from jinja2 import TemplateError
from jinja2.ext import loopcontrols
from jinja2.sandbox import ImmutableSandboxedEnvironment

from apps.drafting.domain.errors import BackendError

SYSTEM, USER = "\u27e6system\u27e7", "\u27e6user\u27e7"  # where the two texts go; no template has them


class Tokenizer(Protocol):
    """What cutting into tokens needs of a model."""

    template: str  # jinja; empty when the model has none
    start: str  # the written form of the token that begins a text

    def cut(self, text: str, *, special: bool) -> list[int]: ...

    def begun(self, tokens: list[int]) -> list[int]: ...


@dataclass(frozen=True, slots=True)
class ChatTokens:
    """``fixed`` holds no word of a patient and is the same for every draft of a kind; ``own`` is this request's."""

    fixed: list[int]
    own: list[int]

    def __len__(self) -> int:
        return len(self.fixed) + len(self.own)


def chat_tokens(tokenizer: Tokenizer, system: str, user: str) -> ChatTokens:
    """Return the tokens of one request. Raises BackendError for a template that cannot take the two texts."""
    before, between, after = _frame(tokenizer)
    fixed = [
        *tokenizer.cut(before, special=True),
        *tokenizer.cut(system, special=False),
        *tokenizer.cut(between, special=True),
    ]
    own = [*tokenizer.cut(user, special=False), *tokenizer.cut(after, special=True)]
    return ChatTokens(tokenizer.begun(fixed), own)


def _frame(tokenizer: Tokenizer) -> tuple[str, str, str]:
    """Return what stands before, between and after the two texts. A template without a system role gets one turn."""
    if not tokenizer.template:
        return "", "\n\n", "\n\n"
    two = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": USER}]
    one = [{"role": "user", "content": f"{SYSTEM}\n\n{USER}"}]
    for messages in (two, one):
        parts = _parts(_rendered(tokenizer, messages))
        if parts:
            return parts
    raise BackendError("The model's chat template cannot take a prompt.", bucket="model", permanent=True)


def _rendered(tokenizer: Tokenizer, messages: list[dict[str, str]]) -> str:
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols])
    # No clock is given: templates that would write today's date write none, and the prompt can be rebuilt.
    try:
        return environment.from_string(tokenizer.template).render(
            messages=messages,
            bos_token=tokenizer.start,
            eos_token="",
            add_generation_prompt=True,
            raise_exception=_fail,
        )
    except TemplateError:
        return ""


def _fail(message: str) -> Any:
    raise TemplateError(message)


def _parts(text: str) -> tuple[str, str, str] | None:
    if text.count(SYSTEM) != 1 or text.count(USER) != 1 or text.index(SYSTEM) > text.index(USER):
        return None
    before, rest = text.split(SYSTEM)
    between, after = rest.split(USER)
    return before, between, after
