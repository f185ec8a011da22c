"""A language model in this process: a GGUF file run by llama.cpp. The library itself is loaded with the first draft."""

from apps.drafting.backends.llama_cpp.backend import LlamaCppBackend

__all__ = ["LlamaCppBackend"]
