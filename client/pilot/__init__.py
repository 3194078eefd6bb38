"""Pilots who visit the shop by script, for tests and tours: at a desk, or with head and hands in a headset."""

from client.pilot.desk import Pilot

__all__ = ["Pilot"]
