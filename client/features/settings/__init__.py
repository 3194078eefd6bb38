"""Language and letter size."""
