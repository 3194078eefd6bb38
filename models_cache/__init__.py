"""The models that come with the shop, and their list."""
