"""Everything computed by models on the shopper's machine, and the parametric products they learn from."""
