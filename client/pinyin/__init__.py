"""Chinese by its sounds: typed Latin letters become words. Pure values and files; no widgets, no network."""
