"""Language models in GGUF files: one engine that writes text under a grammar."""
