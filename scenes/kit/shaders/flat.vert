in vec4 p3d_Vertex;
in vec2 p3d_MultiTexCoord0;
in vec4 p3d_Color;
out vec2 v_uv;
out vec4 v_color;

void main() {
    v_uv = p3d_MultiTexCoord0;
    v_color = p3d_Color;
    project(p3d_ModelViewMatrix * p3d_Vertex);
}
