"""A model behind the chat-completions API: vLLM, llama-server, or a host outside under an agreement."""

from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from pathlib import Path
from typing import Any

from apps.drafting.backends.configuration import LLAMA_SERVER, OTHER, VLLM, OpenAICompatible
from apps.drafting.backends.first_token import FirstToken
from apps.drafting.backends.markers import marker_of
from apps.drafting.backends.streaming import AnswerStream, Call, Piece
from apps.drafting.domain.errors import BackendError
from apps.drafting.domain.prompting import (
    PROMPTS_SHA256,
    PROMPTS_VERSION,
    Prompt,
    answer_schema,
    output_of,
    prompt_for,
    rough_tokens,
)
from apps.drafting.domain.tasks import DraftInput, DraftOutput
from apps.drafting.interface import Watch
from apps.redaction.domain.kinds import BoundaryPolicy

LOOK_UP = 0.2  # seconds without a piece until the watch is asked all the same
LONGEST_TOKEN = 16  # characters on average: what is longer than this many per allowed token has not kept to the limit
STOPPED = "stop"
CUT_OFF = "length"


class OpenAICompatibleBackend:
    """Asks one server for one constrained answer and reads it piece by piece."""

    name = "openai_compatible"
    model_sha256 = ""  # a server does not prove which weights it serves; docker/inference checks them at its start
    tokenizer_sha256 = ""
    model_file: Path | None = None
    prompt_version = PROMPTS_VERSION
    prompt_sha256 = PROMPTS_SHA256

    def __init__(self, configuration: OpenAICompatible) -> None:
        self.configuration = configuration
        self.host = configuration.host
        self.engine = configuration.engine
        self.policy = BoundaryPolicy.LOCAL if configuration.inside else BoundaryPolicy.HOSTED
        self.model_name = f"{configuration.model} at {configuration.host}"

    def parameters(self) -> dict[str, object]:
        """Return what, besides the input, decides the output."""
        settings = self.configuration
        return {
            "engine": settings.engine, "seed": settings.seed, "temperature": 0, "context": settings.context,
            "answer": settings.answer,
        }  # fmt: skip

    def generate(self, draft_input: DraftInput, watch: Watch) -> DraftOutput:
        """Return what the server's model answered, as claims.

        Raises BackendError in the buckets upstream, timeout, model, guardrail and budget, and whatever the watch
        raises; the connection is closed by then. No word of a server's error is in any of them.
        """
        settings = self.configuration
        first = FirstToken()
        watch.tick(0)
        prompt = prompt_for(draft_input, marker=marker_of(draft_input), budget=settings.context - settings.answer)
        answer = _Answer(settings.answer)
        with AnswerStream(self._call(prompt, draft_input.reference)) as stream:
            for piece in stream.pieces(LOOK_UP):
                if piece is not None:
                    answer.take(piece)
                if answer.pieces:
                    first.came()
                watch.tick(answer.pieces)
        return replace(self._output(draft_input, prompt, answer), first_token_ms=first.ms)

    def _output(self, draft_input: DraftInput, prompt: Prompt, answer: "_Answer") -> DraftOutput:
        tokens_in, tokens_out = answer.usage or (rough_tokens(prompt.system + prompt.user), answer.pieces)
        try:
            output = output_of(draft_input, prompt, answer.whole(), input_tokens=tokens_in, output_tokens=tokens_out)
        except BackendError as error:  # the same request would be answered alike, and paid for again
            raise BackendError(error.sentence, bucket=error.bucket, permanent=True) from None
        return replace(output, cost_micros=cost_micros(self.configuration, tokens_in, tokens_out))

    def _call(self, prompt: Prompt, reference: str) -> Call:
        settings = self.configuration
        return Call(
            url=f"{settings.url}/chat/completions", host=settings.host, body=body_of(settings, prompt, reference),
            key=_key(settings), timeout=settings.timeout, socket=settings.socket, ca_file=settings.ca_file,
            client_file=settings.client_file,
        )  # fmt: skip


def body_of(settings: OpenAICompatible, prompt: Prompt, reference: str) -> dict[str, Any]:
    """Return the body of a request: constrained to the prompt's own shape, kept apart from other patients' prefixes."""
    schema = {"name": "draft", "strict": True, "schema": answer_schema(prompt)}
    limit = "max_completion_tokens" if settings.engine == OTHER else "max_tokens"
    apart: dict[str, Any] = {}
    if settings.engine == VLLM and reference:
        apart = {"cache_salt": reference}
    elif settings.engine == LLAMA_SERVER:
        apart = {"cache_prompt": False}
    return {
        "model": settings.model,
        "messages": [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}],
        "response_format": {"type": "json_schema", "json_schema": schema},
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0,
        "seed": settings.seed,
        limit: settings.answer,
        **apart,
    }


def cost_micros(settings: OpenAICompatible, tokens_in: int, tokens_out: int) -> int:
    """Return what a call cost in micros of the accounting currency, a begun micro counted whole."""
    cost: Decimal = settings.input_cost * tokens_in + settings.output_cost * tokens_out
    return int(cost.to_integral_value(ROUND_CEILING))


def _key(settings: OpenAICompatible) -> str:
    """Return the key, read each time: who renews it need not restart anything."""
    if not settings.key_file:
        return ""
    try:
        key = Path(settings.key_file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        key = ""
    if not key or not key.isascii() or not key.isprintable():
        raise BackendError("The file with the model server's key holds no key.", bucket="upstream", permanent=True)
    return key


class _Answer:
    """What has come of an answer so far. ``pieces`` counts events with words: about the tokens written."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.texts: list[str] = []
        self.characters = self.pieces = 0
        self.finish = ""
        self.usage: tuple[int, int] | None = None

    def take(self, piece: Piece) -> None:
        """Add a piece. Raises BackendError when the answer is longer than it was allowed to be."""
        self.finish = piece.finish or self.finish
        self.usage = piece.usage or self.usage
        if not piece.text:
            return
        self.texts.append(piece.text)
        self.pieces += 1
        self.characters += len(piece.text)
        if self.pieces > self.most or self.characters > self.most * LONGEST_TOKEN:
            raise BackendError("The model wrote more than it may and was stopped.", bucket="model", permanent=True)

    def whole(self) -> str:
        """Return the text of an answer that came to its own end. Raises BackendError (bucket model) otherwise."""
        text = "".join(self.texts)
        if self.finish == CUT_OFF:
            sentence = f"The model's answer was cut off after {self.most} tokens, so nothing of it is used."
        elif not text.strip():
            sentence = "The model gave no answer."
        elif self.finish != STOPPED:
            sentence = "The model stopped in the middle of its answer, so nothing of it is used."
        else:
            return text
        raise BackendError(sentence, bucket="model", permanent=True)
