"""One model and one context of llama.cpp: cut text, read tokens, look at what may come next, forget."""

import ctypes
import logging
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import llama_cpp
import numpy as np
from numpy.typing import NDArray

from apps.drafting.domain.errors import BackendError

BATCH = 512  # tokens read at once
PIECE = 256  # bytes; no token is longer
ABORTED = 2  # llama_decode: the callback said so
Logits = NDArray[np.float32]
Tokens = NDArray[np.int64]
logging.getLogger("llama-cpp-python").setLevel(logging.CRITICAL)  # it prints to standard error by itself


class LlamaEngine:
    """A loaded model. Not for two threads at once."""

    def __init__(self, path: Path, *, context: int, gpu_layers: int, threads: int) -> None:
        """Load a GGUF file. ``gpu_layers``: -1 for all, where there is a GPU. Raises BackendError when it cannot be."""
        settings = llama_cpp.llama_model_default_params()
        settings.n_gpu_layers = gpu_layers if llama_cpp.llama_supports_gpu_offload() else 0
        self._model = llama_cpp.llama_model_load_from_file(str(path).encode(), settings)
        if not self._model:
            raise BackendError(f"llama.cpp cannot load {path.name}.", bucket="model", permanent=True)
        self._vocabulary = llama_cpp.llama_model_get_vocab(self._model)
        self._context = self._new_context(context, threads)
        # Also at the end of the process, before the modules go that llama.cpp needs to go.
        self.close = weakref.finalize(self, _free, self._context, self._model)
        if not self._context:
            self.close()
            raise BackendError(f"There is not enough memory for {path.name}.", bucket="model", permanent=True)
        self._memory = llama_cpp.llama_get_memory(self._context)
        self._asked = _Ask()
        self._abort = llama_cpp.ggml_abort_callback(self._asked)  # kept: llama.cpp holds only its address
        llama_cpp.llama_set_abort_callback(self._context, self._abort, None)
        self.size = llama_cpp.llama_vocab_n_tokens(self._vocabulary)
        self.context = llama_cpp.llama_n_ctx(self._context)
        self.template = self._said("tokenizer.chat_template")
        self.start = self._written(llama_cpp.llama_vocab_bos(self._vocabulary))
        self.fixed: tuple[int, ...] = ()  # tokens whose state is kept from draft to draft

    def _new_context(self, context: int, threads: int) -> Any:
        settings = llama_cpp.llama_context_default_params()
        settings.n_ctx, settings.n_batch, settings.n_ubatch = context, BATCH, BATCH
        settings.n_threads = settings.n_threads_batch = threads
        settings.no_perf = True
        return llama_cpp.llama_init_from_model(self._model, settings)

    def cut(self, text: str, *, special: bool) -> list[int]:
        """Return the tokens of a text. ``special``: names of control tokens in it become those tokens."""
        written = text.encode("utf-8", "replace")
        room = len(written) + 8
        tokens = (llama_cpp.llama_token * room)()
        count = llama_cpp.llama_tokenize(self._vocabulary, written, len(written), tokens, room, False, special)
        return list(tokens[:count]) if written else []

    def begun(self, tokens: list[int]) -> list[int]:
        """Return tokens with the one that begins a text in front, if this model wants it and it is not there."""
        first = llama_cpp.llama_vocab_bos(self._vocabulary)
        wanted = llama_cpp.llama_vocab_get_add_bos(self._vocabulary) and first >= 0
        return [first, *tokens] if wanted and tokens[:1] != [first] else tokens

    def piece(self, token: int) -> bytes:
        """Return what a token is written as."""
        room = ctypes.create_string_buffer(PIECE)
        count = llama_cpp.llama_token_to_piece(self._vocabulary, token, room, PIECE, 0, False)
        return room.raw[: max(count, 0)]

    def ends(self, token: int) -> bool:
        """Return whether a token ends an answer."""
        return bool(llama_cpp.llama_vocab_is_eog(self._vocabulary, token))

    def grammar(self, text: str) -> "Grammar":
        """Return a grammar over this model's tokens."""
        return Grammar(self._vocabulary, text)

    def held(self) -> int:
        """Return of how many tokens the state is held."""
        return int(llama_cpp.llama_memory_seq_pos_max(self._memory, 0)) + 1

    def begin(self, fixed: Sequence[int], ask: Callable[[], None]) -> None:
        """Make the state that of ``fixed`` alone, read anew unless it is still held."""
        if self.fixed == tuple(fixed) and self.forget():
            return
        self.forget_all()
        self.read(fixed, ask)
        self.fixed = tuple(fixed)

    def read(self, tokens: Sequence[int], ask: Callable[[], None]) -> None:
        """Take tokens in after what is held. ``ask`` is called while llama.cpp works; what it raises stops the work."""
        for begin in range(0, len(tokens), BATCH):
            batch = (llama_cpp.llama_token * len(tokens[begin : begin + BATCH]))(*tokens[begin : begin + BATCH])
            self._asked.begin(ask)
            code = llama_cpp.llama_decode(self._context, llama_cpp.llama_batch_get_one(batch, len(batch)))
            self._asked.end()
            if code:
                raise BackendError(f"llama.cpp could not go on (code {code}).", bucket="model")

    def logits(self) -> Logits:
        """Return what the model thinks of each token as the next one. A copy."""
        return np.ctypeslib.as_array(llama_cpp.llama_get_logits_ith(self._context, -1), shape=(self.size,)).copy()

    def forget(self) -> bool:
        """Drop the state of everything but ``fixed``. Returns False when that cannot be and all was dropped."""
        if self.fixed and llama_cpp.llama_memory_seq_rm(self._memory, 0, len(self.fixed), -1):
            return True
        self.forget_all()
        return False

    def forget_all(self) -> None:
        """Drop the whole state and write zeros over it."""
        llama_cpp.llama_memory_clear(self._memory, True)
        self.fixed = ()

    def _said(self, key: str) -> str:
        room = 1 << 20
        text = ctypes.create_string_buffer(room)
        count = llama_cpp.llama_model_meta_val_str(self._model, key.encode(), text, room)
        return text.value.decode("utf-8", "replace") if count > 0 else ""

    def _written(self, token: int) -> str:
        written = llama_cpp.llama_vocab_get_text(self._vocabulary, token) if token >= 0 else b""
        return bytes(written or b"").decode("utf-8", "replace")


