"""Commands without their start: a process that imported everything forks once for each of them.

Most of the time of a short command goes into its imports. What is forked is a process of its own,
with its own environment and output, and runs the same `main` as `python -m dpia_workbench` does.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).parents[2]


class Warm:
    """The process that forks, as the tests see it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.warm"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(
        self, words: Sequence[str], *, environment: Mapping[str, str]
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([list(words), dict(environment)]) + "\n")
        self._process.stdin.flush()
        code, out, err = json.loads(self._process.stdout.readline())
        return subprocess.CompletedProcess(list(words), code, stdout=out, stderr=err)

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def _serve() -> None:
    from dpia_workbench.__main__ import main

    for line in sys.stdin:
        words, environment = json.loads(line)
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            child = os.fork()
            if not child:
                _become(main, words, environment, outputs=(out.fileno(), err.fileno()))
            _pid, status = os.waitpid(child, 0)
            said = [_all(each) for each in (out, err)]
        print(json.dumps([os.waitstatus_to_exitcode(status), *said]), flush=True)  # noqa: T201  # the answer


def _become(main: Any, words: list[str], environment: dict[str, str], *, outputs: Any) -> NoReturn:
    """Be the command, and end with it."""
    for place, output in zip((1, 2), outputs, strict=True):
        os.dup2(output, place)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["dpia-workbench", *words]
    code = 0
    try:
        main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # as the interpreter does at the top
        sys.excepthook(*sys.exc_info())
        code = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _all(file: Any) -> str:
    file.seek(0)
    text: str = file.read().decode(errors="replace")
    return text


if __name__ == "__main__":
    _serve()
