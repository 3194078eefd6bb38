"""The guide: the shopper's words to acts, acts done in the shop, answers bound to the catalogue."""
