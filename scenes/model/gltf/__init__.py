"""The pieces of reading glTF: checked JSON, buffers, pictures, materials, nodes, geometry."""
