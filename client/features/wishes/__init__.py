"""What the shopper likes."""
