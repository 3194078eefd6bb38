"""The drawing kit: engine, shaders, environment light, geometry from arrays, loading, batching, labels, overlays."""
