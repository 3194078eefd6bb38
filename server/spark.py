"""The same counts on Apache Spark, for interactions that one machine cannot hold.

Only tables and SQL, so that no Python runs in the executors. Of each product the strongest pairs come back, which is
what its list and its vector are made of. Needs `pyspark` and a Java runtime (17 or later).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import sparse

from server.errors import ServerError
from server.interactions import COLUMNS, I32, WISHES
from server.item_vectors import RECIPE, TAIL, Counts

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

MASTER: Final = "local[2]"
KEPT: Final = 500
"""Pairs kept of each product."""
_PEOPLE: Final = 20_000
"""So many people, picked by a hash, come back to look at what they would be offered."""


def counted_on_spark(path: str, master: str = MASTER, work: Path | None = None) -> tuple[Counts, list[str], list[I32]]:
    """Counts of a file, folder or address of CSV files as `read_interactions` describes them, the SKUs, and what some
    of the people did last.

    Raises ServerError where Spark cannot be started, or cannot read.
    """
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as cause:
        raise ServerError("The engine `spark` needs the package `pyspark`: pip install 'vitrine[spark]'.") from cause
    try:
        # Texts are compared in UTC and by code point everywhere, so that any cluster counts the same.
        session = (
            SparkSession.builder.master(master).appName("vitrine-server vectors")
            .config("spark.ui.enabled", "false").config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", str(work or Path.cwd() / "spark-warehouse"))
            .config("spark.sql.shuffle.partitions", "8" if master.startswith("local") else "200")
            .getOrCreate()
        )  # fmt: skip
    except (PySparkException, RuntimeError, OSError) as cause:
        raise ServerError(f"Spark cannot be started ({_first_line(cause)}). It needs Java 17 or later.") from cause
    try:
        return _counted(session, path)
    except PySparkException as cause:
        raise ServerError(f"Spark cannot read {path}: {_first_line(cause)}.") from cause
    finally:
        session.stop()


def _counted(session: SparkSession, path: str) -> tuple[Counts, list[str], list[I32]]:
    events = _events(session, path)
    events.createOrReplaceTempView("events")
    popularity = session.sql("SELECT sku, count(*) AS events FROM events GROUP BY sku ORDER BY sku").collect()
    skus = [row["sku"] for row in popularity]
    places = {sku: place for place, sku in enumerate(skus)}
    pairs = session.sql(_PAIRS).collect()
    rows = np.array([places[row["reason"]] for row in pairs], dtype=np.int64)
    columns = np.array([places[row["wanted"]] for row in pairs], dtype=np.int64)
    values = np.array([row["counted"] for row in pairs], dtype=np.float32)
    together = sparse.csr_matrix((values, (rows, columns)), shape=(len(skus), len(skus)))
    tails = [np.array([places[sku] for sku in row["skus"]], np.int32) for row in session.sql(_TAILS).collect()]
    return Counts(together, np.array([row["events"] for row in popularity], dtype=np.float64)), skus, tails


def wider(counts: Counts, items: int) -> Counts:
    """The same counts for more items."""
    together = counts.together.copy()
    together.resize((items, items))
    popularity = np.zeros(items)
    popularity[: len(counts.popularity)] = counts.popularity
    return Counts(together, popularity)


def _events(session: SparkSession, path: str) -> DataFrame:
    read = session.read.csv(path, header=True, encoding="UTF-8")
    missing = [name for name in COLUMNS if name not in read.columns]
    if missing:
        raise ServerError(f"{path} has no column {', '.join(missing)}; its first line names {', '.join(COLUMNS)}.")
    read.createOrReplaceTempView("lines")
    wishes = ", ".join(f"'{wish}'" for wish in sorted(WISHES))
    return session.sql(
        "SELECT person, sku, coalesce(try_cast(`when` AS DOUBLE), try_cast(try_cast(`when` AS TIMESTAMP) AS DOUBLE)) "  # noqa: S608 - constants
        f"AS seconds, monotonically_increasing_id() AS line FROM lines WHERE lower(trim(what)) IN ({wishes}) "
        "AND length(person) > 0 AND length(sku) BETWEEN 1 AND 128"
    ).where("seconds IS NOT NULL")


def _first_line(cause: Exception) -> str:
    return (str(cause).strip().splitlines() or [type(cause).__name__])[0]


_PAIRS = f"""
WITH placed AS (
  SELECT person, sku, row_number() OVER (PARTITION BY person ORDER BY seconds, line) AS place FROM events
), near AS (
  SELECT a.sku AS earlier, b.sku AS later, power(b.place - a.place, {-RECIPE.nearer}) AS weight
  FROM placed a JOIN placed b
  ON a.person = b.person AND b.place > a.place AND b.place - a.place <= {RECIPE.window}
), both_ways AS (
  SELECT earlier AS reason, later AS wanted, weight FROM near
  UNION ALL SELECT later, earlier, weight * {RECIPE.backwards} FROM near
), summed AS (
  SELECT reason, wanted, sum(weight) AS counted FROM both_ways GROUP BY reason, wanted
), ranked AS (
  SELECT *, row_number() OVER (PARTITION BY reason ORDER BY counted DESC, wanted) AS place_in_list FROM summed
)
SELECT reason, wanted, counted FROM ranked WHERE place_in_list <= {KEPT}
"""  # noqa: S608 - numbers of ours

_TAILS = f"""
WITH some AS (SELECT DISTINCT person, xxhash64(person) AS picked FROM events ORDER BY picked LIMIT {_PEOPLE}
), placed AS (
  SELECT e.person, e.sku, row_number() OVER (PARTITION BY e.person ORDER BY e.seconds DESC, e.line DESC) AS back
  FROM events e JOIN some ON e.person = some.person
)
SELECT person, transform(array_sort(collect_list(struct(-back AS place, sku))), one -> one.sku) AS skus
FROM placed WHERE back <= {TAIL} GROUP BY person ORDER BY person
"""  # noqa: S608 - numbers of ours
