#!/usr/bin/env python3
"""Plans of engines that know no spoilage, priced with it: PyVRP and VROOM get the day of Wushan and
of three generated counties (`mabang export`), and what they plan is priced and checked by
`mabang price`, beside our own plan and our own plan made as if nothing spoiled. Prints a table.

    python3 -m venv venv && venv/bin/pip install pyvrp==0.14.1 pyvroom==1.15.2
    venv/bin/python tools/spoilage_peers.py [--mabang target/release/mabang] [--seconds 60]

Both get the same seconds and matrices, windows, weights, volumes, breaks (PyVRP: as much less time),
who may carry what and prices of leaving out (VROOM serves as many as it can). PyVRP knows second
trips, VROOM does not. Stops that make a round impossible under the county's rules (batteries, rests,
room in each compartment) are taken off its end, and told.
"""
import argparse
import csv
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time

FAR = 10_000_000


def run(*command, accept=(0,)):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode not in accept:
        raise SystemExit(f"{command[0]} {command[1]} failed:\n{done.stderr}")
    return done


def vroom(day, seconds):
    """Rounds as (type, number, trip, order)."""
    program = pathlib.Path(sys.executable).parent / "vroom"
    command = [sys.executable, str(program), "-t", "1", "-x", "5", "-l", str(seconds)]
    done = subprocess.run(command, input=json.dumps(day), capture_output=True, text=True)
    answer = json.loads(done.stdout)
    if answer["code"] != 0:
        raise SystemExit(answer["error"])
    names = {vehicle["id"]: vehicle["description"] for vehicle in day["vehicles"]}
    codes = {}
    for job in day["jobs"]:
        codes[job["id"]] = job["description"]
    for shipment in day["shipments"]:
        for end in ("pickup", "delivery"):
            codes[shipment[end]["id"]] = shipment[end]["description"]
    rounds = []
    for route in answer["routes"]:
        kind, number = names[route["vehicle"]].rsplit(":", 1)
        stops = [step for step in route["steps"] if step["type"] in ("job", "pickup", "delivery")]
        rounds += [(kind, number, 1, codes[step["id"]]) for step in stops]
    return rounds


def kinds(day):
    """Vehicles of one profile, together."""
    found = {}
    for vehicle in day["vehicles"]:
        found.setdefault(vehicle["profile"], []).append(vehicle)
    return list(found.values())


def pyvrp(day, seconds):
    import numpy
    from pyvrp import Client, Depot, Location, ProblemData, Shipment, VehicleType, solve

    types = kinds(day)
    size = len(day["matrices"]["type0"]["durations"])
    depots = sorted({place for kind in types for place in (kind[0]["start_index"], kind[0]["end_index"])})
    reload = max(kind[0]["reload"] for kind in types)
    clients, shipments, skills, codes = [], [], {}, []

    def window(stop):
        windows = stop.get("time_windows") or [[0, FAR]]
        return windows[0][0], windows[-1][1]

    for job in day["jobs"]:
        early, late = window(job)
        both = {"delivery": job.get("delivery", [0, 0]), "pickup": job.get("pickup", [0, 0])}
        # Orders of one place may need different vehicles, so each has a location of its own.
        place = size + len(codes)
        clients.append(Client(place, **both, service_duration=job["service"], tw_early=early, tw_late=late,
                              prize=job["price_out"], required=False))
        skills[place] = (set(job["skills"]), job["location_index"])
        codes.append(job["description"])
    for shipment in day["shipments"]:
        first, second = shipment["pickup"], shipment["delivery"]
        places = (size + len(codes), size + len(codes) + 1)
        for place, end in zip(places, (first, second)):
            skills[place] = (set(shipment["skills"]), end["location_index"])
            codes.append(end["description"])
        shipments.append(Shipment(*places, *window(first), first["service"], *window(second), second["service"],
                                  shipment["amount"], prize=shipment["price_out"], required=False))
    origin = list(range(size)) + [skills[place][1] for place in range(size, size + len(codes))]
    distances, durations, vehicles = [], [], []
    for profile, kind in enumerate(types):
        vehicle = kind[0]
        matrix, costs = day["matrices"][vehicle["profile"]], vehicle["costs"]
        seconds_of = numpy.array(matrix["durations"], dtype=numpy.int64)[numpy.ix_(origin, origin)]
        metres = numpy.array(matrix["distances"], dtype=numpy.int64)[numpy.ix_(origin, origin)]
        fen = numpy.rint(metres * costs["per_km"] / 1000 + seconds_of * costs["per_hour"] / 3600).astype(numpy.int64)
        barred = [place for place, (needs, _) in skills.items() if not needs <= set(vehicle["skills"])]
        for table in (fen, seconds_of):
            table[barred, :] = FAR
            table[:, barred] = FAR
            numpy.fill_diagonal(table, 0)
        distances.append(fen)
        durations.append(seconds_of)
        rests = sum(pause["service"] for pause in vehicle["breaks"])
        vehicles.append(VehicleType(
            len(kind), vehicle["capacity"], depots.index(vehicle["start_index"]), depots.index(vehicle["end_index"]),
            costs["fixed"], vehicle["time_window"][0] - vehicle["reload"], vehicle["time_window"][1] - rests,
            profile=profile, reload_depots=[depots.index(vehicle["start_index"])],
            max_reloads=vehicle["max_trips"] - 1))
    locations = [Location(0, 0) for _ in origin]
    data = ProblemData(locations, clients, [Depot(place, service_duration=reload) for place in depots], vehicles,
                       distances, durations, shipments=shipments)
    end = time.process_time() + seconds
    best = solve(data, lambda _: time.process_time() > end, seed=1, collect_stats=False, display=False).best
    rounds, numbers = [], {}
    for route in best.routes():
        kind = types[route.vehicle_type()][0]["description"].rsplit(":", 1)[0]
        numbers[kind] = numbers.get(kind, 0) + 1
        trip, begun = 1, False
        for step in route:
            if step.is_depot():
                trip, begun = trip + begun, False
                continue
            if step.is_client():
                place = data.client(step.idx).location
            else:
                shipment = data.shipment(step.idx)
                place = (shipment.pickup if step.is_pickup() else shipment.delivery).location
            rounds.append((kind, str(numbers[kind]), trip, codes[place - size]))
            begun = True
    return rounds


