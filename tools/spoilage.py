#!/usr/bin/env python3
"""What caring for freshness is worth: Wushan and three generated counties, each planned with and
without spoilage in the objective, both priced with it. Prints the table of docs/BENCHMARKS.md.

    python3 tools/spoilage.py [--mabang target/release/mabang] [--iterations 10000]
"""
import argparse
import json
import pathlib
import subprocess
import tempfile


def run(*command):
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)


def plan(mabang, county, folder, iterations):
    """The plan of a county, which has the spoilage-blind one in brief."""
    run(mabang, "plan", county, "--iterations", iterations, "--seed", 1, "--quiet", "--out", folder)
    return json.loads((folder / "plan.json").read_text(encoding="utf-8"))


def row(name, document):
    own, blind = document["breakdown_fen"], document["blind"]["breakdown_fen"]
    yuan = [f"{fen / 100:,.2f}" for fen in (own["total"], own["spoilage"], blind["total"], blind["spoilage"])]
    saved = 100 * (1 - own["total"] / blind["total"])
    left_out = f"{len(document['unserved'])} / {document['blind']['unserved']}"
    return f"| {name} | {' | '.join(yuan)} | {left_out} | {saved:.0f} % |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--mabang", default="target/release/mabang", type=pathlib.Path)
    parser.add_argument("--iterations", default=10000, type=int)
    arguments = parser.parse_args()
    print("| county | total, yuan | of it spoiled | blind total | of it spoiled | left out, own / blind | saved |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        counties = {"maps/wushan": pathlib.Path("maps/wushan")}
        for seed in (1, 2, 3):
            county = folder / f"county{seed}"
            run(arguments.mabang, "generate", "--villages", 60, "--orders", 150, "--seed", seed, "--out", county)
            counties[f"generated, seed {seed}"] = county
        for number, (name, county) in enumerate(counties.items()):
            print(row(name, plan(arguments.mabang, county, folder / f"out{number}", arguments.iterations)), flush=True)


if __name__ == "__main__":
    main()