def _free(context: Any, model: Any) -> None:
    if context:
        llama_cpp.llama_free(context)
    llama_cpp.llama_model_free(model)


class _Ask:
    """The callback between two operations of llama.cpp. An exception cannot pass through C: it is kept until after."""

    def __init__(self) -> None:
        self.ask: Callable[[], None] | None = None
        self.raised: Exception | None = None

    def __call__(self, _: Any) -> bool:
        if self.ask and self.raised is None:
            try:
                self.ask()
            except Exception as error:
                self.raised = error
        return self.raised is not None

    def begin(self, ask: Callable[[], None]) -> None:
        self.ask, self.raised = ask, None

    def end(self) -> None:
        raised, self.ask, self.raised = self.raised, None, None
        if raised:
            raise raised


class Grammar:
    """What may come next. Close it after use."""

    def __init__(self, vocabulary: Any, text: str) -> None:
        self._sampler = llama_cpp.llama_sampler_init_grammar(vocabulary, text.encode(), b"root")
        if not self._sampler:
            raise BackendError("llama.cpp cannot read the grammar of this request.", bucket="model", permanent=True)

    def __enter__(self) -> "Grammar":
        return self

    def __exit__(self, *_: object) -> None:
        llama_cpp.llama_sampler_free(self._sampler)

    def allowed(self, logits: Logits, tokens: Tokens) -> Logits:
        """Return the logits of some tokens, minus infinity for each that may not come next."""
        rows = np.zeros(len(tokens), dtype=ROW)
        rows["id"], rows["logit"] = tokens, logits[tokens]
        data = rows.ctypes.data_as(ctypes.POINTER(llama_cpp.llama_token_data))
        array = llama_cpp.llama_token_data_array(data=data, size=len(rows), selected=-1, sorted=False)
        llama_cpp.llama_sampler_apply(self._sampler, ctypes.byref(array))
        return np.asarray(rows["logit"])

    def accept(self, token: int) -> None:
        """Go on past a token."""
        llama_cpp.llama_sampler_accept(self._sampler, token)


ROW = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])
