// One product seen from near: textured material in uniforms, factors per vertex so that plain parts share a Geom.
uniform mat3 p3d_NormalMatrix;

uniform mat4 p3d_ModelMatrix;
uniform sampler2D light_map;    // see floor.frag; a: the track lights on the goods
uniform vec4 floor_rect;        // x0, y0, 1 / width, 1 / depth in metres

in vec4 p3d_Vertex;
in vec3 p3d_Normal;
in vec2 p3d_MultiTexCoord0;
in vec4 p3d_Color;
in vec4 surface;

out vec3 v_position;
out vec3 v_normal;
out vec2 v_uv;
out vec4 v_color;
out vec3 v_surface;
out float v_spot;

void main() {
    vec4 position = p3d_ModelViewMatrix * p3d_Vertex;
    v_position = from_eye(position);
    v_normal = p3d_NormalMatrix * p3d_Normal;
    v_uv = p3d_MultiTexCoord0;
    v_color = vec4(p3d_Color.rgb * p3d_Color.rgb, p3d_Color.a);
    v_surface = surface.xyz;
    vec2 world = (p3d_ModelMatrix * p3d_Vertex).xy;
    v_spot = textureLod(light_map, (world - floor_rect.xy) * floor_rect.zw, 0.0).a;
    project(position);
}
