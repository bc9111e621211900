#!/usr/bin/env python3
"""Makes ready what building mabang needs, inside this folder and without root.

Three ways to an LP/MIP solver, the first that works is taken:

  wheel   HiGHS as a finished library, from PyPI (under a minute to build with)
  source  HiGHS compiled by cargo, with cmake and libclang from PyPI or from
          the system (10 to 15 CPU minutes, once)
  none    no HiGHS: the pure-Rust solver chooses the routes

Everything goes to `.deps/`, and `.cargo/config.toml` tells cargo where it is;
git ignores both. `.deps/cargo-flags` holds what cargo has to be told for the
way taken. The second run finds that nothing has changed and ends at once; it
starts anew when the checkout has moved. Delete `.deps` to begin again.
"""

import ctypes
import ctypes.util
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEPS = ROOT / ".deps"
PYTHON = DEPS / "py"
CONFIG = ROOT / ".cargo" / "config.toml"
STAMP = DEPS / "setup.json"
MARK = "# Written by tools/setup.py; changes are lost.\n"

HIGHS = "highsbox==1.15.1"
CLANG = "libclang==18.1.1"
PKGCONF = "pkgconf==3.0.7.post0"
CMAKE = "cmake==4.4.4"


class Missing(Exception):
    """Something that a way needs is not to be had; the text says what."""


def main():
    if is_ready():
        return 0
    missing = [tool for tool in ("cargo", compiler()) if not tool or not shutil.which(tool)]
    if "cargo" in missing:
        say("Rust is not installed (no `cargo` on the PATH): install it with rustup, then run this again.")
        return 1
    DEPS.mkdir(exist_ok=True)
    for name, way in (("wheel", wheel), ("source", source)):
        try:
            settings = way()
        except (Missing, OSError, subprocess.SubprocessError) as reason:
            say(f"HiGHS by way of `{name}` is not possible: {reason}")
            continue
        finish(name, settings)
        return 0
    without_highs()
    finish("none", {})
    return 0


# --- what was done before ---------------------------------------------------


def identity():
    """Changes when the checkout moves or when this file does."""
    return [str(ROOT), hashlib.sha256(Path(__file__).read_bytes()).hexdigest()]


def is_ready():
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
        config = CONFIG.read_text(encoding="utf-8") if CONFIG.exists() else ""
    except (OSError, ValueError):
        return False
    # Without HiGHS it is tried again each time: the next run may have a network.
    return (
        stamp.get("identity") == identity()
        and stamp.get("way") != "none"
        and stamp.get("config") == config
        and all(Path(path).exists() for path in stamp.get("needs", []))
    )


def finish(way, settings):
    flags = ["--no-default-features"] if way == "none" else []
    (DEPS / "cargo-flags").write_text(" ".join(flags) + "\n", encoding="utf-8")
    config = write_config(settings)
    needs = [path for path in settings.values() if isinstance(path, str) and os.path.isabs(path)]
    stamp = {"identity": identity(), "way": way, "config": config, "needs": needs}
    part = STAMP.with_suffix(".part")
    part.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    part.replace(STAMP)
    if way != "none":
        say(f"ready, HiGHS by way of `{way}`")


def write_config(settings):
    """`.cargo/config.toml`, with values that win over what the shell has set."""
    if CONFIG.exists() and not CONFIG.read_text(encoding="utf-8").startswith(MARK):
        kept = CONFIG.with_name("config.toml.before-setup")
        CONFIG.replace(kept)
        say(f"your `.cargo/config.toml` is kept as `{kept.name}`; join the two by hand if you need it")
    if not settings:
        CONFIG.unlink(missing_ok=True)
        return ""
    lines = [f"{name} = {{ value = {json.dumps(value)}, force = true }}\n" for name, value in settings.items()]
    text = MARK + "[env]\n" + "".join(lines)
    CONFIG.parent.mkdir(exist_ok=True)
    CONFIG.write_text(text, encoding="utf-8")
    return text


# --- the ways ---------------------------------------------------------------


def wheel():
    """HiGHS as a finished library. Each part is tried before it is relied on."""
    install("highsbox", HIGHS)
    install("clang", CLANG)
    home = PYTHON / "highsbox" / "highs_dist"
    library = next((path for path in home.glob("lib*/libhighs.*") if path.suffix in (".so", ".dylib")), None)
    if library is None:
        raise Missing("the wheel holds no library for this platform")
    ask_version(library)
    settings = clang_settings()
    pkgconfig = DEPS / "pkgconfig"
    pkgconfig.mkdir(exist_ok=True)
    write_pc(library, home / "include" / "highs", pkgconfig / "highs.pc")
    settings["PKG_CONFIG"] = pkg_config(pkgconfig)
    settings["PKG_CONFIG_PATH"] = str(pkgconfig)
    return settings


def source():
    """HiGHS compiled by cargo: what that needs, from PyPI or from the system."""
    need_compiler()
    try:
        install("cmake", CMAKE)
        cmake = str(PYTHON / "cmake" / "data" / "bin" / "cmake")
    except Missing:
        cmake = shutil.which("cmake")
    if not cmake or not works([cmake, "--version"]):
        raise Missing("no cmake, and none could be fetched")
    try:
        install("clang", CLANG)
        settings = clang_settings()
    except Missing:
        if not ctypes.util.find_library("clang"):
            raise
        settings = {}
    settings["CMAKE"] = cmake
    say("HiGHS is going to be compiled from its source: 10 to 15 CPU minutes, once")
    return settings


