"""Qt widgets drawn off screen and handed out as pictures: the panels that float in the store."""
