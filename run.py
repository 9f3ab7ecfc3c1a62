"""Starts Veivalg, or tests it, from a fresh copy of the source with nothing but Python.

python3 run.py [--port N] [--no-browser]   install what is missing, then start the page
python3 run.py test [pytest arguments]     the same, then run every test

Everything lands in the folder .venv beside this file. What is unchanged since the last time is
not done again. Only the standard library is used here.
"""

import sys

OLDEST, NEWEST = (3, 11), (3, 14)
if sys.version_info < (3, 7):  # noqa: UP036 - older ones cannot even read the rest
    sys.exit("Veivalg needs Python 3.11 to 3.14. Install one, then run this again with it.")

import hashlib  # noqa: E402
import importlib.util  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
import shutil  # noqa: E402
import subprocess  # noqa: E402
from functools import partial  # noqa: E402
from pathlib import Path  # noqa: E402

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
MARKS = VENV / "veivalg.json"
STATIC = ROOT / "src" / "veivalg" / "web" / "static"
SPACE_NEEDED_MB = 2000
FETCHING = "Fetching packages (some 300 MB the first time)"
SHIPPED_BY_OTHERS = {"node_modules", "dist", "test-results", "coverage", "__pycache__"}

CAUSES = (
    (
        ("No space left on device", "ENOSPC", "[Errno 28]", "not enough space on the disk"),
        f"The disk is full. Free about {SPACE_NEEDED_MB} MB and run this again.",
    ),
    (
        ("DO NOT MATCH THE HASHES",),
        (
            "A package is not the one that was locked: the download was damaged, or the package "
            "server gives something else. Nothing of it was installed. Run this again; if it "
            "returns, ask whoever runs your package server."
        ),
    ),
    (
        ("CERTIFICATE_VERIFY_FAILED",),
        (
            "The network's certificate is not trusted by Python. On an office network, ask for its "
            "certificate file and set PIP_CERT to it."
        ),
    ),
    (
        (
            "Failed to establish a new connection",
            "Temporary failure in name resolution",
            "Name or service not known",
            "getaddrinfo failed",
            "Connection refused",
            "NewConnectionError",
            "NameResolutionError",
            "Read timed out",
            "ConnectTimeout",
            "ProxyError",
            "Network is unreachable",
            "ECONNREFUSED",
            "ECONNRESET",
            "ENOTFOUND",
            "EAI_AGAIN",
            "ETIMEDOUT",
        ),
        (
            "The network did not answer while packages were fetched. Check the connection (and the "
            "proxy: HTTPS_PROXY), then run this again; what was fetched is kept."
        ),
    ),
    (
        ("No matching distribution found", "Could not find a version that satisfies"),
        (
            "A locked package is not to be had for this machine and Python. Veivalg runs on 64-bit "
            "Linux (glibc), Windows, and macOS on Apple silicon, with Python 3.11 to 3.14."
        ),
    ),
    (
        ("Permission denied", "Read-only file system", "[WinError 5]", "EACCES", "EROFS"),
        f"The folder {ROOT} cannot be written. Copy Veivalg to a folder of your own.",
    ),
)


class CannotGoOn(Exception):
    """Something is missing; the message says what to do."""


def main(arguments: list[str]) -> int:
    """Install what has changed, then start the page or run the tests."""
    try:
        use_supported_python()
        if arguments[:1] == ["test"]:
            prepare("requirements-test.lock")
            return hand_over([str(venv_python()), "-m", "pytest", *arguments[1:]])
        prepare("requirements.lock")
        return hand_over([str(venv_program("veivalg")), *arguments])
    except CannotGoOn as reason:
        print(f"Veivalg cannot start. {reason}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What was finished is kept; run this again to go on.", file=sys.stderr)
        return 130


