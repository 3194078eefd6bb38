"""The store one stands in, as values: which products, where, what one can walk on and point at; and who keeps it."""
