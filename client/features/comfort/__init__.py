"""What keeps a moving view bearable, and what shows where a gaze rests."""
