"""A shop that goes on while its catalogue changes under it."""
