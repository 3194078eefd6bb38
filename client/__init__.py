"""The shopper's application."""
