"""Everything about one product."""