def use_supported_python() -> None:
    """Go on in a Python between OLDEST and NEWEST, or say that there is none."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other and works(other):
            raise SystemExit(subprocess.call([other, str(ROOT / "run.py"), *sys.argv[1:]]))
    raise CannotGoOn(
        f"This is Python {sys.version_info[0]}.{sys.version_info[1]}; Veivalg needs 3.11 to 3.14. "
        "Install one of them (python.org, or your system's packages) and run this again with it."
    )


def works(python: str) -> bool:
    """Whether this command is a Python that runs, not only a name on the path."""
    quiet = subprocess.DEVNULL
    return subprocess.call([python, "-c", ""], stdout=quiet, stderr=quiet) == 0


def prepare(lock: str) -> None:
    """Bring .venv up to date: packages of the lock, Veivalg with its pages, compiled kernels."""
    make_venv()
    done = read_marks()
    steps = (
        (lock, partial(hash_of, ROOT / lock), FETCHING, partial(packages, lock)),
        ("veivalg", signature_of_package, "Building the pages and installing Veivalg", veivalg),
        ("kernels", signature_of_kernels, "Compiling the calculations", kernels),
    )
    for name, state, saying, work in steps:
        if done.get(name) == state():
            continue
        print(f"{saying} …", flush=True)
        work()
        done[name] = state()
        write_marks(done)


def make_venv() -> None:
    """Make .venv for this Python and folder, unless it is there already."""
    wanted = {"python": ".".join(map(str, sys.version_info[:3])), "folder": str(ROOT)}
    if wanted.items() <= read_marks().items() and venv_python().exists():
        return
    if VENV.exists() and not MARKS.exists():
        raise CannotGoOn(f"The folder {VENV} was not made by run.py. Move it away and run again.")
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        name = f"python3.{sys.version_info[1]}-venv"
        raise CannotGoOn(
            "This Python lacks the modules venv and ensurepip. On Debian and Ubuntu they come "
            f"with: sudo apt install {name}. Then run this again."
        )
    require_space()
    print("Making a place of its own for Veivalg (.venv) …", flush=True)
    write_marks({})
    run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    write_marks(wanted)


def require_space() -> None:
    """Raise CannotGoOn when the disk has too little room for what is to be installed."""
    free_mb = shutil.disk_usage(ROOT).free // 1_000_000
    if free_mb < SPACE_NEEDED_MB:
        raise CannotGoOn(
            f"About {SPACE_NEEDED_MB} MB are needed in {ROOT} and {free_mb} MB are free. "
            "Free some space and run this again."
        )


def packages(lock: str) -> None:
    """Install the locked packages, each checked against its hash, none built here."""
    pip("--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", str(ROOT / lock))


def veivalg() -> None:
    """Install Veivalg itself in place; hatch_build.py builds its pages."""
    pip("--no-build-isolation", "--no-deps", "--no-index", "--editable", str(ROOT))


def kernels() -> None:
    """Compile what is compiled, so that nobody waits for it later."""
    if (ROOT / "src" / "veivalg" / "population" / "warm.py").exists():
        run([str(venv_python()), "-m", "veivalg.population.warm"])


def pip(*arguments: str) -> None:
    """Run pip of .venv."""
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    run(
        [
            str(venv_python()),
            "-m",
            "pip",
            "--disable-pip-version-check",
            "install",
            *quiet,
            *arguments,
        ]
    )


def run(command: list[str]) -> None:
    """Run a command. Raises CannotGoOn with the cause and the end of its own words."""
    environment = {**os.environ, "PYTHONUTF8": "1"}
    environment.pop("PYTHONHOME", None)
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as problem:
        raise CannotGoOn(explain(str(problem))) from problem
    if done.returncode != 0:
        raise CannotGoOn(explain(done.stderr))


def explain(said: str) -> str:
    """Why an installation failed and what to do, followed by the end of its own words."""
    end = "\n".join(said.strip().splitlines()[-20:])
    for marks, cause in CAUSES:
        if any(mark in said for mark in marks):
            return f"{cause}\n\n{end}"
    return f"A step failed; its own words:\n\n{end}"


def hand_over(command: list[str]) -> int:
    """Let the command take this program's place (on Windows: run it and wait)."""
    sys.stdout.flush()
    if os.name != "nt":
        os.chdir(ROOT)
        os.execv(command[0], command)
    return subprocess.call(command, cwd=ROOT)


def venv_program(name: str) -> Path:
    """Where .venv keeps a program."""
    return VENV / "Scripts" / f"{name}.exe" if os.name == "nt" else VENV / "bin" / name


def venv_python() -> Path:
    """The Python of .venv."""
    return venv_program("python")


def read_marks() -> dict[str, str]:
    """What has been done in .venv, each with the hash of what it was done from."""
    try:
        marks: dict[str, str] = json.loads(MARKS.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return marks


def write_marks(marks: dict[str, str]) -> None:
    """Remember what has been done in .venv."""
    try:
        VENV.mkdir(exist_ok=True)
        MARKS.write_text(json.dumps(marks, indent=1), encoding="utf-8")
    except OSError as problem:
        raise CannotGoOn(explain(str(problem))) from problem


def hash_of(file: Path) -> str:
    """SHA-256 of a file."""
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        raise CannotGoOn(f"{file} is missing. Use a whole copy of the source.") from None


def signature_of_package() -> str:
    """Changes when the package's description, its hook or its pages do."""
    built = (STATIC / "index.html").exists()
    left_out = os.environ.get("VEIVALG_WITHOUT_PAGES", "")
    files = [ROOT / "pyproject.toml", ROOT / "hatch_build.py", *files_in(ROOT / "frontend")]
    words = sorted((ROOT / "src" / "veivalg" / "language").glob("web.*.po"))
    return signature([*files, *words], str(built), left_out)


def signature_of_kernels() -> str:
    """Changes when the calculations do, or the packages that compile them."""
    files = [
        path for path in files_in(ROOT / "src" / "veivalg" / "population") if path.suffix == ".py"
    ]
    return signature(files, hash_of(ROOT / "requirements.lock"))


def files_in(folder: Path) -> list[Path]:
    """Files below a folder that are the project's own, in a fixed order."""
    found: list[Path] = []
    for place, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if name not in SHIPPED_BY_OTHERS)
        found.extend(Path(place, name) for name in sorted(files))
    return found


def signature(files: list[Path], *also: str) -> str:
    """Hash of names, sizes and times of change; quick, because no file is read."""
    digest = hashlib.sha256("\0".join(also).encode())
    for file in files:
        state = file.stat()
        name = file.relative_to(ROOT).as_posix()
        digest.update(f"{name}\0{state.st_size}\0{state.st_mtime_ns}\0".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
