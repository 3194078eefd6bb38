"""Following a published catalogue: verified, resumable, swapped in as a whole."""
