"""The store one stands in: which products, where, what one can walk on and point at."""
