"""The local embedder: all-MiniLM-L6-v2, written to GGUF once and run by llama.cpp in this process."""
