"""What the shop sounds like: sounds from parameters, which change makes which, and the port of what plays them."""
