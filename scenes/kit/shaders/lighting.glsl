// Shared by every surface: view-space shading, split-sum image-based light, one soft key light, tone mapping.
// ENV_SH, ENV_LAST_MIP, KEY_DIRECTION, KEY_COLOR and EXPOSURE come from the header that program() writes.

uniform samplerCube env_map;
uniform mat4 p3d_ViewMatrixInverse;
#ifdef TWO_EYES
flat in vec4 v_eye;     // see views.glsl
#endif
const vec3 SPOT_COLOR = vec3(0.30, 0.265, 0.215);

struct Surface {
    vec3 base;
    float roughness;
    float metallic;
    float occlusion;
    float spot;     // track lights, 0..1
    vec3 normal;    // view space, unit
    vec3 to_eye;    // view space, unit
};

// Irradiance over pi in a world direction: Ramamoorthi and Hanrahan 2001, coefficients already convolved.
vec3 irradiance(vec3 n) {
    return max(ENV_SH[0]
        + ENV_SH[1] * n.y + ENV_SH[2] * n.z + ENV_SH[3] * n.x
        + ENV_SH[4] * (n.x * n.y) + ENV_SH[5] * (n.y * n.z) + ENV_SH[6] * (3.0 * n.z * n.z - 1.0)
        + ENV_SH[7] * (n.x * n.z) + ENV_SH[8] * (n.x * n.x - n.y * n.y), vec3(0.0));
}

// Scale and bias of F0, analytic fit of the GGX BRDF integral (Karis 2014, "Physically Based Shading on Mobile").
vec2 env_brdf(float roughness, float nv) {
    vec4 r = roughness * vec4(-1.0, -0.0275, -0.572, 0.022) + vec4(1.0, 0.0425, 1.04, -0.04);
    float a = min(r.x * r.x, exp2(-9.28 * nv)) * r.x + r.y;
    return vec2(-1.04, 1.04) * a + r.zw;
}

// Specular occlusion from ambient occlusion (Lagarde and de Rousiers 2014).
float specular_occlusion(float nv, float ao, float roughness) {
    return clamp(pow(nv + ao, exp2(-16.0 * roughness - 1.0)) - 1.0 + ao, 0.0, 1.0);
}

vec3 to_world(vec3 view_direction) {
    return mat3(p3d_ViewMatrixInverse) * view_direction;
}

// The world's coordinates of what lies at `from_eye`.
vec3 world_place(vec3 from_eye) {
#ifdef TWO_EYES
    from_eye += v_eye.xyz;
#endif
    return (p3d_ViewMatrixInverse * vec4(from_eye, 1.0)).xyz;
}

// Where in the eye's picture this is, in pixels.
vec2 pixel() {
#ifdef TWO_EYES
    return gl_FragCoord.xy - vec2(v_eye.w, 0.0);
#else
    return gl_FragCoord.xy;
#endif
}

// Interleaved gradient noise (Jimenez 2014), 0..1; the same in both eyes.
float grain() {
    return fract(52.9829189 * fract(dot(pixel(), vec2(0.06711056, 0.00583715))));
}

// GGX distribution times height-correlated Smith visibility, for the key light.
float ggx(float nh, float nv, float nl, float roughness) {
    float a = max(roughness * roughness, 0.02);
    float a2 = a * a;
    float d = nh * nh * (a2 - 1.0) + 1.0;
    float v = 0.5 / max(mix(2.0 * nl * nv, nl + nv, a), 1e-4);
    return a2 / (3.14159265 * d * d) * v;
}

vec3 environment_specular(vec3 normal, vec3 to_eye, float roughness) {
    vec3 r = to_world(reflect(-to_eye, normal));
    return textureLod(env_map, r, roughness * ENV_LAST_MIP).rgb;
}

// The track lights' warm light: from above and a little from all sides, strongest over the goods.
vec3 spot_light(vec3 world_normal, float amount) {
    return SPOT_COLOR * (amount * (0.38 + 0.62 * clamp(world_normal.z * 0.8 + 0.2, 0.0, 1.0)));
}

vec3 shade(Surface s) {
    float nv = clamp(dot(s.normal, s.to_eye), 0.001, 1.0);
    vec3 f0 = mix(vec3(0.04), s.base, s.metallic);
    vec2 ab = env_brdf(s.roughness, nv);
    vec3 e = f0 * ab.x + ab.y;
    // Energy lost to single scattering comes back (Fdez-Aguera 2019), so that a white metal stays white.
    float e_white = ab.x + ab.y;
    vec3 average = f0 + (1.0 - f0) / 21.0;
    vec3 multi = e * average * (1.0 - e_white) / (1.0 - average * (1.0 - e_white));
    vec3 world_normal = to_world(s.normal);
    vec3 diffuse = s.base * (1.0 - s.metallic) * (1.0 - e - multi);
    vec3 light = irradiance(world_normal);
    vec3 color = (diffuse + multi) * light * s.occlusion;
    color += e * environment_specular(s.normal, s.to_eye, s.roughness)
        * specular_occlusion(nv, s.occlusion, s.roughness);
    vec3 key = transpose(mat3(p3d_ViewMatrixInverse)) * KEY_DIRECTION;
    float nl = clamp(dot(s.normal, key), 0.0, 1.0);
    vec3 h = normalize(key + s.to_eye);
    float spread = max(s.roughness, 0.25);  // the key is a broad soft source
    float highlight = ggx(clamp(dot(s.normal, h), 0.0, 1.0), nv, nl, spread);
    vec3 f = f0 + (1.0 - f0) * pow(1.0 - clamp(dot(key, h), 0.0, 1.0), 5.0);
    float dark = s.occlusion * s.occlusion;
    color += (diffuse + f * highlight) * KEY_COLOR * nl * dark;
    color += diffuse * spot_light(world_normal, s.spot) * dark;
    return color;
}

// Khronos PBR Neutral tone mapper (KhronosGroup/ToneMapping specification): base colours up to 0.8 stay as they are.
vec3 neutral(vec3 color) {
    float low = min(color.r, min(color.g, color.b));
    float offset = low < 0.08 ? low - 6.25 * low * low : 0.04;
    color -= offset;
    float peak = max(color.r, max(color.g, color.b));
    const float start = 0.8 - 0.04;
    if (peak < start) {
        return color;
    }
    const float room = 1.0 - start;
    float new_peak = 1.0 - room * room / (peak + room - start);
    float to_white = 1.0 - 1.0 / (0.15 * (peak - new_peak) + 1.0);
    return mix(color * (new_peak / peak), vec3(new_peak), to_white);
}

vec3 srgb(vec3 linear) {
    vec3 c = clamp(linear, 0.0, 1.0);
    return mix(12.92 * c, 1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, c));
}

vec3 linear(vec3 encoded) {
    return mix(encoded / 12.92, pow((encoded + 0.055) / 1.055, vec3(2.4)), step(0.04045, encoded));
}

vec3 display(vec3 radiance) {
    // Half a step of ordered noise hides banding on the large calm walls; it is fixed to the pixel, so repeatable.
    return srgb(neutral(radiance * EXPOSURE)) + (grain() - 0.5) / 255.0;
}

// What a mirrored highlight adds to an already encoded picture: blending happens after encoding, where the same light
// counts far less on a bright ground than on black; a middle ground is assumed.
vec3 added(vec3 gloss) {
    const float ground = 0.35;
    return srgb(neutral(gloss * EXPOSURE + ground)) - srgb(neutral(vec3(ground)));
}

// True where a surface fading to `amount` (0..1) keeps this pixel.
bool kept(float amount) {
    return grain() < amount;
}
