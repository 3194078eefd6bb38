"""The shopper's application."""

__version__ = "0.1.0"
