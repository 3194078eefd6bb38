"""Trains the encoder behind "find it by a picture": draws products, learns which pictures show the same one."""
