// Soft contact shadows: darkness from an atlas of footprints, laid over what the products stand on.
uniform sampler2D picture;
in vec3 v_position;
in vec3 v_normal;
in vec2 v_uv;
in vec4 v_color;
in vec3 v_surface;
flat in float v_layer;
flat in float v_shown;
out vec4 o_color;

void main() {
    o_color = vec4(0.055, 0.04, 0.03, texture(picture, v_uv).r * v_shown);
}
