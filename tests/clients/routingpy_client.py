"""routingpy, unmodified: directions and matrix of its OSRM client."""

import routingpy
from routingpy.exceptions import RouterApiError
from run import ROOT, Server

PLACES = [(109.8797, 31.0749), (109.9003, 31.1170), (109.8378, 31.0553), (110.0016, 31.0262)]


def check(mabang):
    with Server(mabang, "--osrm", ROOT / "maps" / "wushan", "--profiles", "etrike,truck") as server:
        client = routingpy.OSRM(base_url=server.url)
        direction = client.directions(PLACES, profile="truck", steps=True, annotations=True, overview="full",
                                      geometries="geojson")
        alternatives = client.directions(PLACES[:2], profile="truck", alternatives=True, radiuses=[2000, 2000])
        matrix = client.matrix(PLACES, profile="truck", annotations=("duration", "distance"))
        part = client.matrix(PLACES, profile="etrike", sources=[0], destinations=[1, 3])
        try:
            client.directions([PLACES[0], (109.0, 30.0)], profile="truck", radiuses=[500, 100])
            raise AssertionError("a point far from any road was taken")
        except RouterApiError as refused:
            message = str(refused)
    assert "NoSegment" in message and "Could not find a matching segment for coordinate 1" in message, message
    assert direction.distance > 10_000 and direction.duration > 600 and len(direction.geometry) > 50
    assert len(alternatives) >= 1 and len(part.durations) == 1 and len(part.durations[0]) == 2
    legs = sum(matrix.durations[place][place + 1] for place in range(len(PLACES) - 1))
    # On its way a truck may not turn around at each place; a matrix knows nothing of that.
    assert legs - 1 <= direction.duration, (legs, direction.duration)
    assert all(matrix.durations[place][place] == 0 for place in range(len(PLACES)))
    up, down = matrix.durations[0][1], matrix.durations[1][0]
    yield f"directions {direction.distance / 1000:.1f} km, matrix {len(matrix.durations)} x {len(matrix.durations)}, there {up:.0f} s, back {down:.0f} s"
