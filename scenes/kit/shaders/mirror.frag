// What one eye of a headset sees, shown in the window as it is.
uniform sampler2D picture;
in vec2 v_uv;
in vec4 v_color;
out vec4 o_color;

void main() {
    o_color = vec4(texture(picture, v_uv).rgb, 1.0);
}
