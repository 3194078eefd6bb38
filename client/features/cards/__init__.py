"""Panels as cards in the world."""
