"""Sets of colours for toys."""

from __future__ import annotations

SETS = {
    "rainbow": ("red", "orange", "butter", "sage", "sky", "cobalt", "plum"),
    "pastel": ("blush", "butter", "mint", "sky", "lilac", "coral", "ivory"),
    "earth": ("terracotta", "mustard", "sand", "olive", "teal", "chestnut", "oatmeal"),
    "sea": ("navy", "denim", "sky", "teal", "mint", "fog", "snow"),
}


SET_NAMES = {
    "rainbow": ("rainbow colours", "彩虹色"),
    "pastel": ("pastels", "马卡龙色"),
    "earth": ("earth colours", "大地色"),
    "sea": ("sea colours", "海洋色"),
}
