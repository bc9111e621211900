"""Requests in the form in which Leaflet Routing Machine 3.2 sends them.

From its `L.Routing.OSRMv1`: `serviceUrl/profile/lng,lat;lng,lat?overview=false
&alternatives=true&steps=true&hints=;`, then the same with the hints of the
answer. It reads `routes[].legs[].steps[].maneuver`, `geometry` as a polyline,
`summary`, and `waypoints[].location` and `.hint`.
"""

import json
import urllib.request

from run import ROOT, Server

PLACES = [(109.8797, 31.0749), (109.9003, 31.1170), (109.8378, 31.0553)]
KINDS = {"depart", "arrive", "turn", "continue", "new name", "end of road", "fork", "merge", "on ramp",
         "off ramp", "roundabout", "exit roundabout", "notification"}
MODIFIERS = {"uturn", "sharp right", "right", "slight right", "straight", "slight left", "left", "sharp left"}


def get(url):
    with urllib.request.urlopen(url) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        return json.load(answer)


def decoded(text, precision=5):
    """Mapbox's polyline decoder, as the client has it."""
    points, index, latitude, longitude = [], 0, 0, 0
    while index < len(text):
        for axis in range(2):
            shift, result = 0, 0
            while True:
                byte = ord(text[index]) - 63
                index += 1
                result |= (byte & 0x1F) << shift
                shift += 5
                if byte < 0x20:
                    break
            change = ~(result >> 1) if result & 1 else result >> 1
            if axis == 0:
                latitude += change
            else:
                longitude += change
        points.append((longitude / 10**precision, latitude / 10**precision))
    return points


def check(mabang):
    with Server(mabang, "--osrm", ROOT / "maps" / "wushan", "--profiles", "car") as server:
        service = f"{server.url}/route/v1/driving/"
        text = ";".join(f"{x},{y}" for x, y in PLACES)
        first = get(f"{service}{text}?overview=false&alternatives=true&steps=true&hints=;;")
        hints = ";".join(waypoint["hint"] for waypoint in first["waypoints"])
        again = get(f"{service}{text}?overview=false&alternatives=true&steps=true&hints={hints}")
    assert first["code"] == "Ok" and again["routes"] == first["routes"]
    route = first["routes"][0]
    assert len(route["legs"]) == len(PLACES) - 1 and len(first["waypoints"]) == len(PLACES)
    line = []
    for leg in route["legs"]:
        assert leg["steps"][0]["maneuver"]["type"] == "depart"
        assert leg["steps"][-1]["maneuver"]["type"] == "arrive"
        for step in leg["steps"]:
            maneuver = step["maneuver"]
            assert maneuver["type"] in KINDS and maneuver.get("modifier", "left") in MODIFIERS, maneuver
            assert abs(sum(maneuver["location"]) - sum(decoded(step["geometry"])[0])) < 3e-5
            line += decoded(step["geometry"])
        assert abs(sum(step["distance"] for step in leg["steps"]) - leg["distance"]) < 1
        assert abs(sum(step["duration"] for step in leg["steps"]) - leg["duration"]) < 1
    for end, waypoint in ((line[0], first["waypoints"][0]), (line[-1], first["waypoints"][-1])):
        assert max(abs(a - b) for a, b in zip(end, waypoint["location"])) < 2e-5
    steps = sum(len(leg["steps"]) for leg in route["legs"])
    yield f"{route['distance'] / 1000:.1f} km, {route['duration'] / 60:.0f} min, {steps} steps, with and without hints"
