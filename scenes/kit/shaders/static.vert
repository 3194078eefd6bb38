// Flattened store geometry: material per vertex, a slot per product so that one can vanish out of the batch.
uniform mat3 p3d_NormalMatrix;
uniform sampler2D slot_shown;   // one texel per slot, 64 a row

uniform mat4 p3d_ModelMatrix;
uniform sampler2D light_map;    // see floor.frag; a: the track lights on the goods
uniform vec4 floor_rect;        // x0, y0, 1 / width, 1 / depth in metres

in vec4 p3d_Vertex;
in vec3 p3d_Normal;
in vec2 p3d_MultiTexCoord0;
in vec4 p3d_Color;
in vec4 surface;                // roughness, metallic, occlusion, layer / 255
in float slot;

out vec3 v_position;
out vec3 v_normal;
out vec2 v_uv;
out vec4 v_color;
out vec3 v_surface;
out float v_spot;
flat out float v_layer;
flat out float v_shown;
flat out float v_slotted;

void main() {
    vec4 position = p3d_ModelViewMatrix * p3d_Vertex;
    v_position = from_eye(position);
    v_normal = p3d_NormalMatrix * p3d_Normal;
    v_uv = p3d_MultiTexCoord0;
    v_color = vec4(p3d_Color.rgb * p3d_Color.rgb, p3d_Color.a);
    v_surface = surface.xyz;
    vec2 world = (p3d_ModelMatrix * p3d_Vertex).xy;
    v_spot = textureLod(light_map, (world - floor_rect.xy) * floor_rect.zw, 0.0).a;
    v_layer = floor(surface.w * 255.0 + 0.5);
    int index = int(slot + 0.5);
    v_slotted = index > 0 ? 1.0 : 0.0;
    v_shown = index == 0 ? 1.0 : texelFetch(slot_shown, ivec2(index % 64, index / 64), 0).r;
    project(position);
    if (v_shown <= 0.0) {
        vanish();
    }
}
