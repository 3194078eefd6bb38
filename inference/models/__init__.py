"""Model files: what is known of each, and whether a file may be read at all."""
