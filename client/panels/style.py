"""The look of every panel: warm paper, dark ink, one accent; sizes chosen for reading at arm's length in a headset.

At 1100 pixels a metre and 1.35 m away (where a headset's panels stand) a degree is 26 pixels, so 28 pixel letters with
their 40 pixel line are 1.54 degrees tall, small print is 1.50, and a 68 pixel button 2.6: easy to read, easy to hit.
"""

from __future__ import annotations

from dataclasses import dataclass

PIXELS_PER_METRE = 1100.0
BODY_PX, SMALL_PX, LARGE_PX, TITLE_PX, PRICE_PX = 28, 27, 34, 38, 44
BUTTON_PX = 68
KEY_PX = 72
TOAST_TEXT_PX = 30


@dataclass(frozen=True)
class Colours:
    """sRGB colours; ink on paper is 15:1, accent on paper and white on accent are 5.9:1 or more."""

    ink: str = "#16222c"
    faint_ink: str = "#4a5864"
    paper: str = "#f5f2ec"
    card: str = "#ffffff"
    line: str = "#d8d2c6"
    accent: str = "#0b6670"
    accent_hover: str = "#0e7c88"
    accent_pressed: str = "#074a52"
    tint: str = "#e3f0f0"
    tint_pressed: str = "#c7e2e2"
    good: str = "#1d6b3a"
    bad: str = "#a52a1e"
    focus: str = "#c2500a"
    disabled: str = "#76808a"
    disabled_fill: str = "#e9e5dd"
    on_accent: str = "#ffffff"
    toast: str = "#16222c"
    on_toast: str = "#ffffff"
    edge: int = 2
    """Width of the lines around cards and rows, pixels."""


COLOURS = Colours()
STRONG = Colours(
    ink="#ffffff", faint_ink="#dfe6ea", paper="#0d1114", card="#161c21", line="#aab6be", accent="#ffd23f",
    accent_hover="#ffe07a", accent_pressed="#d9ac12", tint="#3a3313", tint_pressed="#57490f", good="#8be28b",
    bad="#ffab9e", focus="#6fc8ff", disabled="#a3adb4", disabled_fill="#2a3137", on_accent="#0d1114", toast="#0d1114",
    on_toast="#ffffff", edge=3,
)  # fmt: skip
"""High contrast that does not glare in a headset: white and yellow on near black, every text 8:1 or more on its ground;
what cannot be pressed is 5:1."""


@dataclass(frozen=True)
class Look:
    """How panels are drawn for this person. `text_scale` multiplies every letter size (1.0 to 1.5)."""

    text_scale: float = 1.0
    high_contrast: bool = False

    @property
    def colours(self) -> Colours:
        """The palette."""
        return STRONG if self.high_contrast else COLOURS


