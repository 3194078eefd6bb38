"""Sentences to vectors: English and Chinese in one space, on the device."""
