// A panel: its pixels as they are, with corners rounded and a soft rim. No lighting, no tone mapping.
uniform sampler2D picture;
uniform vec4 panel;             // width, height, corner radius, spare; metres
in vec2 v_uv;
in vec4 v_color;
out vec4 o_color;

void main() {
    vec2 p = (v_uv - 0.5) * panel.xy;
    vec2 q = abs(p) - 0.5 * panel.xy + panel.z;
    float d = length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - panel.z;
    float edge = clamp(0.5 - d / max(fwidth(d), 1e-6), 0.0, 1.0);
    vec4 texel = texture(picture, v_uv);
    o_color = vec4(texel.rgb, texel.a * v_color.a * edge);
}