def style_sheet(look: Look) -> str:
    """Qt style sheet of all panels."""
    c, text_scale = look.colours, look.text_scale

    def px(size: int) -> str:
        return f"{round(size * text_scale)}px"

    # A key is 72 pixels high with its border, and higher where larger letters need it.
    key_height = max(KEY_PX - 6, round(1.5 * TITLE_PX * text_scale))
    return f"""
    * {{ color: {c.ink}; font-size: {px(BODY_PX)}; outline: none; }}
    #frame {{ background: {c.paper}; }}
    #toast {{ background: {c.toast}; border: {c.edge - 2}px solid {c.line}; border-radius: 24px; }}
    #toast QLabel {{ color: {c.on_toast}; font-size: {px(TOAST_TEXT_PX)}; }}
    QLabel {{ background: transparent; }}
    QLabel[role="title"] {{ font-size: {px(TITLE_PX)}; font-weight: 600; }}
    QLabel[role="heading"] {{ font-size: {px(LARGE_PX)}; font-weight: 600; }}
    QLabel[role="price"] {{ font-size: {px(PRICE_PX)}; font-weight: 600; }}
    QLabel[role="strong"] {{ font-weight: 600; }}
    QLabel[role="small"] {{ font-size: {px(SMALL_PX)}; color: {c.faint_ink}; }}
    QLabel[role="faint"] {{ color: {c.faint_ink}; }}
    QLabel[role="good"] {{ color: {c.good}; font-weight: 600; }}
    QLabel[role="bad"] {{ color: {c.bad}; font-weight: 600; }}
    QLabel[role="differs"] {{ background: {c.tint}; border-radius: 8px; padding: 4px 8px; }}
    QLabel[role="same"] {{ padding: 4px 8px; }}
    QFrame[role="card"] {{ background: {c.card}; border: {c.edge}px solid {c.line}; border-radius: 20px; }}
    QFrame[role="row"] {{ background: {c.card}; border: {c.edge}px solid {c.line}; border-radius: 18px; }}
    QFrame[role="bar"] {{ background: {c.card}; border: none; border-bottom: 2px solid {c.line}; }}
    QFrame[role="side"] {{ background: {c.card}; border: none; border-left: 2px solid {c.line}; }}
    QFrame[role="footer"] {{ background: {c.card}; border: none; border-top: 2px solid {c.line}; }}
    QPushButton {{
        background: {c.card}; border: 3px solid {c.accent}; border-radius: 18px; color: {c.accent};
        font-weight: 600; padding: 0px 20px; min-height: {BUTTON_PX - 6}px;
    }}
    QPushButton:hover {{ background: {c.tint}; }}
    QPushButton:pressed {{ background: {c.tint_pressed}; }}
    QPushButton:checked {{
        background: {c.tint}; border: 5px solid {c.accent}; padding: 0px 18px; min-height: {BUTTON_PX - 10}px;
    }}
    QPushButton:focus {{ border: 5px solid {c.focus}; padding: 0px 18px; min-height: {BUTTON_PX - 10}px; }}
    QPushButton:disabled {{ background: {c.disabled_fill}; border-color: {c.disabled_fill}; color: {c.disabled}; }}
    QPushButton[role="primary"] {{ background: {c.accent}; color: {c.on_accent}; }}
    QPushButton[role="primary"]:hover {{ background: {c.accent_hover}; border-color: {c.accent_hover}; }}
    QPushButton[role="primary"]:pressed {{ background: {c.accent_pressed}; border-color: {c.accent_pressed}; }}
    QPushButton[role="primary"]:focus {{ border-color: {c.focus}; }}
    QPushButton[role="primary"]:disabled {{
        background: {c.disabled_fill}; border-color: {c.disabled_fill}; color: {c.disabled};
    }}
    QPushButton[role="quiet"] {{ border-color: transparent; background: transparent; }}
    QPushButton[role="quiet"]:hover {{ background: {c.tint}; border-color: {c.tint}; }}
    QPushButton[role="quiet"]:pressed {{ background: {c.tint_pressed}; border-color: {c.tint_pressed}; }}
    QPushButton[role="quiet"]:focus {{ border-color: {c.focus}; }}
    QPushButton[role="tile"] {{
        border-color: transparent; background: transparent; padding: 0px; min-height: 0px; text-align: left;
    }}
    QPushButton[role="tile"]:hover {{ background: {c.tint}; border-color: {c.tint}; }}
    QPushButton[role="tile"]:pressed {{ background: {c.tint_pressed}; }}
    QPushButton[role="tile"]:focus {{ border-color: {c.focus}; padding: 0px; }}
    QPushButton[role="chip"], QPushButton[role="chip_sold"] {{
        border-color: {c.line}; color: {c.ink}; border-radius: 16px; min-width: 40px;
    }}
    QPushButton[role="chip"]:checked, QPushButton[role="chip_sold"]:checked {{ border-color: {c.accent}; }}
    QPushButton[role="chip"]:focus, QPushButton[role="chip_sold"]:focus {{ border-color: {c.focus}; }}
    QPushButton[role="chip_sold"] {{ color: {c.disabled}; background: {c.paper}; text-decoration: line-through; }}
    QPushButton[role="square"] {{
        padding: 0px; min-width: {BUTTON_PX - 6}px; min-height: {BUTTON_PX - 6}px; font-size: {px(LARGE_PX)};
    }}
    QPushButton[role="square"]:focus {{ padding: 0px; }}
    QPushButton[role="thumb"] {{
        padding: 0px; min-width: 96px; max-width: 96px; min-height: 96px; max-height: 96px; border-color: {c.line};
    }}
    QPushButton[role="thumb"]:focus {{ padding: 0px; border: 5px solid {c.focus}; min-width: 92px; min-height: 92px; }}
    #keyboard {{ background: {c.line}; }}
    QPushButton[role="key"], QPushButton[role="key_word"], QPushButton[role="key_done"],
    QPushButton[role="candidate"] {{
        border-color: {c.card}; color: {c.ink}; border-radius: 14px; padding: 0px; min-height: {key_height}px;
        font-size: {px(TITLE_PX)}; font-weight: 500;
    }}
    QPushButton[role="key_done"] {{
        font-size: {px(LARGE_PX)}; background: {c.accent}; border-color: {c.accent}; color: {c.on_accent};
    }}
    QPushButton[role="key_done"]:hover {{ background: {c.accent_hover}; border-color: {c.accent_hover}; }}
    QPushButton[role="key_done"]:pressed {{ background: {c.accent_pressed}; border-color: {c.accent_pressed}; }}
    QPushButton[role="key_word"] {{ font-size: {px(LARGE_PX)}; background: {c.paper}; border-color: {c.paper}; }}
    QPushButton[role="candidate"] {{ color: {c.accent}; border-color: {c.accent}; }}
    QPushButton[role="key"]:hover, QPushButton[role="key_word"]:hover {{ border-color: {c.accent}; }}
    QPushButton[role="key"]:pressed, QPushButton[role="key_word"]:pressed {{
        background: {c.tint_pressed}; border-color: {c.accent};
    }}
    QPushButton[role="key"]:checked {{
        background: {c.accent}; border-color: {c.accent}; color: {c.on_accent}; padding: 0px;
    }}
    QPushButton[role="key"]:disabled {{ background: {c.line}; border-color: {c.line}; color: {c.disabled}; }}
    QLineEdit {{
        background: {c.card}; border: 3px solid {c.faint_ink}; border-radius: 18px; padding: 8px 20px;
        font-size: {px(LARGE_PX)}; selection-background-color: {c.accent}; selection-color: {c.on_accent};
    }}
    QLineEdit:focus {{ border-color: {c.focus}; }}
    QScrollArea, QScrollArea > QWidget > QWidget#scrolled {{ background: transparent; border: none; }}
    QScrollBar:vertical {{ background: transparent; width: 26px; margin: 2px; }}
    QScrollBar::handle:vertical {{ background: {c.disabled}; border-radius: 11px; min-height: 70px; }}
    QScrollBar::handle:vertical:hover {{ background: {c.accent}; }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
        background: transparent; height: 0px;
    }}
    """
