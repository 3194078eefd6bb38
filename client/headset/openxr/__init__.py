"""A headset through OpenXR. Import `opening` from outside only: everything else loads the binding."""
