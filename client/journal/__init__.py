"""The one event log of a visit: record it, read it back, replay it."""
