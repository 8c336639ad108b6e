"""Install locked packages: with uv when it can be had, else with plain pip."""

import shutil
import subprocess
import sys
from pathlib import Path

UV = "uv==0.13.9"
LOCK_WITH_NODE = "requirements-build.txt"


def main(arguments: list[str]) -> None:
    """Install a lock file and the project at `BIN`, or Node when the machine has none."""
    if arguments[0] == "--node":
        install_node(Path(arguments[1]))
    else:
        install(Path(arguments[0]), lock=arguments[1], exact=True)
        install_project(Path(arguments[0]))


def install(binaries: Path, *, lock: str, exact: bool) -> None:
    """Install a lock file; `exact` removes what is not in it."""
    print(f"Installing {lock} …", flush=True)
    uv = binaries / "uv"
    python = str(binaries / "python")
    if not uv.exists():
        subprocess.run([python, "-m", "pip", "install", "--quiet", UV], check=False)
    if not uv.exists():
        command = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock]
        subprocess.run(command, check=True)
        return
    verb = ["sync"] if exact else ["install", "--require-hashes", "-r"]
    base = [str(uv), "pip", *verb, lock, "--python", python, "--quiet", "--no-build"]
    subprocess.run(base, check=True)
    if exact:  # sync removed the installer with what else is not in the lock
        subprocess.run([python, "-m", "pip", "install", "--quiet", UV], check=False)


def install_project(binaries: Path) -> None:
    """Install the project itself, as it lies here, for its command `dpia-workbench`."""
    python = str(binaries / "python")
    command = [python, "-m", "pip", "install", "--quiet", "--no-deps", "--editable", "."]
    subprocess.run(command, check=True)


def install_node(binaries: Path) -> None:
    """Install Node from PyPI when the machine has none and the assets are not built yet."""
    if shutil.which("npm") or Path("dpia_workbench/static/built/utrecht.css").exists():
        return
    try:
        install(binaries, lock=LOCK_WITH_NODE, exact=False)
    except subprocess.CalledProcessError:
        print("Warning: Node cannot be had; pages use their own style only.", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
