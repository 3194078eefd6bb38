"""Given names of products and the house brands, in English and Chinese. All fictive."""

from __future__ import annotations

BRANDS: tuple[str, ...] = ("Alderwick", "Maison Sorrel", "Tessaro Works", "Yunmu")


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    words = text.split()
    return tuple(zip(words[::2], words[1::2], strict=True))


NAMES: tuple[tuple[str, str], ...] = _pairs("""
Alder 奥尔德 Birk 比尔克 Cleo 克莱奥 Darby 达比 Elara 伊拉拉 Fenn 芬恩 Greta 葛丽塔 Halden 哈尔登 Iris 艾丽丝 Juno 朱诺
Kestrel 凯斯特 Linnea 琳内娅 Mira 米拉 Nadir 纳迪尔 Orla 奥拉 Pavo 帕沃 Quill 奎尔 Rowan 罗文 Sable 赛布尔 Tarn 塔恩
Una 尤娜 Vesper 维斯珀 Wren 雷恩 Xanthe 珊希 Yarrow 雅罗 Zephyr 泽菲 Arden 阿登 Bramble 布兰博 Cove 科芙 Dune 杜恩
Ember 恩贝 Fable 菲伯尔 Glen 格伦 Harbor 哈珀 Isla 艾拉 Jasper 贾斯珀 Koa 寇阿 Larch 拉奇 Marlow 马洛 Noor 努尔
Oslo 奥斯陆 Petra 佩特拉 Quinn 奎恩 Rune 鲁恩 Sora 索拉 Thea 西娅 Ursa 厄莎 Vale 维尔 Willa 薇拉 Yuna 优娜
Zinnia 辛妮雅 Aster 阿斯特 Briar 布莱尔 Cedar 西达 Delphi 德尔菲 Echo 艾可 Flora 芙萝拉 Gale 盖尔 Hazel 榛儿
Indra 因德拉 Jute 朱特 Kiri 桐 Luma 露玛 Moss 莫斯 Nori 诺里 Opal 欧泊 Pine 派恩 Reed 里德 Sage 塞奇 Tide 泰德
Umber 昂珀 Viola 薇奥拉 Wilder 怀尔德 Yoko 洋子 Zola 佐拉 Aria 阿莉亚 Basil 巴兹尔 Clove 克洛夫 Dahlia 达莉娅 Eden 伊登
Finch 芬奇 Grove 格罗夫 Heath 希斯 Ione 艾奥妮 Jory 乔里 Kit 基特 Lark 拉克 Maple 梅珀 Nell 内尔 Otis 奥蒂斯
Poppy 波比 Ridge 里奇 Stella 斯黛拉 Tove 托芙 Umi 海 Vera 薇拉蕾 Wisp 维斯普 Yves 伊夫 Zuri 祖莉 Anouk 阿努克
Bodhi 菩提 Calla 卡拉 Dorian 多里安 Elio 埃利奥 Freya 芙蕾雅 Gaia 盖亚 Hugo 雨果 Inka 茵卡 Jade 翡翠 Kaya 卡雅
Leda 勒达 Milo 米洛 Nova 诺娃 Oona 乌娜 Pax 帕克斯 Remy 雷米 Selma 塞尔玛 Tomas 托马斯 Ulla 乌拉 Vito 维托
Wanda 旺达 Yael 雅埃尔 Zadie 扎迪 Alma 阿尔玛 Bruno 布鲁诺 Cosima 科西玛 Dario 达里奥 Etta 埃塔 Felix 菲利克斯
Gilda 吉尔达 Hanna 汉娜 Ivo 伊沃 Jonas 乔纳斯 Karin 卡琳 Lotte 洛特 Mats 马茨 Nils 尼尔斯 Olga 奥尔加
Per 佩尔 Ragna 拉格娜
""")
