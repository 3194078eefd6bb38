"""The pieces of reading Wavefront OBJ: text, polygons, MTL materials."""
