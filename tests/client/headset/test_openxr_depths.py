"""When a runtime is given the eyes' depths, and what it is told of them: simulated here, then on a real one."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from client.headset.api import Part
from tests.simulators.monado import Monado
from tests.simulators.monado_run import visit

xr = pytest.importorskip("xr")
from client.headset.openxr import headset, instance, swapchains  # noqa: E402
from client.headset.openxr.choices import RGBA8  # noqa: E402
from client.headset.openxr.gl import DEPTHS, Plane  # noqa: E402

DEPTH16, DEPTH24, DEPTH32 = 0x81A5, 0x81A6, 0x8CAC
PARTS: tuple[Part, ...] = ((0, 0, 4, 3), (4, 0, 4, 3))


class Pictures:
    """The eyes; a driver that draws no depths says so when it is asked for some."""

    reach_m = (0.05, 200.0)

    def __init__(self, draws_depths: bool = True) -> None:
        self.draws_depths, self.opened = draws_depths, list[int]()

    def open(self, sizes: Sequence[tuple[int, int]], depth_bits: int = 0) -> None:
        self.opened.append(depth_bits)
        if depth_bits and not self.draws_depths:
            raise RuntimeError("no depths here")

    def parts(self) -> Sequence[Part]:
        return PARTS


class Images:
    """A swapchain: `copied` says which textures."""

    def __init__(self, *made: Any) -> None:
        (_, _, self.size_px, self.pixel_format, self.plane) = made
        self.copied, self.closed = list[int](), False
        made[1].made.append(self)

    def part(self, left: int, bottom: int, width: int, height: int) -> Any:
        rectangle = xr.Rect2Di(xr.Offset2Di(left, bottom), xr.Extent2Di(width, height))
        return xr.SwapchainSubImage(None, rectangle, 0)

    def copy(self, texture: int) -> None:
        self.copied.append(texture)

    def close(self) -> None:
        self.closed = True


class Driver:
    """OpenGL, as far as it fails: `refusals` are how many copies of depths it refuses, beginning with the first."""

    def __init__(self, refusals: int = 0) -> None:
        self.made: list[Images] = []
        self.refusals, self.asked = refusals, 0

    def failed(self) -> bool:
        self.asked += 1
        return self.asked % 2 == 0 and self.asked // 2 <= self.refusals

    def of(self, plane: Plane) -> list[Images]:
        return [one for one in self.made if one.plane is plane]


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> Driver:
    made = Driver()
    monkeypatch.setattr(swapchains, "Gl", lambda find: made)
    monkeypatch.setattr(swapchains, "Chain", Images)
    monkeypatch.setattr("client.headset.openxr.depths.Chain", Images)
    return made


def opened(
    monkeypatch: pytest.MonkeyPatch, pictures: Pictures, formats: Sequence[int], *, offered: bool = True,
    depth: bool = True,
) -> tuple[int, swapchains.Swapchains]:  # fmt: skip
    monkeypatch.setattr(xr, "enumerate_swapchain_formats", lambda session: formats)
    made: Any = headset.OpenXrHeadset.__new__(headset.OpenXrHeadset)
    made._pictures, made.eye_sizes, made._session = pictures, [(4, 3)] * 2, SimpleNamespace(handle=None)
    made._instance = SimpleNamespace(extensions=[instance.DEPTH_LAYER] if offered else [])
    chains = made._open_chains(lambda name: 0, depth)
    return made.depth_bits, chains


@pytest.mark.parametrize(("format_", "bits"), [(DEPTH24, 24), (DEPTH32, 32)])
def test_depths_where_they_are_taken(driver: Driver, monkeypatch: pytest.MonkeyPatch, format_: int, bits: int) -> None:
    pictures = Pictures()
    told, chains = opened(monkeypatch, pictures, [RGBA8, DEPTH16, format_])
    assert told == bits
    assert pictures.opened == [bits]
    (depths,) = driver.of(DEPTHS)
    assert (depths.pixel_format, depths.size_px) == (format_, (8, 3))
    assert chains.depths is not None


@pytest.mark.parametrize(
    ("formats", "offered", "depth"),
    [([RGBA8, DEPTH16], True, True), ([RGBA8, DEPTH32], False, True), ([RGBA8, DEPTH32], True, False)],
    ids=["no format that the eyes have", "no extension", "not wanted"],
)
def test_nothing_is_paid_where_depths_are_not_taken(
    driver: Driver, monkeypatch: pytest.MonkeyPatch, formats: list[int], offered: bool, depth: bool
) -> None:
    pictures = Pictures()
    told, chains = opened(monkeypatch, pictures, formats, offered=offered, depth=depth)
    assert (told, pictures.opened, chains.depths) == (0, [0], None)
    assert driver.of(DEPTHS) == []
    chains.copy(7, None)
    assert [view.next for view in chains.views] == [None, None]


def test_a_driver_that_draws_no_depths_costs_the_depths_only(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = Pictures(draws_depths=False)
    told, chains = opened(monkeypatch, pictures, [RGBA8, DEPTH32])
    assert (told, pictures.opened, chains.depths) == (0, [32, 0], None)


def test_a_runtime_that_refuses_the_swapchain_costs_the_depths_only(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*made: Any) -> Images:
        raise xr.exception.SwapchainFormatUnsupportedError

    monkeypatch.setattr("client.headset.openxr.depths.Chain", refuse)
    pictures = Pictures()
    told, chains = opened(monkeypatch, pictures, [RGBA8, DEPTH32])
    assert (told, pictures.opened, chains.depths) == (0, [32, 0], None)
    first, second = driver.made
    assert (first.closed, second.closed) == (True, False), "what was made before is given back"


def chained(chains: swapchains.Swapchains) -> list[Any]:
    kind = ctypes.POINTER(xr.CompositionLayerDepthInfoKHR)
    return [ctypes.cast(view.next, kind).contents if view.next else None for view in chains.views]


def test_what_the_runtime_is_told(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    _, chains = opened(monkeypatch, Pictures(), [RGBA8, DEPTH32])
    chains.copy(7, 8)
    assert [images.copied for images in driver.made] == [[7], [8]]
    for part, told in zip(PARTS, chained(chains), strict=True):
        assert told._type == xr.StructureType.COMPOSITION_LAYER_DEPTH_INFO_KHR.value
        rectangle = told.sub_image.image_rect
        corner, extent = rectangle.offset, rectangle.extent
        assert (corner.x, corner.y, extent.width, extent.height) == part
        assert (told.min_depth, told.max_depth) == (0.0, 1.0)
        assert (told.near_z, told.far_z) == pytest.approx((0.05, 200.0))
    views = (xr.View * 2)(xr.View(), xr.View())
    assert [bool(view.next) for view in chains.shown(views)] == [True, True], "new poses leave them there"
    chains.close()
    assert all(images.closed for images in driver.made)


def test_frames_without_depths_are_shown_without(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    _, chains = opened(monkeypatch, Pictures(), [RGBA8, DEPTH32])
    driver.refusals = 2
    told = []
    for texture in (8, 8, 8, None, 8):
        chains.copy(7, texture)
        told.append(chained(chains)[0] is not None)
    assert told == [False, False, True, False, True], "the first two copies failed, the fourth frame had none"
    assert driver.asked == 6, "once proven the driver is not asked again"


def test_a_driver_that_never_copies_depths_is_left_alone(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    _, chains = opened(monkeypatch, Pictures(), [RGBA8, DEPTH32])
    driver.refusals = 10_000
    for _ in range(100):
        chains.copy(7, 8)
    colours, depths = driver.made
    assert len(colours.copied) == 100
    assert len(depths.copied) == 30
    assert chained(chains) == [None, None]


@pytest.mark.monado
@pytest.mark.gl
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_real_runtime_is_given_depths(
    monado: Monado, root: Path, home: Path, tmp_path: Path, repository: Path
) -> None:
    """A product that was gone up to, and the wall behind it, are as far as they are in the store."""
    told = visit(monado, "deep", root, home, tmp_path, repository, "tests.simulators.monado_depths")
    assert told["bits"] == 32
    assert told["chained"] == [True, True], "both eyes' views name their depths"
    assert told["frames"] >= 12, "and the runtime goes on with them"
    assert told["focused"]
    assert min(told["spread"]) > 20, "the colours are there as before"
    for seen, (nearest, farthest) in zip(told["product_m"], told["expected_product_m"], strict=True):
        assert nearest - 0.02 < seen < farthest + 0.02
    for product, wall, expected in zip(told["product_m"], told["wall_m"], told["expected_wall_m"], strict=True):
        assert expected - 0.3 < wall < expected + 0.05, "the wall is clad"
        assert product < wall - 1.0


@pytest.mark.monado
@pytest.mark.gl
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_shopper_may_do_without_them(
    monado: Monado, root: Path, home: Path, tmp_path: Path, repository: Path
) -> None:
    told = visit(monado, "shallow", root, home, tmp_path, repository, "tests.simulators.monado_depths")
    assert told == {"bits": 0, "chained": [False, False], "read": 0, "focused": True}
