// Printed matter and signs: a picture on a surface, lit gently so that the print stays true and readable.
uniform sampler2D picture;
uniform vec4 look;              // glow 0..1 (0: lit as paper, 1: shown as is), how much brighter than paper can be

in vec3 v_position;
in vec3 v_normal;
in vec2 v_uv;
in vec4 v_color;
in vec3 v_surface;
in float v_spot;

out vec4 o_color;

void main() {
    vec4 texel = texture(picture, v_uv);
    vec3 base = texel.rgb * v_color.rgb;
    vec3 n = normalize(gl_FrontFacing ? v_normal : -v_normal);
    vec3 wn = to_world(n);
    vec3 lit = irradiance(wn) + KEY_COLOR * clamp(dot(wn, KEY_DIRECTION), 0.0, 1.0);
    lit += spot_light(wn, v_spot);
    vec3 light = mix(max(lit, vec3(0.72)), vec3(1.0), look.x);
    light *= 1.0 + look.y;
    o_color = vec4(display(base * light), texel.a * v_color.a);
}
