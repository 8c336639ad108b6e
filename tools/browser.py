"""Find a Chromium for the tests, or install one: the machine's package, else Playwright's own."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Return the path of a Chromium on this machine."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def main() -> int:
    """Make sure that there is a Chromium; return 0 if there is."""
    if find() or _of_playwright():
        return 0
    print("No Chromium found; installing one …", flush=True)
    if shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    if not find():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if find() or _of_playwright():
        return 0
    print("Chromium is missing: install it (Debian: chromium).", file=sys.stderr)
    return 1


def _of_playwright() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return os.path.exists(playwright.chromium.executable_path)


if __name__ == "__main__":
    sys.exit(main())
