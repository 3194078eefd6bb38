"""3D models as plain values (numpy only, no engine): read, write, measure, simplify."""
