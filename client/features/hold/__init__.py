"""The product in the hand."""
