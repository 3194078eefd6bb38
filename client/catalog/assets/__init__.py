"""3D files and pictures from strangers: opened only in a separate process with limits, turned into the shop's form."""
