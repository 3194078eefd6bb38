// The shop floor: oak planks with carpet and stone fields, a light map seen from above, a satin mirror of the ceiling.
uniform sampler2D light_map;        // seen from above: r lamps and shadows, g carpet, b stone, a track lights
uniform vec4 floor_rect;            // x0, y0, 1 / width, 1 / depth in metres
uniform sampler2D planks;           // rgb colour, a: gloss variation
uniform sampler2DArray materials;
uniform vec4 layers;                // carpet, stone: layers of the material array; their tiles in metres

in vec3 v_position;
in vec3 v_normal;
in vec2 v_uv;

out vec4 o_color;

const vec3 CARPET = vec3(0.60, 0.555, 0.51);
const vec3 STONE = vec3(0.90, 0.875, 0.84);

void main() {
    vec3 world = world_place(v_position);
    vec3 n = normalize(v_normal);
    vec3 to_eye = normalize(-v_position);
    vec4 map = texture(light_map, (world.xy - floor_rect.xy) * floor_rect.zw);
    vec4 texel = texture(planks, v_uv);
    vec3 base = texel.rgb;
    float roughness = mix(0.36, 0.46, texel.a);
    float carpet = smoothstep(0.4, 0.6, map.g);
    float stone = smoothstep(0.4, 0.6, map.b);
    if (carpet > 0.0) {
        vec4 wool = texture(materials, vec3(world.xy / layers.z, layers.x));
        base = mix(base, CARPET * mix(vec3(0.74), wool.rgb, 0.65), carpet);
        roughness = mix(roughness, 1.0, carpet);
    }
    if (stone > 0.0) {
        vec4 chips = texture(materials, vec3(world.xy / layers.w, layers.y));
        base = mix(base, STONE * mix(vec3(0.70, 0.68, 0.64), chips.rgb, 0.45), stone);
        roughness = mix(roughness, 0.38, stone);
    }
    // A thin dark joint where one floor meets the other.
    float joint = max(1.0 - abs(map.g - 0.5) * 5.0, 1.0 - abs(map.b - 0.5) * 5.0);
    base *= 1.0 - 0.35 * clamp(joint, 0.0, 1.0);
    float nv = clamp(dot(n, to_eye), 0.001, 1.0);
    vec2 ab = env_brdf(roughness, nv);
    float e = 0.04 * ab.x + ab.y;
    vec3 mirrored = environment_specular(n, to_eye, roughness + 0.25);
    vec3 light = irradiance(vec3(0.0, 0.0, 1.0)) + KEY_COLOR * KEY_DIRECTION.z + SPOT_COLOR * map.a * 0.55;
    vec3 color = (base * (1.0 - e) * light + e * mirrored * (1.0 - 0.8 * carpet)) * map.r;
    o_color = vec4(display(color), 1.0);
}
