"""The bilingual sentence encoder: made small, taught by a large English one, and taught Chinese by parallel texts."""
