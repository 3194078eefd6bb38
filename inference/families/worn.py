"""The families of electronics, bags, shoes, clothes, cosmetics and toys, listed for the library."""

from __future__ import annotations

from inference.families.bags import Backpack, Tote
from inference.families.coats import Coat
from inference.families.cosmetics import CreamJar, Lipstick, Perfume
from inference.families.dresses import Dress, Skirt
from inference.families.headphones import Headphones
from inference.families.sneakers import Sneaker
from inference.families.tops import Top
from inference.families.toys import PlushBear, StackingToy
from inference.families.trousers import Trousers
from inference.families.values import Family


def worn_families() -> tuple[Family, ...]:
    """Every family of these departments, in the order of the catalogue."""
    return (
        Headphones(),
        Tote(),
        Backpack(),
        Sneaker(),
        Top(),
        Dress(),
        Skirt(),
        Trousers(),
        Coat(),
        Lipstick(),
        CreamJar(),
        Perfume(),
        PlushBear(),
        StackingToy(),
    )
