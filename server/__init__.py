"""The thin server: it publishes a signed catalogue, recommendation vectors and models."""
