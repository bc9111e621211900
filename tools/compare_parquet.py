#!/usr/bin/env python3
"""Tables of `mabang compare` as Parquet, with types, one row for each observation.

    python3 -m pip install pyarrow
    python3 tools/compare_parquet.py out/compare

writes beside the CSV files:

    cells.parquet         one row for each scenario, place, kind of goods, direction, season and
                          mode (road, own, air, mixed); figures are null where it cannot be done
    break_even.parquet    one row for each goods, direction, axis, value and mode
    sensitivity.parquet, calibration.parquet   as in the CSV files

Codes and names are strings, also where they look like numbers; what is empty is null.
"""

import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as csv
import pyarrow.parquet as parquet

MODES = ["road", "own", "air", "mixed"]
TEXTS = {
    "scenario", "place", "name_zh", "name_en", "township", "goods", "direction", "season", "best",
    "air_basis", "air_blocked_by", "mixed_basis", "mixed_blocked_by", "mixed_pad", "axis", "mode",
    "fact", "unit", "operation", "what", "airframe", "verdict",
}
WHOLE = {"cells_low", "cells", "cells_high"}
# Of the flight, not of the mode's figures.
SAID = {"air_basis", "air_blocked_by", "mixed_basis", "mixed_blocked_by", "mixed_pad"}


def kind(name):
    return pa.string() if name in TEXTS else pa.int64() if name in WHOLE else pa.float64()


def read(path):
    with open(path, encoding="utf-8-sig") as file:
        names = file.readline().strip().split(",")
    options = csv.ConvertOptions(
        column_types={name: kind(name) for name in names}, strings_can_be_null=True, null_values=[""]
    )
    return csv.read_csv(path, convert_options=options)


def long(table):
    """Columns `road_...`, `own_...` and so on below each other, with the mode beside them."""
    of_mode = {
        mode: [name for name in table.column_names if name.startswith(mode + "_") and name not in SAID]
        for mode in MODES
    }
    shared = [name for name in table.column_names if not any(name in of_mode[mode] for mode in MODES)]
    figures = list(dict.fromkeys(name.split("_", 1)[1] for mode in MODES for name in of_mode[mode]))
    parts = []
    for mode in (mode for mode in MODES if of_mode[mode]):
        part = table.select(shared).append_column("mode", pa.array([mode] * len(table), pa.string()))
        for name in figures:
            own = f"{mode}_{name}"
            column = table[own] if own in table.column_names else pa.nulls(len(table), kind(name))
            part = part.append_column(name, column)
        parts.append(part)
    return pa.concat_tables(parts)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    for name, spread in [("cells", True), ("break_even", True), ("sensitivity", False), ("calibration", False)]:
        table = read(folder / f"{name}.csv")
        table = long(table) if spread else table
        parquet.write_table(table, folder / f"{name}.parquet", compression="zstd")
        print(f"{name}.parquet: {table.num_rows} rows, {table.num_columns} columns")


if __name__ == "__main__":
    main()
