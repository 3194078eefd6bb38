"""Checking a catalogue from end to end: every product readable, every file there and unchanged."""

from __future__ import annotations

import sqlite3

import msgspec

from client.catalog.reader import SqliteCatalog


def verify(catalog: SqliteCatalog) -> list[str]:
    """Sentences about what is wrong; empty when all is well. Reads every file once."""
    problems: list[str] = []
    try:
        count = sum(1 for _ in catalog.products())
        if count != catalog.info.products:
            problems.append(f"It says it holds {catalog.info.products} products, but {count} can be read.")
        for blob in catalog.blobs():
            if not catalog.is_intact(blob):
                problems.append(
                    f"The file {blob.sha256} ({blob.media_type}, {blob.bytes} bytes) is missing or damaged."
                )
    except (sqlite3.Error, msgspec.MsgspecError) as problem:
        problems.append(f"The database is damaged: {problem}.")
    return problems
