// A clear window pane: what it mirrors, laid over what is behind it. Premultiplied.
in vec3 v_position;
in vec3 v_normal;
in vec2 v_uv;
in vec4 v_color;
in vec3 v_surface;
flat in float v_layer;
flat in float v_shown;

out vec4 o_color;

void main() {
    vec3 n = normalize(gl_FrontFacing ? v_normal : -v_normal);
    vec3 to_eye = normalize(-v_position);
    float nv = clamp(dot(n, to_eye), 0.001, 1.0);
    vec2 ab = env_brdf(v_surface.x, nv);
    float f = 0.05 * ab.x + ab.y;
    vec3 gloss = f * environment_specular(n, to_eye, v_surface.x);
    o_color = vec4(added(gloss), clamp(f * 0.8 + 0.03, 0.0, 1.0));
}
