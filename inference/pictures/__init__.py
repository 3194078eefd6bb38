"""Pictures to vectors: the same product seen otherwise lies near, another product far."""
