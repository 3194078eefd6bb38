"""The map panel: the store from above, the departments, and where the shopper stands."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QWidget

from client.catalog.api import DepartmentInfo
from client.domain import actions as a
from client.domain.session import Change, Session, Standing
from client.panels.map_model import FloorRect, MapArea, MapModel
from client.panels.panel import Panel, PanelServices
from client.panels.style import COLOURS, SMALL_PX
from client.panels.widgets import button, clear, column, framed, holder, label, row, scrolling
from client.texts import Texts

_AREAS = ("#dbe9ea", "#efe3d0", "#e2e7d4", "#ecdcdc", "#dfdcec", "#e9e6d2", "#d8e4ee", "#eadfe8")
_MARGIN_PX, _ARROW_PX, _LIST_PX = 18.0, 17.0, 400
_LEAST_MOVE_M, _LEAST_TURN_RAD = 0.05, 0.05


class FloorView(QWidget):
    """The floor drawn to fit, entrance below; tells which department was clicked."""

    def __init__(self, model: MapModel, names: dict[str, str], zones: dict[str, str]) -> None:
        super().__init__()
        self._model, self._names, self._zones = model, names, zones
        self._here: Standing | None = None
        self._drawn: QPixmap | None = None
        self.on_area: Callable[[str], None] = lambda department: None
        self.setObjectName("floor")

    def stand(self, here: Standing) -> None:
        """Moves the arrow; smaller steps than one can see do not repaint."""
        before = self._here
        if before is None or (
            math.hypot(here.x_m - before.x_m, here.y_m - before.y_m) > _LEAST_MOVE_M
            or abs(math.remainder(here.heading_rad - before.heading_rad, math.tau)) > _LEAST_TURN_RAD
        ):
            if before is not None:
                self.update(self._arrow_room(before))
            self._here = here
            self.update(self._arrow_room(here))

    def point(self, x_m: float, y_m: float) -> QPointF:
        """Floor metres to pixels of this widget; y grows upwards on the map, as one walks in."""
        x0, y0, x1, y1 = self._model.floor
        scale = self._scale()
        left = (self.width() - (x1 - x0) * scale) / 2
        bottom = self.height() - (self.height() - (y1 - y0) * scale) / 2
        return QPointF(left + (x_m - x0) * scale, bottom - (y_m - y0) * scale)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """A click in a department's area."""
        for area in self._model.areas:
            if self._rect(area.rect).contains(event.position()):
                self.on_area(area.department)
                return

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """Copies the floor, which is drawn once a size, and draws the arrow over it."""
        if self._drawn is None or self._drawn.size() != self.size():
            self._drawn = self._draw_floor()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(event.rect(), self._drawn, event.rect())
        if self._here is not None:
            self._draw_arrow(painter, self._here)
        painter.end()

    def _draw_floor(self) -> QPixmap:
        picture = QPixmap(self.size())
        picture.fill(QColor(COLOURS.card))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        floor = self._rect(self._model.floor)
        painter.setPen(Qt.PenStyle.NoPen)
        for index, area in enumerate(self._model.areas):
            painter.setBrush(QColor(_AREAS[index % len(_AREAS)]))
            painter.drawRoundedRect(self._rect(area.rect).intersected(floor), 8, 8)
        painter.setBrush(QColor(COLOURS.faint_ink))
        painter.setOpacity(0.3)
        for footprint in self._model.footprints:
            painter.drawRect(self._rect(footprint))
        painter.setOpacity(1.0)
        for zone in self._model.zones:
            painter.setBrush(QColor(COLOURS.tint_pressed))
            painter.drawRoundedRect(self._rect(zone.rect), 6, 6)
        # The walls come last: whatever stands along them must not rub them out.
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(COLOURS.faint_ink), 4))
        painter.drawRoundedRect(floor, 10, 10)
        self._draw_names(painter)
        painter.end()
        return picture

    def _draw_names(self, painter: QPainter) -> None:
        font = QFont(self.font())
        font.setPixelSize(SMALL_PX)
        font.setWeight(QFont.Weight.DemiBold)
        for area in self._model.areas:
            self._write(painter, font, self._names.get(area.department, area.department), area.rect)
        font.setWeight(QFont.Weight.Normal)
        for zone in self._model.zones:
            self._write(painter, font, self._zones.get(zone.kind, ""), zone.rect)

    def _write(self, painter: QPainter, font: QFont, text: str, where: FloorRect) -> None:
        """A name on a light plate, at its place but never beyond the widget's edge."""
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(text) + 16.0
        height = painter.fontMetrics().height() + 2.0
        middle = self._rect(where).center()
        left = min(max(2.0, middle.x() - width / 2), max(2.0, self.width() - width - 2.0))
        top = min(max(2.0, middle.y() - height / 2), self.height() - height - 2.0)
        plate = QRectF(left, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(255, 255, 255, 225))
        painter.drawRoundedRect(plate, 8, 8)
        painter.setPen(QColor(COLOURS.ink))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)

    def _arrow_room(self, here: Standing) -> QRect:
        """The pixels that an arrow there may touch."""
        reach = round(_ARROW_PX * 2)
        middle = self.point(here.x_m, here.y_m).toPoint()
        return QRect(middle.x() - reach, middle.y() - reach, 2 * reach, 2 * reach)

    def _draw_arrow(self, painter: QPainter, here: Standing) -> None:
        size = _ARROW_PX
        arrow = QPolygonF([QPointF(0, -size * 1.4), QPointF(size, size), QPointF(0, size * 0.5), QPointF(-size, size)])
        painter.save()
        painter.translate(self.point(here.x_m, here.y_m))
        painter.rotate(-math.degrees(here.heading_rad))
        painter.setPen(QPen(QColor("white"), 4))
        painter.setBrush(QColor(COLOURS.focus))
        painter.drawPolygon(arrow)
        painter.restore()

    def _scale(self) -> float:
        x0, y0, x1, y1 = self._model.floor
        wide, high = max(x1 - x0, 0.1), max(y1 - y0, 0.1)
        return min((self.width() - 2 * _MARGIN_PX) / wide, (self.height() - 2 * _MARGIN_PX) / high)

    def _rect(self, rect: FloorRect) -> QRectF:
        return QRectF(self.point(rect[0], rect[3]), self.point(rect[2], rect[1]))


