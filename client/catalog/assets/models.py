"""From a foreign 3D file to three levels of detail at true size; runs only inside an asset worker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from client.catalog.assets.jobs import LevelData, ModelDone, ModelJob, WorkerLimits
from client.catalog.assets.opening import open_source
from client.catalog.assets.sizing import as_size, decide
from client.catalog.errors import SourceError
from client.catalog.importers.draft import ArchiveSource, FamilySource, ModelSource
from client.domain.product import TrustNote

if TYPE_CHECKING:
    from scenes.model.values import Model


def finish_model(job: ModelJob, limits: WorkerLimits) -> ModelDone:
    """Reads, turns, sizes and reduces a model. Raises SourceError or scenes.model.errors.ModelError in words."""
    import numpy as np

    from scenes.model.levels import make_levels
    from scenes.model.normalise import normalise

    plan = job.plan
    model = _read(plan.source, limits)
    rotation = None if plan.rotation is None else np.array(plan.rotation, np.float64).reshape(3, 3)
    standing = normalise(model, rotation=rotation)
    decision = decide(standing.size_m(), job.stated, plan.units_free)
    if decision.scale != (1.0, 1.0, 1.0):
        width, height, depth = (m * s for m, s in zip(decision.measured, decision.scale, strict=True))
        standing = normalise(standing, fit_m=(width, height, depth), per_axis=True)
    levels = make_levels(standing)

    made = [
        LevelData(glb, level.triangle_count, len({p.material for p in level.primitives}))
        for glb, level in zip(levels.glbs(), (levels.hero, levels.shelf, levels.far), strict=True)
    ]
    return ModelDone(
        hero=made[0],
        shelf=made[1],
        far=made[2],
        size=as_size(levels.hero.size_m()),
        decision=decision,
        variants=tuple(levels.hero.variants),
        notes=tuple(TrustNote(note.key, note.values) for note in model.notes[:20]),
    )


def _read(source: ModelSource, limits: WorkerLimits) -> Model:
    """Parses a source into a model in its own unit and axes."""
    from scenes.model.gltf_read import read_gltf
    from scenes.model.limits import Limits
    from scenes.model.obj_read import read_obj

    if isinstance(source, FamilySource):
        from client.catalog.importers.demo import build_member

        return build_member(source)
    data, resolve = open_source(source, limits)
    bounds = Limits(max_bytes=limits.max_file_bytes)
    name = source.member if isinstance(source, ArchiveSource) else source.path
    ending = name.rsplit(".", 1)[-1].lower()
    if data[:4] == b"glTF" or ending in ("gltf", "glb"):
        return read_gltf(data, bounds, resolve)
    if ending == "obj":
        return read_obj(data, bounds, resolve, double_sided=True)
    raise SourceError(f"3D files of the kind .{ending[:10]} are not read; GLB, glTF and OBJ are.")
