"""The store from above."""
