// Depths of the eyes' picture as one range again: the store's and the front layer's lie in parts of their own there.
uniform sampler2D picture;
uniform vec4 share;     // x: how much of the range is the front layer's, from the nearest on
in vec2 v_uv;
in vec4 v_color;
out vec4 o_color;

void main() {
    float depth = texelFetch(picture, ivec2(gl_FragCoord.xy), 0).r;
    gl_FragDepth = depth < share.x ? depth / share.x : (depth - share.x) / (1.0 - share.x);
    o_color = vec4(0.0);
}
