"""The families of electronics, bags, shoes, clothes, cosmetics and toys, listed for the library."""

from __future__ import annotations

from inference.families.backpacks import Backpack
from inference.families.blocks import Blocks
from inference.families.boots import Boot
from inference.families.cameras import Camera
from inference.families.care_bottles import CareBottle
from inference.families.coats import Coat
from inference.families.coffee_makers import CoffeeMaker
from inference.families.cream_jars import CreamJar
from inference.families.displays import Display
from inference.families.dress_shoes import DressShoe
from inference.families.dresses import Dress, Skirt
from inference.families.dumbbells import Dumbbell
from inference.families.earbuds import Earbuds
from inference.families.fitness import Fitness
from inference.families.gamepads import Gamepad
from inference.families.handbags import Handbag
from inference.families.handhelds import Smartphone, Tablet
from inference.families.hats import Hat
from inference.families.headphones import Headphones
from inference.families.keyboards import Keyboard
from inference.families.laptops import Laptop
from inference.families.lipsticks import Lipstick
from inference.families.mixers import Mixer
from inference.families.nail_polish import NailPolish
from inference.families.palettes import Palette
from inference.families.perfumes import Perfume
from inference.families.plush import PlushBear
from inference.families.robots import Robot
from inference.families.sandals import Sandal
from inference.families.scarves import Scarf
from inference.families.sneakers import Sneaker
from inference.families.speakers import Speaker
from inference.families.stackers import StackingToy
from inference.families.suitcases import Suitcase
from inference.families.toasters import Toaster
from inference.families.tops import Top
from inference.families.totes import Tote
from inference.families.trousers import Trousers
from inference.families.values import Family
from inference.families.watches import Watch
from inference.families.wooden_vehicles import WoodenVehicle


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
