"""What the pointing itself looks like: the ray's dot and the teleport arc."""
