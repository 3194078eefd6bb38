uniform sampler2DArray materials;   // rgb: colour (decoded by the sampler), a: roughness scale around 0.5

in vec3 v_position;
in vec3 v_normal;
in vec2 v_uv;
in vec4 v_color;    // rgb: linear base colour; 1 - a: how far the surface glows of itself
in vec3 v_surface;
in float v_spot;
flat in float v_layer;
flat in float v_shown;
flat in float v_slotted;

out vec4 o_color;

void main() {
    if (v_shown < 1.0 && !kept(v_shown)) {
        discard;
    }
    Surface s;
    s.base = v_color.rgb;
    s.roughness = v_surface.x;
    if (v_layer > 0.5) {
        vec4 texel = texture(materials, vec3(v_uv, v_layer - 1.0));
        s.base *= texel.rgb;
        s.roughness = clamp(s.roughness * 2.0 * texel.a, 0.05, 1.0);
    }
    s.metallic = v_surface.y;
    s.occlusion = v_surface.z;
    s.normal = normalize(gl_FrontFacing ? v_normal : -v_normal);
    s.to_eye = normalize(-v_position);
    s.spot = v_spot;
    float facing = clamp(dot(s.normal, s.to_eye), 0.0, 1.0);
    float strength = v_slotted > 0.5 ? mix(0.10, 0.55, facing) : 1.0;  // products' lampshades, see product.frag
    vec3 lit = shade(s) + v_color.rgb * (1.0 - v_color.a) * 4.0 * strength;
    o_color = vec4(display(lit), 1.0);
}
