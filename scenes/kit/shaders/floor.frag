// The shop floor: planks, a light map of lamp pools and soft shadows, and the ceiling's lights mirrored in its varnish.
uniform sampler2D planks;       // rgb colour, a: gloss variation
uniform sampler2D light_map;
uniform vec4 floor_rect;        // x0, y0, 1 / width, 1 / depth in metres
uniform vec4 lamps;             // period x, period y, half width, half length in metres
uniform vec4 lamp_plane;        // first lamp x, first lamp y, ceiling height, radiance

in vec3 v_position;
in vec3 v_normal;
in vec2 v_uv;

out vec4 o_color;

// Share of a row of bars, `half_size` wide, seen through a blur of `blur` metres.
float bars(float x, float period, float half_size, float blur) {
    float d = abs(mod(x + 0.5 * period, period) - 0.5 * period);
    float soft = max(blur, 0.02);
    float peak = half_size / max(half_size, soft);
    return peak * (1.0 - smoothstep(max(half_size - soft, 0.0), half_size + soft, d));
}

void main() {
    vec3 world = (p3d_ViewMatrixInverse * vec4(v_position, 1.0)).xyz;
    vec3 n = normalize(v_normal);
    vec3 to_eye = normalize(-v_position);
    vec4 texel = texture(planks, v_uv);
    vec3 base = texel.rgb;
    float light = texture(light_map, (world.xy - floor_rect.xy) * floor_rect.zw).r * 1.25;
    float roughness = mix(0.30, 0.42, texel.a);
    float nv = clamp(dot(n, to_eye), 0.001, 1.0);
    vec2 ab = env_brdf(roughness, nv);
    float e = 0.04 * ab.x + ab.y;
    vec3 r = to_world(reflect(-to_eye, n));
    float travel = lamp_plane.z / max(r.z, 0.02);
    vec2 hit = world.xy + r.xy * travel - lamp_plane.xy;
    float blur = 0.10 * travel * mix(0.6, 1.2, texel.a);
    float seen = bars(hit.x, lamps.x, lamps.z, blur) * bars(hit.y, lamps.y, lamps.w, blur);
    vec3 mirrored = textureLod(env_map, r, 0.75 * ENV_LAST_MIP).rgb * 0.75 + lamp_plane.w * seen;
    vec3 color = base * (1.0 - e) * (irradiance(vec3(0.0, 0.0, 1.0)) + KEY_COLOR * KEY_DIRECTION.z) * light;
    color += e * mirrored * light;
    o_color = vec4(display(color), 1.0);
}
