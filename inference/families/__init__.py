"""Parametric products: parameters -> mesh, materials, texts. numpy only, deterministic, no engine.

`library.families()` lists what there is; `library.demo_members()` makes a demo catalogue.
"""
