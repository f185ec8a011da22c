"""The backend over llama.cpp: one model per process, every token allowed by the grammar of its request."""

from dataclasses import replace
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING

import numpy as np

from apps.drafting.backends.first_token import FirstToken
from apps.drafting.backends.llama_cpp.chat import ChatTokens, chat_tokens
from apps.drafting.backends.llama_cpp.files import engine_build, file_sha256, tokenizer_sha256
from apps.drafting.backends.markers import marker_of
from apps.drafting.domain.errors import BackendError
from apps.drafting.domain.prompting import (
    PROMPTS_SHA256,
    PROMPTS_VERSION,
    Prompt,
    answer_grammar,
    output_of,
    prompt_for,
)
from apps.drafting.domain.tasks import DraftInput, DraftOutput
from apps.drafting.interface import Watch
from apps.redaction.domain.kinds import BoundaryPolicy

if TYPE_CHECKING:
    from apps.drafting.backends.llama_cpp.engine import Grammar, LlamaEngine, Logits, Tokens

MOST_OUTPUT = 3000  # tokens: 450 words with their citations are about half of it
FRAME = 64  # tokens of a chat template around the two texts
LIKELIEST = 200  # tokens
ASK_EVERY = 0.2  # seconds, while a long prompt is read
_one_at_a_time = Lock()


