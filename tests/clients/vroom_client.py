"""VROOM's own program (from the wheel of pyvroom) with `-r osrm`: it asks /table and /route."""

import json
import subprocess
import sys
from pathlib import Path

from run import ROOT, Server, Skipped

DEPOT = [109.8797, 31.0749]
STOPS = [[109.9003, 31.1170], [109.8378, 31.0553], [110.0016, 31.0262], [109.93, 31.05], [109.86, 31.15]]


def check(mabang):
    vroom = Path(sys.executable).parent / "vroom"
    if not vroom.exists():
        raise Skipped("this pyvroom has no program")
    problem = {
        "vehicles": [{"id": 1, "profile": "truck", "start": DEPOT, "end": DEPOT},
                     {"id": 2, "profile": "etrike", "start": DEPOT, "end": DEPOT, "time_window": [0, 3600]}],
        "jobs": [{"id": number, "location": place, "service": 120} for number, place in enumerate(STOPS)],
    }
    with Server(mabang, "--osrm", ROOT / "maps" / "wushan", "--profiles", "truck,etrike") as server:
        # By this Python: the script names the folder that it was installed in, which may have moved.
        command = [sys.executable, str(vroom), "-r", "osrm", "-g", "-t", "1"]
        for profile in ("truck", "etrike"):
            command += ["-a", f"{profile}:127.0.0.1", "-p", f"{profile}:{server.port}"]
        ran = subprocess.run(command, input=json.dumps(problem), capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    plan = json.loads(ran.stdout)
    assert plan["code"] == 0 and plan["summary"]["unassigned"] == 0, plan["summary"]
    assert all(route["geometry"] and route["distance"] > 0 for route in plan["routes"])
    visited = {step["id"] for route in plan["routes"] for step in route["steps"] if step["type"] == "job"}
    assert visited == set(range(len(STOPS)))
    yield f"{len(plan['routes'])} routes over {plan['summary']['distance'] / 1000:.1f} km in {plan['summary']['duration'] / 60:.0f} min"
