// Soft contact shadow under a product: a rounded box of darkness, density in the vertex colour's alpha.
uniform sampler2D slot_shown;
in vec2 v_uv;
in vec4 v_color;
flat in float v_shown;
in vec3 v_position;
in vec3 v_normal;
in vec3 v_surface;
out vec4 o_color;

void main() {
    // v_surface.xy: the footprint's share of the quad in x and y; outside it the shadow falls off.
    vec2 p = abs(v_uv * 2.0 - 1.0);
    vec2 inner = v_surface.xy;
    vec2 q = max(p - inner, 0.0) / max(1.0 - inner, 0.001);
    float fall = clamp(1.0 - length(q), 0.0, 1.0);
    o_color = vec4(0.0, 0.0, 0.0, v_color.a * v_shown * fall * fall);
}
