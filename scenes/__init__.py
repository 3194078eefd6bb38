"""Data in, pictures out: 3D models as plain values, and the Panda3D nodes made from them."""
