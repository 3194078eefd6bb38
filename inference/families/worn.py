"""The families of electronics, bags, shoes, clothes, cosmetics and toys, listed for the library."""

from __future__ import annotations

from inference.families.appliances import CoffeeMaker, Mixer, Toaster
from inference.families.bags import Backpack, Tote
from inference.families.boots import Boot
from inference.families.cameras import Camera, Gamepad
from inference.families.coats import Coat
from inference.families.computers import Display, Keyboard, Laptop
from inference.families.cosmetics import CreamJar, Lipstick, Perfume
from inference.families.dress_shoes import DressShoe
from inference.families.dresses import Dress, Skirt
from inference.families.handhelds import Smartphone, Tablet
from inference.families.hats import Hat, Scarf
from inference.families.headphones import Headphones
from inference.families.luggage import Handbag, Suitcase
from inference.families.sandals import Sandal
from inference.families.skincare import CareBottle, NailPolish, Palette
from inference.families.sneakers import Sneaker
from inference.families.speakers import Speaker
from inference.families.sport import Dumbbell, Fitness
from inference.families.tops import Top
from inference.families.toys import PlushBear, StackingToy
from inference.families.trousers import Trousers
from inference.families.values import Family
from inference.families.watches import Earbuds, Watch
from inference.families.wooden_toys import Blocks, Robot, WoodenVehicle


def worn_families() -> tuple[Family, ...]:
    """Every family of these departments, in the order of the catalogue."""
    return (
        Headphones(),
        Earbuds(),
        Speaker(),
        Smartphone(),
        Tablet(),
        Laptop(),
        Display(),
        Keyboard(),
        Watch(),
        Camera(),
        Gamepad(),
        Tote(),
        Backpack(),
        Handbag(),
        Suitcase(),
        Sneaker(),
        Boot(),
        DressShoe(),
        Sandal(),
        Top(),
        Dress(),
        Skirt(),
        Trousers(),
        Coat(),
        Hat(),
        Scarf(),
        Lipstick(),
        CreamJar(),
        Perfume(),
        NailPolish(),
        CareBottle(),
        Palette(),
        PlushBear(),
        StackingToy(),
        WoodenVehicle(),
        Blocks(),
        Robot(),
        Dumbbell(),
        Fitness(),
        Toaster(),
        CoffeeMaker(),
        Mixer(),
    )
