"""Measures of the shop, each printed as one flat JSON object by `vitrine bench NAME`."""
