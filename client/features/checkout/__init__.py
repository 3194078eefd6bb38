"""Handing the cart to the merchant's own shop."""