def price(mabang, county, rounds, folder):
    """What rounds cost, and how many stops had to go."""
    gone = 0
    folder.mkdir(parents=True, exist_ok=True)
    table = folder / "rounds.csv"
    while True:
        with table.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("vehicle", "number", "trip", "order"), *rounds])
        done = run(mabang, "--lang", "en", "price", county, table, "--quiet", "--out", folder / "out", accept=(0, 1))
        if done.returncode == 0:
            run(mabang, "check", folder / "out/plan.json", "--county", county, "--quiet")
            return json.loads((folder / "out/plan.json").read_text(encoding="utf-8")), gone
        broken = re.findall(r"round of vehicle (\S+):(\d+) cannot be driven", done.stderr)
        if not broken:
            raise SystemExit(done.stderr)
        for kind, number in broken:
            mine = [at for at, stop in enumerate(rounds) if stop[:2] == (kind, number)]
            order = rounds[mine[-1]][3]
            before = len(rounds)
            rounds = [stop for stop in rounds if stop[3] != order]
            gone += before - len(rounds)


def own(mabang, county, folder, seconds, *extra):
    run(mabang, "plan", county, "--time", f"{seconds}s", "--threads", 1, "--no-drones", "--seed", 1, "--quiet",
        "--out", folder, *extra)
    return json.loads((folder / "plan.json").read_text(encoding="utf-8"))


def rounds_of(document):
    return [(one["vehicle_type"], str(one["number"]), at + 1, stop["order"]) for one in document["rounds"]
            for at, trip in enumerate(one["trips"]) for stop in trip["stops"]]


def row(county, engine, document, gone, least):
    money = document["breakdown_fen"]
    more = 100 * (money["total"] / least - 1)
    cells = [county, engine, f"{money['total'] / 100:,.2f}", f"{money['spoilage'] / 100:,.2f}",
             f"{money['unserved'] / 100:,.2f}", str(len(document["unserved"])), str(gone), f"{more:+.1f}"]
    return f"| {' | '.join(cells)} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--mabang", default="target/release/mabang", type=pathlib.Path)
    parser.add_argument("--seconds", default=60, type=int)
    parser.add_argument("--counties", default=3, type=int, help="generated ones")
    arguments = parser.parse_args()
    mabang, seconds = arguments.mabang, arguments.seconds
    print("| county | plan of | total, yuan | of it spoiled | of it left out | orders left out | stops taken off "
          "| dearer, % |")
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        counties = {"maps/wushan": pathlib.Path("maps/wushan")}
        for seed in range(1, arguments.counties + 1):
            county = folder / f"county{seed}"
            run(mabang, "generate", "--villages", 60, "--orders", 150, "--seed", seed, "--out", county)
            counties[f"generated, seed {seed}"] = county
        for number, (name, county) in enumerate(counties.items()):
            out = folder / f"out{number}"
            ours = own(mabang, county, out / "ours", seconds, "--spoilage", "only")
            least = ours["breakdown_fen"]["total"]
            print(row(name, "mabang", ours, 0, least), flush=True)
            blind = own(mabang, county, out / "blind", seconds, "--spoilage", "off")
            print(row(name, "mabang, blind", *price(mabang, county, rounds_of(blind), out / "b"), least), flush=True)
            run(mabang, "export", county, "--quiet", "--out", out / "day.json")
            day = json.loads((out / "day.json").read_text(encoding="utf-8"))
            for engine, plan in (("PyVRP", pyvrp), ("VROOM", vroom)):
                print(row(name, engine, *price(mabang, county, plan(day, seconds), out / engine), least), flush=True)


if __name__ == "__main__":
    main()
