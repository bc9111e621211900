#!/usr/bin/env python3
"""Runs real clients of the OSRM HTTP API against `mabang serve`.

The server is a process of its own, as for any user. The clients come from
PyPI into `.deps/clients`; where there is no PyPI, or no real extract beside
the checkout, what needs it is skipped and the reason printed. Ends with 1 if
any client was not served as it expects.

    python3 tests/clients/run.py [--mabang PATH]
"""

import argparse
import importlib.util
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
VENV = ROOT / ".deps" / "clients"
PACKAGES = ["routingpy==1.3.0", "pyvroom==1.15.2", "requests==2.34.2"]
CHECKS = ["leaflet", "routingpy_client", "vroom_client", "osrm_oracle"]


class Skipped(Exception):
    """What a check needs is not there; the text says what."""


class Server:
    """`mabang serve` on a free port."""

    def __init__(self, mabang, *arguments):
        command = [str(mabang), "--lang", "en", "serve", "--quiet", "--port", "0", *map(str, arguments)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        self.url = None
        said = []
        for line in self.process.stderr:
            said.append(line)
            found = re.match(r"Listening on (http://\S+)", line)
            if found:
                self.url = found.group(1)
                break
        if self.url is None:
            raise RuntimeError("the server did not start: " + "".join(said))
        self.port = int(self.url.rsplit(":", 1)[1])
        threading.Thread(target=lambda: [None for _ in self.process.stderr], daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(timeout=10) == 0, "the server ended badly"


def environment():
    """The Python of a virtual environment with the clients, or a reason why there is none."""
    python = VENV / "bin" / "python"
    stamp = VENV / "packages"
    if stamp.exists() and stamp.read_text() == "\n".join(PACKAGES):
        return python
    try:
        subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=True, capture_output=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "--timeout", "20", *PACKAGES]
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=600)
    except (OSError, subprocess.SubprocessError) as reason:
        detail = (getattr(reason, "stderr", None) or str(reason))
        raise Skipped(f"no clients from PyPI: {str(detail).strip().splitlines()[-1]}") from reason
    stamp.write_text("\n".join(PACKAGES))
    return python


def extract(name):
    """A real extract beside the checkout."""
    path = Path(os.environ.get("MABANG_REALMAPS", ROOT.parent / "shared" / "realmaps")) / name
    if not path.is_file():
        raise Skipped(f"there is no {name} in ../shared/realmaps")
    return path


def program(given):
    """The program to test: the newest that was built."""
    if given:
        return Path(given)
    built = [ROOT / "target" / kind / "mabang" for kind in ("release", "debug")]
    built = [path for path in built if path.exists()]
    if not built:
        sys.exit("build mabang first: cargo build --release")
    return max(built, key=lambda path: path.stat().st_mtime)


def load(name):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("run", sys.modules[__name__])
    spec.loader.exec_module(module)
    return module


def main():
    parser = argparse.ArgumentParser(description="Real clients against mabang serve")
    parser.add_argument("--mabang", help="program to test [default: the newest in target/]")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if not given.inside:
        try:
            python = environment()
        except Skipped as reason:
            print(f"skipped: {reason}")
            return 0
        command = [str(python), str(HERE / "run.py"), "--inside", "--mabang", str(program(given.mabang))]
        return subprocess.run(command, check=False).returncode
    failed = 0
    for name in CHECKS:
        begun = time.time()
        try:
            for line in load(name).check(Path(given.mabang)):
                print(f"  {line}")
            print(f"ok       {name} ({time.time() - begun:.0f} s)")
        except Skipped as reason:
            print(f"skipped  {name}: {reason}")
        except Exception as reason:  # whatever a client raises is what we want to see
            failed += 1
            print(f"FAILED   {name}: {type(reason).__name__}: {reason}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.modules["run"] = sys.modules[__name__]
    sys.exit(main())