def without_highs():
    say("*" * 72)
    say("BUILDING WITHOUT HiGHS. The pure-Rust solver chooses the routes: plans")
    say("are as feasible, but may cost more, and there are no shadow prices.")
    say("With a network and pip (or cmake and libclang) the next run finds HiGHS.")
    say("*" * 72)


# --- their parts ------------------------------------------------------------


def install(folder, requirement):
    """One wheel into `.deps/py`, unless this very version is there."""
    name, version = requirement.split("==")
    if (PYTHON / folder).is_dir() and (PYTHON / f"{name}-{version}.dist-info").is_dir():
        return
    say(f"fetching {requirement}")
    part = DEPS / f"{name}.part"
    shutil.rmtree(part, ignore_errors=True)
    options = ["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"]
    command = [*pip(), *options, "--target", str(part), requirement]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        shutil.rmtree(part, ignore_errors=True)
        lines = done.stderr.strip().splitlines() or ["pip said nothing"]
        raise Missing(f"`{requirement}` could not be fetched ({lines[-1]})")
    PYTHON.mkdir(exist_ok=True)
    for item in part.iterdir():
        target = PYTHON / item.name
        if target.is_dir():
            shutil.rmtree(target)
        if item.name != "bin":
            item.replace(target)
    shutil.rmtree(part)


def pip():
    """A command that runs pip: the one that is there, or one in an own environment."""
    if works([sys.executable, "-m", "pip", "--version"]):
        return [sys.executable, "-m", "pip"]
    own = DEPS / "venv" / "bin" / "python"
    if not own.exists():
        subprocess.run([sys.executable, "-m", "venv", str(DEPS / "venv")], capture_output=True)
    if works([str(own), "-m", "pip", "--version"]):
        return [str(own), "-m", "pip"]
    for command in ("pip3", "pip"):
        if shutil.which(command) and works([command, "--version"]):
            return [command]
    raise Missing("python3 has neither pip nor venv")


def ask_version(library):
    try:
        highs = ctypes.CDLL(str(library))
        version = (highs.Highs_versionMajor(), highs.Highs_versionMinor())
    except (OSError, AttributeError) as reason:
        raise Missing(f"the library does not load here ({reason})") from reason
    if version < (1, 15):
        raise Missing(f"the library is of version {version}, 1.15 is needed")


def clang_settings():
    """Where libclang is, and the compiler's own headers, which it comes without."""
    native = PYTHON / "clang" / "native"
    library = next((path for path in native.iterdir() if path.suffix in (".so", ".dylib", ".dll")), None)
    if library is None:
        raise Missing("the wheel of libclang holds no library")
    try:
        ctypes.CDLL(str(library))
    except OSError as reason:
        raise Missing(f"libclang does not load here ({reason})") from reason
    settings = {"LIBCLANG_PATH": str(native)}
    headers = compiler_headers()
    if headers:
        settings["BINDGEN_EXTRA_CLANG_ARGS"] = f'"-I{headers}"' if " " in headers else f"-I{headers}"
    return settings


def compiler():
    names = [os.environ.get("CC"), "cc", "gcc", "clang"]
    return next((name for name in names if name and shutil.which(name)), None)


def need_compiler():
    if not any(shutil.which(name) for name in (os.environ.get("CXX"), "c++", "g++", "clang++") if name):
        raise Missing("no C++ compiler")


def compiler_headers():
    """Where `stddef.h` is."""
    command = compiler()
    for option, below in (("-print-file-name=include", ""), ("-print-resource-dir", "include")):
        if command and works([command, option]):
            folder = Path(subprocess.check_output([command, option], text=True).strip()) / below
            if folder.is_absolute() and (folder / "stddef.h").exists():
                return str(folder.resolve())
    return None


def write_pc(library, include, target):
    """The wheel's pkg-config file names the folders of the machine it was built on."""
    found = next(library.parent.glob("pkgconfig/highs.pc"), None)
    if found is None:
        raise Missing("the wheel holds no pkg-config file")
    here = {"prefix": library.parent.parent, "libdir": library.parent, "includedir": include}
    lines = []
    for line in found.read_text(encoding="utf-8").splitlines():
        name = line.split("=")[0]
        lines.append(f"{name}={str(here[name]).replace(' ', chr(92) + ' ')}" if name in here else line)
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def pkg_config(folder):
    """A pkg-config that finds HiGHS: from PyPI, else the system's."""
    try:
        install("pkgconf", PKGCONF)
    except Missing as reason:
        say(str(reason))
    own = PYTHON / "pkgconf" / ".bin" / "pkgconf"
    env = {**os.environ, "PKG_CONFIG_PATH": str(folder)}
    for command in (str(own), shutil.which("pkg-config"), shutil.which("pkgconf")):
        if command and works([command, "--libs", "--cflags", "highs >= 1.15"], env):
            return command
    raise Missing("no pkg-config finds the library")


def works(command, env=None):
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, env=env).returncode == 0
    except OSError:
        return False


def say(text):
    print(f"setup: {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
