// Before every vertex program: the one way from the camera's space to the screen.
// With TWO_EYES everything is drawn twice at once, each eye into its half of one picture. The camera then stands between
// the eyes, its axes serve both, and what is seen from an eye is seen from `v_eye`.
uniform mat4 p3d_ModelViewMatrix;

#ifdef TWO_EYES
// From the camera's space to each eye's half of the picture, left first; then, a column an eye, where the eye is in the
// camera's space, and in w the first pixel of its half. One array, because each is set anew for each Geom.
uniform mat4 eyes[3];
flat out vec4 v_eye;
#else
uniform mat4 p3d_ProjectionMatrix;
#endif

// A place in the camera's space as seen from the eye.
vec3 from_eye(vec4 position) {
#ifdef TWO_EYES
    return position.xyz - eyes[2][gl_InstanceID].xyz;
#else
    return position.xyz;
#endif
}

// Puts a place in the camera's space on the screen.
void project(vec4 position) {
#ifdef TWO_EYES
    gl_Position = eyes[gl_InstanceID] * position;
    gl_ClipDistance[0] = gl_InstanceID == 0 ? -gl_Position.x : gl_Position.x;
    v_eye = eyes[2][gl_InstanceID];
#else
    gl_Position = p3d_ProjectionMatrix * position;
#endif
}

// Leaves a vertex out: a triangle of such vertices is dropped whole.
void vanish() {
    gl_Position = vec4(2.0, 2.0, 2.0, 1.0);  // outside of what is seen
}
