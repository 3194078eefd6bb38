"""The language model of the guide: made from a grammar, trained here, shipped as a small GGUF."""
