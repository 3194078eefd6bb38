"""Chinese names of usual shop categories, for sources that name them in English only; signs hang in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from client.catalog.importers.words import local
from client.domain.text import LocalText

_CHINESE: Final = {
    "accessories": "配饰", "appliances": "电器", "armchairs": "单人沙发", "audio": "音响", "baby": "婴儿用品",
    "bags": "箱包", "bar furniture": "吧台家具", "bath": "卫浴", "bathroom": "卫生间", "beauty": "美妆",
    "bedroom": "卧室",
    "beds": "床",
    "benches": "长凳", "books": "图书", "bookcases & shelving units": "书柜和搁架", "bottoms": "下装",
    "building": "建筑构件", "cabinets": "柜子", "cabinets & cupboards": "柜子和橱柜", "cameras": "相机",
    "carpets": "地毯", "café furniture": "咖啡馆家具", "chairs": "椅子", "characters": "人物",
    "chests of drawers & drawer units": "抽屉柜", "children": "儿童", "children's furniture": "儿童家具",
    "clocks": "钟表", "clothes": "服装", "clothing": "服装", "coats": "外套", "collections": "精选系列",
    "computers": "电脑", "cosmetics": "化妆品", "curtains": "窗帘", "decor": "装饰", "decoration": "装饰",
    "desks": "书桌",
    "dining": "餐厅", "doors": "门", "doors and windows": "门和窗", "dresses": "连衣裙", "electronics": "电器",
    "exterior": "户外", "fitness equipment": "健身器材", "food": "食品", "footwear": "鞋", "furniture": "家具",
    "games": "游戏", "garden": "园艺", "gear": "装备", "gifts": "礼品", "hats": "帽子", "headphones": "耳机",
    "health": "健康", "home": "家居", "home & garden": "家居与园艺", "hoodies & sweatshirts": "卫衣",
    "jackets": "夹克", "jeans": "牛仔裤", "jewelry": "首饰", "jewellery": "首饰", "kids": "儿童", "kitchen": "厨房",
    "lamps": "灯", "lighting": "灯具", "lights": "灯具", "living room": "起居室", "luggage": "行李箱", "makeup": "彩妆",
    "men": "男士", "mirrors": "镜子", "miscellaneous": "杂项", "mugs": "马克杯", "music": "音乐",
    "nursery furniture": "婴儿房家具", "office": "办公室", "other": "其他", "outdoor": "户外",
    "outdoor furniture": "户外家具", "pants": "裤子", "perfume": "香水", "pets": "宠物", "phones": "手机",
    "plants": "植物", "promotions": "促销", "room dividers": "隔断", "rugs": "地毯", "sale": "特价", "shelves": "搁架",
    "shirts": "衬衫", "shoes": "鞋", "shorts": "短裤", "sideboards, buffets & console tables": "餐边柜和玄关桌",
    "skincare": "护肤", "skirts": "裙子", "sofas": "沙发", "sofas & armchairs": "沙发和单人沙发", "sports": "运动",
    "staircases": "楼梯", "stationery": "文具", "stools": "凳子", "storage": "收纳", "tables": "桌子",
    "tables & desks": "桌子", "tanks": "背心", "tees": "T恤", "tools": "工具", "tops": "上装", "toys": "玩具",
    "trolleys": "推车", "tv & media furniture": "电视和影音家具", "vehicles": "车辆", "walls": "墙",
    "wardrobes": "衣柜", "watches": "手表", "windows": "窗", "women": "女士",
}  # fmt: skip


def category_labels(path: Sequence[str]) -> tuple[LocalText, ...]:
    """A label for each part of a category path; Chinese is added where the English name is a usual one."""
    labels = []
    for part in path:
        named = local(part)
        labels.append(LocalText(named.en, named.zh_cn or _CHINESE.get(part.strip().lower(), "")))
    return tuple(labels)
