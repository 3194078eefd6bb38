"""Where frames and hands come from: a desktop window, a script, a journal, later an OpenXR runtime."""
