"""How to walk, look and buy."""