class MapPanel(Panel):
    """Departments as a list and on the floor; a click goes there."""

    def __init__(self, services: PanelServices, texts: Texts) -> None:
        super().__init__(services, texts)
        self._model: MapModel | None = None
        self._floor: FloorView | None = None
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(24, 18, 24, 24)
        self._row.setSpacing(18)

    def show_session(self, session: Session, changes: frozenset[Change]) -> None:
        """Follows the plan and the shopper."""
        model = self.services.store_map()
        if model != self._model or self._row.count() == 0 or Change.DEPARTMENT in changes:
            self._model = model
            self._build(session)
        if self._floor is not None:
            self._floor.stand(session.standing)

    def _build(self, session: Session) -> None:
        clear(self._row)
        self._floor = None
        departments = self.services.catalog.departments()
        names = {info.key: self.texts.department(info.key, info.label) for info in departments}
        if self._model is not None:
            kinds = ("guide_desk", "fitting_room", "checkout")
            zones = {kind: self.texts.sign(kind) for kind in kinds} | {"entrance": self.texts.say("map.entrance")}
            self._floor = FloorView(self._model, names, zones)
            self._floor.on_area = self._go
            self._row.addWidget(framed("card", column(self._floor), margins=(8, 8, 8, 8)), 1)
        lines = column(spacing=10)
        lines.addWidget(label(self.texts.say("map.departments"), "faint"))
        if session.department is not None:
            front = self.texts.say("map.front")
            lines.addWidget(button(front, "front_store", lambda: self._show(None), "primary"))
        for info in departments:
            lines.addWidget(self._department(info, names[info.key]))
        lines.addStretch(1)
        lines.setContentsMargins(0, 0, 8, 0)
        side = column(scrolling(holder(lines), "map_scroll"), spacing=12)
        if self._model is not None and self._model.pages > 1:
            side.addLayout(self._pages(session, self._model.pages))
        beside = holder(side)
        beside.setFixedWidth(_LIST_PX)
        self._row.addWidget(beside)

    def _pages(self, session: Session, pages: int) -> QHBoxLayout:
        """The pages of a store too large to stand at once."""
        page, say, department = session.page, self.texts.say, session.department

        def turn(to: int) -> None:
            self.services.dispatch(a.ShowDepartment(department, to))

        before = button("<", "page_previous", lambda: turn(page - 1), "square", spoken=say("map.previous_page"))
        after = button(">", "page_next", lambda: turn(page + 1), "square", spoken=say("map.next_page"))
        before.setEnabled(page > 0)
        after.setEnabled(page + 1 < pages)
        words = label(say("map.page", page=page + 1, pages=pages), "strong", name="page_number", wrap=False)
        return row(before, None, words, None, after)

    def _department(self, info: DepartmentInfo, name: str) -> QWidget:
        text = self.texts.say("map.department", name=name, count=info.products)
        return button(text, f"department_{info.key}", lambda: self._go(info.key), "chip")

    def _go(self, department: str) -> None:
        """Walks to a department that stands here; has the store filled with it where it does not."""
        area = self._area(department)
        if area is None:
            self._show(department)
            return
        x, y, heading = area.view
        self.services.dispatch(a.Move(x, y, heading))
        self.services.dispatch(a.ClosePanel())

    def _show(self, department: str | None) -> None:
        self.services.dispatch(a.ShowDepartment(department))

    def _area(self, department: str) -> MapArea | None:
        areas = self._model.areas if self._model else ()
        return next((area for area in areas if area.department == department), None)
