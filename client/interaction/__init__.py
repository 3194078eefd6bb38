"""From what the hands do to what they mean: pure functions from samples to actions."""