class LlamaCppBackend:
    """Writes a draft with a model of the models folder. The same input, seed and build give the same bytes."""

    name = "llama_cpp"
    host = ""
    policy = BoundaryPolicy.LOCAL
    prompt_version = PROMPTS_VERSION
    prompt_sha256 = PROMPTS_SHA256

    def __init__(
        self,
        path: Path | str,
        *,
        context: int = 8192,
        gpu_layers: int = -1,
        threads: int = 2,
        seed: int = 1,
        temperature: float = 0.0,
        most_output: int = MOST_OUTPUT,
    ) -> None:
        """Name a GGUF file; it is loaded with the first draft. ``context`` in tokens, answer included."""
        self.path = Path(path)
        self.context, self.gpu_layers, self.threads = context, gpu_layers, threads
        self.seed, self.temperature = seed, temperature
        self.most_output = min(most_output, context // 2)

    @property
    def model_file(self) -> Path | None:
        """The file itself, looked at before it is loaded."""
        return self.path

    @property
    def model_name(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    @property
    def model_sha256(self) -> str:
        """Of the whole file; empty while it is not there, and then a draft fails with a sentence."""
        return file_sha256(self.path)

    @property
    def tokenizer_sha256(self) -> str:
        """Of what the file says of its tokenizer."""
        return tokenizer_sha256(self.path)

    @property
    def engine(self) -> str:
        """The binding and the build of llama.cpp."""
        return engine_build()

    def parameters(self) -> dict[str, object]:
        """Return what, besides the input, decides the output."""
        return {
            "engine": self.engine,
            "tokenizer_sha256": self.tokenizer_sha256,
            "context": self.context,
            "gpu_layers": self.gpu_layers,
            "threads": self.threads,
            "seed": self.seed,
            "temperature": self.temperature,
            "most_output": self.most_output,
        }

    def generate(self, draft_input: DraftInput, watch: Watch) -> DraftOutput:
        """Return the claims the model wrote. Raises BackendError, or what ``watch`` raises, between two tokens."""
        first = FirstToken()
        watch.tick(0)
        if not self.path.is_file():
            sentence = f"The model file {self.path.name} is not in the models folder."
            raise BackendError(sentence, bucket="model", permanent=True)
        with _one_at_a_time:
            engine = self._engine()
            prompt = self.prompt_of(draft_input, engine)
            tokens = chat_tokens(engine, prompt.system, prompt.user)
            self._check_room(tokens, engine)
            try:
                raw, count = self._write(engine, prompt, tokens, watch, first)
            finally:
                engine.forget()  # nothing of this patient is held when the next draft begins
        output = output_of(draft_input, prompt, raw, input_tokens=len(tokens), output_tokens=count)
        return replace(output, first_token_ms=first.ms)

    def _engine(self) -> "LlamaEngine":
        return loaded.get(
            self.path, self.model_sha256, context=self.context, gpu_layers=self.gpu_layers, threads=self.threads
        )

    def prompt_of(self, draft_input: DraftInput, engine: "LlamaEngine") -> Prompt:
        """Return the prompt of an input, as much of the record in it as this model can read."""
        return prompt_for(
            draft_input,
            marker=marker_of(draft_input),
            budget=engine.context - self.most_output - FRAME,
            count=lambda text: len(engine.cut(text, special=False)),
        )

    def _check_room(self, tokens: ChatTokens, engine: "LlamaEngine") -> None:
        if len(tokens) + self.most_output > engine.context:
            sentence = (
                f"The request is {len(tokens)} tokens long; this model can read {engine.context} with its answer."
            )
            raise BackendError(sentence, bucket="budget", permanent=True)

    def _write(
        self, engine: "LlamaEngine", prompt: Prompt, tokens: ChatTokens, watch: Watch, first: FirstToken
    ) -> tuple[str, int]:
        written: list[int] = []
        ask = _Asking(watch, written)
        random = np.random.default_rng(self.seed)
        engine.begin(tokens.fixed, ask)
        engine.read(tokens.own, ask)
        with engine.grammar(answer_grammar(prompt)) as grammar:
            while len(written) < self.most_output:
                token = self._next(engine.logits(), grammar, random)
                first.came()
                if engine.ends(token):
                    return b"".join(engine.piece(one) for one in written).decode("utf-8", "replace"), len(written)
                grammar.accept(token)
                written.append(token)
                watch.tick(len(written))
                engine.read([token], ask)
        sentence = f"The model's answer was longer than {self.most_output} tokens; it was cut and refused."
        raise BackendError(sentence, bucket="guardrail", permanent=True)

    def _next(self, logits: "Logits", grammar: "Grammar", random: np.random.Generator) -> int:
        """Return the next token: the likeliest that the grammar allows, or one drawn among the likeliest 200."""
        tokens, allowed = _candidates(logits, grammar, drawn=self.temperature > 0)
        if self.temperature == 0.0:
            return int(tokens[allowed.argmax()])
        scaled = allowed.astype(np.float64) / self.temperature
        weights = np.exp(scaled - scaled.max())
        return int(random.choice(tokens, p=weights / weights.sum()))


def _candidates(logits: "Logits", grammar: "Grammar", *, drawn: bool) -> tuple["Tokens", "Logits"]:
    """Return tokens, one at least of them allowed, with their logits.

    A grammar takes milliseconds over a whole vocabulary and none over one token: so the likeliest token is asked about
    first, then the likeliest 200, then all. The likeliest allowed token is the same in each.
    """
    for most in (LIKELIEST, len(logits)) if drawn else (1, LIKELIEST, len(logits)):
        tokens = np.argpartition(-logits, most - 1)[:most] if most < len(logits) else np.arange(len(logits))
        allowed = grammar.allowed(logits, tokens)
        if np.isfinite(allowed).any():
            return tokens, allowed
    raise BackendError("The model has no token with which to go on.", bucket="model", permanent=True)


class _Asking:
    """Asks the watch now and then while llama.cpp reads."""

    def __init__(self, watch: Watch, written: list[int]) -> None:
        self.watch, self.written, self.asked = watch, written, monotonic()

    def __call__(self) -> None:
        if monotonic() - self.asked > ASK_EVERY:
            self.asked = monotonic()
            self.watch.tick(len(self.written))


class _Loaded:
    """The one model of this process."""

    def __init__(self) -> None:
        self.key: tuple[object, ...] = ()
        self.engine: LlamaEngine | None = None

    def get(self, path: Path, sha256: str, *, context: int, gpu_layers: int, threads: int) -> "LlamaEngine":
        """Return the model, loaded first when another file or other settings are asked for than those at hand."""
        from apps.drafting.backends.llama_cpp.engine import LlamaEngine

        key = (path, sha256, context, gpu_layers, threads)
        if self.engine is None or self.key != key:
            if self.engine:
                self.engine.close()  # before the next is loaded: there may not be room for two
                self.engine = None
            self.engine = LlamaEngine(path, context=context, gpu_layers=gpu_layers, threads=threads)
            self.key = key
        return self.engine


loaded = _Loaded()
