"""The shop is heard: sounds of what changed, captions of them, labels read aloud where there is a voice."""
