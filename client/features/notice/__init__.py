"""Sentences for the shopper go away by themselves."""
