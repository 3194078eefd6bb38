"""What the shopper is about to buy."""
