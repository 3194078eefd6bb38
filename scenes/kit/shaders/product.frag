uniform sampler2D base_map;
uniform sampler2D orm_map;          // occlusion, roughness, metallic
uniform sampler2D normal_map;
uniform sampler2D emissive_map;
uniform vec4 emissive;              // linear rgb; a: normal scale, 0 without a normal map
uniform vec4 coat;                  // clearcoat, its roughness, sheen roughness, alpha cutoff (0 = opaque)
uniform vec4 sheen;                 // linear rgb; a: transmission
uniform vec4 look;                  // fade 0..1, highlight 0..1, occlusion strength, spare

uniform vec4 orm_uv;                // scale and shift from the base colour's UV to these pictures'
uniform vec4 normal_uv;

in vec3 v_position;
in vec3 v_normal;
in vec2 v_uv;
in vec4 v_color;
in vec3 v_surface;
in float v_spot;

out vec4 o_color;

// Normal mapping without stored tangents, by screen derivatives (Mikkelsen's and Schueler's cotangent frame).
vec3 mapped_normal(vec3 n) {
    vec3 dp1 = dFdx(v_position);
    vec3 dp2 = dFdy(v_position);
    vec2 duv1 = dFdx(v_uv);
    vec2 duv2 = dFdy(v_uv);
    vec3 dp2perp = cross(dp2, n);
    vec3 dp1perp = cross(n, dp1);
    vec3 t = dp2perp * duv1.x + dp1perp * duv2.x;
    vec3 b = dp2perp * duv1.y + dp1perp * duv2.y;
    float longest = max(dot(t, t), dot(b, b));
    if (longest < 1e-20) {
        return n;
    }
    float scale = inversesqrt(longest);
    vec3 texel = texture(normal_map, v_uv * normal_uv.xy + normal_uv.zw).xyz * 2.0 - 1.0;
    texel.xy *= emissive.a;
    // v grows downwards in the picture, green points up in it.
    return normalize(t * scale * texel.x - b * scale * texel.y + n * texel.z);
}

// Charlie-like sheen seen through an even environment: an analytic fit of its directional albedo, own least squares.
float sheen_albedo(float nv, float roughness) {
    float a = roughness * roughness;
    return clamp((0.18 + 0.55 * a) * pow(1.0 - nv, 3.0 - 1.6 * a) + 0.06 * a, 0.0, 1.0);
}

void main() {
    if (look.x < 1.0 && !kept(look.x)) {
        discard;
    }
    vec4 base = texture(base_map, v_uv);
    float alpha = base.a * v_color.a;
#ifndef BLENDED
    if (coat.w > 0.0) {
        if (alpha < coat.w) {
            discard;
        }
    }
#endif
    vec3 orm = texture(orm_map, v_uv * orm_uv.xy + orm_uv.zw).rgb;
    Surface s;
    s.base = base.rgb * v_color.rgb;
    s.roughness = clamp(v_surface.x * orm.g, 0.045, 1.0);
    s.metallic = v_surface.y * orm.b;
    s.occlusion = v_surface.z * mix(1.0, orm.r, look.z);
    s.normal = normalize(gl_FrontFacing ? v_normal : -v_normal);
    if (emissive.a > 0.0) {
        s.normal = mapped_normal(s.normal);
    }
    s.to_eye = normalize(-v_position);
    s.spot = v_spot;
    // Specular anti-aliasing: what the normals turn within a pixel becomes roughness (Kaplanyan, Tokuyoshi 2019).
    vec3 du = dFdx(s.normal);
    vec3 dv = dFdy(s.normal);
    float widened = min(0.5 * (dot(du, du) + dot(dv, dv)), 0.18);
    s.roughness = sqrt(sqrt(min(pow(s.roughness, 4.0) + widened, 1.0)));
    float nv = clamp(dot(s.normal, s.to_eye), 0.001, 1.0);
    // A lampshade glows less where it is seen at a slant; without that it looks cut out of paper.
    vec3 glow = emissive.rgb * texture(emissive_map, v_uv).rgb * mix(0.10, 0.55, nv);
#ifdef BLENDED
    // Premultiplied: highlights stay at full strength however clear the glass is.
    float through = sheen.a;
    vec2 ab = env_brdf(s.roughness, nv);
    float f = 0.04 * ab.x + ab.y;
    vec3 gloss = f * environment_specular(s.normal, s.to_eye, s.roughness) * s.occlusion;
    if (through > 0.0) {
        float tint = dot(s.base, vec3(0.3333));
        float cover = clamp((1.0 - tint * through) * 0.85, 0.0, 1.0);
        vec3 body = display(s.base * irradiance(to_world(s.normal)) + glow) * cover;
        o_color = vec4(body + added(gloss), 1.0 - (1.0 - f) * (1.0 - cover));
    } else {
        o_color = vec4(display(shade(s) + glow) * alpha, alpha);
    }
#else
    vec3 lit = shade(s);
    float e_sheen = max(sheen.r, max(sheen.g, sheen.b));
    if (e_sheen > 0.0) {
        float albedo = sheen_albedo(nv, coat.z);
        lit = lit * (1.0 - e_sheen * albedo) + sheen.rgb * albedo * irradiance(to_world(s.normal)) * s.occlusion;
    }
    if (coat.x > 0.0) {
        vec3 n = normalize(gl_FrontFacing ? v_normal : -v_normal);
        float nv_coat = clamp(dot(n, s.to_eye), 0.001, 1.0);
        vec2 ab = env_brdf(coat.y, nv_coat);
        float f = coat.x * (0.04 * ab.x + ab.y);
        lit = lit * (1.0 - f) + f * environment_specular(n, s.to_eye, coat.y) * s.occlusion;
    }
    lit += glow;
    lit += vec3(1.0, 0.93, 0.8) * look.y * (0.05 + 0.5 * pow(1.0 - nv, 3.0));
    o_color = vec4(display(lit), 1.0);
#endif
}
