"""Which importer reads a source: by its content, the most particular first."""

from __future__ import annotations

from pathlib import Path

from client.catalog.errors import SourceError
from client.catalog.importers.demo import DemoSource
from client.catalog.importers.draft import Importer, SourceOptions
from client.catalog.importers.gltf_folder import GltfFolder
from client.catalog.importers.magento import MagentoCsv
from client.catalog.importers.mapped_csv import MappedCsv
from client.catalog.importers.merchant_feed import MerchantFeed
from client.catalog.importers.schema_org import SchemaOrg
from client.catalog.importers.sh3f import Sh3fLibrary
from client.catalog.importers.shopify import ShopifyCsv
from client.catalog.importers.tables import header_of


def importers() -> tuple[Importer, ...]:
    """All importers in the order in which they are asked."""
    return (
        DemoSource(),
        MappedCsv(),  # only fits when a mapping is given, which is then meant
        Sh3fLibrary(),
        ShopifyCsv(),
        MagentoCsv(),
        MerchantFeed(),
        SchemaOrg(),
        GltfFolder(),
    )


def importer_for(source: str, options: SourceOptions) -> Importer:
    """The importer that reads this source; raises SourceError that says what was found instead."""
    path = Path(source)
    if path.is_fifo() or path.is_socket() or path.is_char_device() or path.is_block_device():
        raise SourceError(f"{path.name} is no file but a pipe or a device; only real files are taken.")
    for importer in importers():
        if importer.fits(source, options):
            return importer
    if not path.exists():
        raise SourceError(f"There is nothing at {source}.")
    if path.is_dir():
        raise SourceError(
            f"In the folder {path.name} there is no 3D file (GLB, glTF), no product CSV and no known product data."
        )
    names = header_of(path)
    if len(names) > 1:
        columns = ", ".join(name[:40] for name in names[:12])
        raise SourceError(
            f"{path.name} is a table, but of no known kind (columns: {columns}). "
            "Say what its columns are with a mapping file (--map mapping.toml)."
        )
    known = ", ".join(i.name for i in importers())
    raise SourceError(f"{path.name} is of no known kind, or damaged. Known are: {known}.")
