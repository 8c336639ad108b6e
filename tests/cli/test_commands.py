"""The operator's commands, run as the operator runs them, against a home of their own."""

import hashlib
import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from docx import Document

from dpia_workbench.files.keeping import FileStore
from tests.cli.warm import Warm

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.slow


class Operator:
    """Runs commands with a DPIA_HOME."""

    def __init__(self, home: Path, *, warm: Warm) -> None:
        self.home = home
        self.warm = warm
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("DPIA_")},
            "DPIA_HOME": str(home),
        }

    def runs(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return self.warm.run(words, environment={**self.environment, **settings})


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    """What runs the commands."""
    made = Warm()
    yield made
    made.close()


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory, warm: Warm) -> Operator:
    """An operator whose workbench is ready, with the demonstration."""
    made = Operator(tmp_path_factory.mktemp("operator"), warm=warm)
    for words in (["init"], ["demo"], ["jobs", "work", "--once"]):
        done = made.runs(*words)
        assert done.returncode == 0, done.stderr
    return made


def test_init_and_demo_can_be_repeated_and_lose_nothing(operator: Operator) -> None:
    before = found(operator, "noorderlicht")

    again = [operator.runs("init"), operator.runs("demo")]

    assert [each.returncode for each in again] == [0, 0]
    assert "0 new or changed" in again[0].stdout
    assert "already there" in again[1].stdout
    assert found(operator, "noorderlicht") == before


def found(operator: Operator, text: str, *options: str) -> list[str]:
    """Return the slugs that a search finds."""
    done = operator.runs("search", "query", text, "--json", *options)
    assert done.returncode == 0, done.stderr
    return [item["slug"] for item in json.loads(done.stdout)["items"]]


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("google workspace", "google-workspace-for-education"),
        ("gogle workspase", "google-workspace-for-education"),
        ("videobellen", "zoom"),
        ("videobellen", "microsoft-365-teams-onedrive-sharepoint"),
        ("videovergaderen", "microsoft-365-teams-onedrive-sharepoint"),
        ("video conferencing", "microsoft-365-teams-onedrive-sharepoint"),
        ("leerlingvolgsysteem", "magister"),
        ("privacy officer", "google-workspace-for-education"),
        ("copilot", "microsoft-365-copilot"),
        ("magistre", "magister"),
    ],
)
def test_a_search_gives_a_sensible_answer(operator: Operator, query: str, slug: str) -> None:
    assert slug in found(operator, query)


def test_a_privacy_officer_is_not_sought_in_the_names_of_products(operator: Operator) -> None:
    names = found(operator, "privacy officer")

    assert names[0] == "google-workspace-for-education"
    assert not [name for name in names[:5] if "office" in name]


def test_a_search_can_be_limited_to_sector_and_verdict(operator: Operator) -> None:
    assert found(operator, "noorderlicht", "--sector", "mbo") == ["noorderlicht-leerplein"]
    assert found(operator, "zuidwind", "--verdict", "AMBER") == ["zuidwind-videoles"]
    assert found(operator, "zuidwind", "--verdict", "GREEN") == []


def test_wrong_use_ends_with_2_and_a_refusal_with_1_and_one_line(operator: Operator) -> None:
    wrong = operator.runs("search", "query")
    refused = operator.runs(
        "export", "no-such-product", "--format", "json", "-o", str(operator.home / "x.json")
    )

    assert wrong.returncode == 2
    assert refused.returncode == 1
    assert len(refused.stderr.strip().splitlines()) == 1


def test_every_command_has_help(operator: Operator) -> None:
    for words in (
        ["init"], ["demo"], ["serve"], ["content", "check"], ["content", "load"],
        ["search", "rebuild"], ["search", "query"], ["export"], ["verify"], ["backup"],
        ["restore"], ["jobs", "work"], ["user", "add"], ["org", "add"],
    ):  # fmt: skip
        assert operator.runs(*words, "--help").returncode == 0, words


def test_an_exported_release_is_verified_and_a_changed_one_is_not(operator: Operator) -> None:
    file = operator.home / "release.json"
    operator.runs("export", "noorderlicht-portfolio", "--format", "json", "-o", str(file))

    intact = operator.runs("verify", str(file))
    text = file.read_text(encoding="utf-8").replace("GREEN_WITH_MEASURES", "GREEN", 1)
    file.write_text(text, encoding="utf-8")
    changed = operator.runs("verify", str(file))
    file.write_bytes(b"\xff\x00")
    garbage = operator.runs("verify", str(file))

    assert (intact.returncode, changed.returncode, garbage.returncode) == (0, 1, 1)


def test_a_release_is_exported_as_linked_data(operator: Operator) -> None:
    file = operator.home / "release.jsonld"

    done = operator.runs(
        "export", "noorderlicht-portfolio", "--format", "jsonld", "-o", str(file)
    )  # fmt: skip

    assert done.returncode == 0
    graph = json.loads(file.read_text(encoding="utf-8"))
    assert graph["wb:verdict"] == "wb:GreenWithMeasures"
    assert len(graph["wb:sha256"]) == 64


def test_an_exported_report_is_verified_and_a_changed_one_is_not(
    operator: Operator, tmp_path: Path
) -> None:
    files = {name: tmp_path / f"{name}.docx" for name in ("nl", "again", "en", "changed", "zip")}
    for name, file in files.items():
        lang = "en" if name == "en" else "nl"
        words = ["--format", "docx", "--lang", lang, "-o", str(file)]
        assert operator.runs("export", "noorderlicht-portfolio", *words).returncode == 0
    _rewrite(files["changed"], old=b"Noorderlicht", new=b"Noorderlucht")
    files["zip"].write_bytes(files["nl"].read_bytes()[:5000])

    done = {name: operator.runs("verify", str(file)) for name, file in files.items()}

    assert files["nl"].read_bytes() == files["again"].read_bytes()
    codes = {name: each.returncode for name, each in done.items()}
    assert codes == {"nl": 0, "again": 0, "en": 0, "changed": 1, "zip": 1}
    assert "release 1 of noorderlicht-portfolio" in done["nl"].stdout
    assert len(done["changed"].stderr.strip().splitlines()) == 1


def _rewrite(file: Path, *, old: bytes, new: bytes) -> None:
    """Change one word in the text of a report."""
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/document.xml"] = parts["word/document.xml"].replace(old, new, 1)
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)


@pytest.mark.parametrize(
    "words",
    [
        ["export", "noorderlicht-portfolio", "--format", "json", "-o", "{no}/x.json"],
        ["export", "noorderlicht-portfolio", "--format", "docx", "-o", "{no}/x.docx"],
        ["backup", "{no}/x.tar.gz"],
    ],
)
def test_a_file_that_cannot_be_written_is_one_line(
    operator: Operator, tmp_path: Path, words: list[str]
) -> None:
    nowhere = str(tmp_path / "not-there")

    done = operator.runs(*[word.format(no=nowhere) for word in words])

    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert nowhere in done.stderr


@pytest.mark.parametrize(
    "address",
    ["nonsense", "mysql://me:secret@host/name", "postgresql://host:port/name", "sqlite:////no/x"],
)
def test_a_senseless_address_of_a_database_is_one_line(operator: Operator, address: str) -> None:
    done = operator.runs("init", DPIA_DATABASE_URL=address)

    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "secret" not in done.stderr


def test_a_broken_backup_is_one_line_and_leaves_nothing(operator: Operator, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    assert operator.runs("backup", str(file)).returncode == 0
    file.write_bytes(file.read_bytes()[:-3000])
    empty = Operator(tmp_path / "home", warm=operator.warm)

    done = empty.runs("restore", str(file), DPIA_SECRET_KEY="s" * 40)

    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert list(empty.home.iterdir()) == []
    assert sorted(tmp_path.iterdir()) == [file, empty.home]


def test_the_audit_trail_is_checked(operator: Operator, tmp_path: Path) -> None:
    other = Operator(tmp_path / "home", warm=operator.warm)
    subprocess.run(["cp", "-r", str(operator.home), str(other.home)], check=True)
    whole = other.runs("audit")
    with sqlite3.connect(other.home / "workbench.sqlite3") as database:
        database.execute("UPDATE audit_event SET fact = 'dossier.approved' WHERE seq = 7")
    database.close()

    changed = other.runs("audit")

    assert whole.returncode == 0
    assert (changed.returncode, "7" in changed.stderr) == (1, True)


def test_an_exported_report_opens_in_word(operator: Operator) -> None:
    file = operator.home / "report.docx"

    done = operator.runs("export", "noorderlicht-portfolio", "--format", "docx", "-o", str(file))

    assert done.returncode == 0, done.stderr
    assert "Noorderlicht Portfolio" in Document(str(file)).core_properties.title


def test_a_broken_file_in_data_is_named_and_changes_nothing(
    operator: Operator, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    subprocess.run(["cp", "-r", str(ROOT / "data"), str(data)], check=True)
    broken = data / "catalogue" / "products" / "zoom.yaml"
    text = broken.read_text(encoding="utf-8").replace("colour: GREEN_WITH_MEASURES", "colour: BLUE")
    broken.write_text(text.replace("nl: Zoom Meetings", "nl: Changed"), encoding="utf-8")
    before = found(operator, "zoom")

    checked = operator.runs("content", "check", DPIA_DATA=str(data))
    loaded = operator.runs("content", "load", DPIA_DATA=str(data))

    assert checked.returncode == loaded.returncode == 1
    assert "products/zoom.yaml:" in checked.stderr
    assert "record.verdict.colour" in checked.stderr
    assert found(operator, "zoom") == before


def test_a_broken_demonstration_is_named_before_anything_is_stored(
    warm: Warm, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    subprocess.run(["cp", "-r", str(ROOT / "data"), str(data)], check=True)
    broken = data / "demonstration" / "dossiers" / "zuidwind-videoles.yaml"
    text = broken.read_text(encoding="utf-8").replace("likelihood: 3", "likelihood: often")
    broken.write_text(text, encoding="utf-8")
    line = text.splitlines().index("    likelihood: often") + 1
    fresh = Operator(tmp_path / "home", warm=warm)
    assert fresh.runs("init").returncode == 0

    done = [fresh.runs(*words, DPIA_DATA=str(data)) for words in (["content", "check"], ["demo"])]

    assert [each.returncode for each in done] == [1, 1]
    for each in done:
        place = f"dossiers/zuidwind-videoles.yaml:{line}: risks.1.likelihood: "
        assert each.stderr.startswith(place)
        assert len(each.stderr.strip().splitlines()) == 1


def test_a_broken_screening_form_is_named_beside_other_mistakes(
    operator: Operator, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    subprocess.run(["cp", "-r", str(ROOT / "data"), str(data)], check=True)
    form = data / "screening" / "nl-prescan.yaml"
    form.write_text(form.read_text("utf-8").replace("question: cloud", "question: moon"), "utf-8")
    (data / "catalogue" / "categories.yaml").write_text("categories: 1", "utf-8")

    checked = operator.runs("content", "check", DPIA_DATA=str(data))

    assert checked.returncode == 1
    assert "screening/nl-prescan.yaml:" in checked.stderr
    assert "questions.15.when.0.question" in checked.stderr
    assert "categories.yaml:1: categories" in checked.stderr


def test_a_broken_template_is_named_and_a_changed_one_needs_a_new_version(
    operator: Operator, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    subprocess.run(["cp", "-r", str(ROOT / "data"), str(data)], check=True)
    file = data / "templates" / "nl-rijk-dpia-3.0.yaml"
    text = file.read_text("utf-8")
    line = text[: text.index("text: introduction")].count("\n") + 1

    file.write_text(text.replace("text: introduction", "text: moon"), "utf-8")
    broken = operator.runs("content", "check", DPIA_DATA=str(data))
    file.write_text(text.replace("en: Introduction", "en: Preface"), "utf-8")
    changed = operator.runs("content", "load", DPIA_DATA=str(data))

    assert [broken.returncode, changed.returncode] == [1, 1]
    assert f"templates/{file.name}:{line}: nodes.0.shows.0.text: " in broken.stderr
    assert "Give what changed a new version" in changed.stderr


def test_a_screening_form_that_changed_needs_a_new_version(
    operator: Operator, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    subprocess.run(["cp", "-r", str(ROOT / "data"), str(data)], check=True)
    form = data / "screening" / "nl-prescan.yaml"
    form.write_text(form.read_text("utf-8").replace("score_limit: 4", "score_limit: 9"), "utf-8")

    refused = operator.runs("content", "load", DPIA_DATA=str(data))

    assert refused.returncode == 1
    assert "Give what changed a new version" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_damaged_index_is_mended(operator: Operator) -> None:
    for file in (operator.home / "index").rglob("*"):
        if file.is_file():
            file.write_bytes(b"garbage")

    rebuilt = operator.runs("search", "rebuild")

    assert rebuilt.returncode == 0, rebuilt.stderr
    assert "magister" in found(operator, "magister")


def test_a_backup_comes_back_in_an_empty_home(operator: Operator, tmp_path: Path) -> None:
    file = tmp_path / "backup.tar.gz"
    assert operator.runs("backup", str(file)).returncode == 0
    empty = Operator(tmp_path / "new-home", warm=operator.warm)

    restored = empty.runs("restore", str(file))
    twice = empty.runs("restore", str(file))

    assert restored.returncode == 0, restored.stderr
    assert found(empty, "noorderlicht portfolio")[0] == "noorderlicht-portfolio"
    assert twice.returncode == 1
    keys = [each.home / "signing-key.pem" for each in (operator, empty)]
    assert keys[0].read_bytes() == keys[1].read_bytes()
    assert [stat.S_IMODE(key.stat().st_mode) for key in keys] == [0o600, 0o600]


def test_a_new_key_is_shown_and_what_the_old_one_signed_stays_good(
    operator: Operator, tmp_path: Path
) -> None:
    file = tmp_path / "release.json"
    operator.runs("export", "noorderlicht-portfolio", "--format", "json", "-o", str(file))
    before = operator.runs("key", "show").stdout

    rotated = operator.runs("key", "rotate")

    assert rotated.returncode == 0, rotated.stderr
    assert operator.runs("key", "show").stdout.split()[0] in rotated.stdout
    assert before.split()[0] in rotated.stdout
    key = operator.home / "signing-key.pem"
    kept = key.read_text(encoding="ascii")
    private = kept.splitlines()[1]
    assert private not in rotated.stdout + rotated.stderr
    assert operator.runs("verify", str(file)).returncode == 0
    assert operator.runs("audit").returncode == 0
    key.write_text("garbage", encoding="ascii")
    broken = operator.runs("key", "show")
    key.write_text(kept, encoding="ascii")
    assert (broken.returncode, len(broken.stderr.strip().splitlines())) == (1, 1)


def _with_evidence(home: Path) -> Path:
    """Put a piece of evidence in the database of a home, as an upload does; return its file."""
    with sqlite3.connect(home / "workbench.sqlite3") as database:
        dossier, lead = database.execute("SELECT id, lead_id FROM dossier").fetchone()
        database.execute(
            "INSERT INTO evidence (id, dossier_id, number, title, kind, source, collected_on,"
            " collected_by, confidentiality, has_personal_data, file_sha256, file_name,"
            " file_size, media_type, uploaded_by_id, uploaded_at, deletion_reason, version)"
            " VALUES (?, ?, 1, 'x', 'document', '', '2025-03-03', 'x', 'public', 0, ?, 'x.txt', 5,"
            " 'text/plain', ?, '2025-03-03 09:30:00', '', 1)",
            (uuid4().hex, dossier, hashlib.sha256(b"tekst").hexdigest(), lead),
        )
    database.close()
    store = FileStore(home / "files")
    staged = store.stage(BytesIO(b"tekst"), name="x.txt")
    with store.keeping([staged]):
        return store.place(staged.facts.sha256)


def test_files_of_evidence_come_back_and_are_checked(operator: Operator, tmp_path: Path) -> None:
    home, file = tmp_path / "home", tmp_path / "backup.tar.gz"
    subprocess.run(["cp", "-r", str(operator.home), str(home)], check=True)
    kept = _with_evidence(home)
    other, empty = (Operator(each, warm=operator.warm) for each in (home, tmp_path / "empty"))
    assert other.runs("backup", str(file)).returncode == 0
    kept.chmod(0o600)
    kept.write_bytes(b"anders")
    broken = tmp_path / "broken.tar.gz"
    assert other.runs("backup", str(broken)).returncode == 0

    refused = empty.runs("restore", str(broken))
    restored = empty.runs("restore", str(file))

    assert (refused.returncode, restored.returncode) == (1, 0)
    assert "damaged file" in refused.stderr
    assert (empty.home / "files" / kept.relative_to(home / "files")).read_bytes() == b"tekst"
    assert empty.runs("audit").returncode == 0
    changed = other.runs("audit")
    assert (changed.returncode, kept.name in changed.stderr) == (1, True)


def test_people_and_organisations_are_added_without_a_browser(operator: Operator) -> None:
    added = operator.runs("org", "add", "De Nieuwe School", "--kind", "school_board")
    slug = added.stdout.strip()
    person = ["user", "add", "nieuw@school.example", "--name", "Nieuw", "--org", slug]

    invited = operator.runs(*person, "--role", "privacy_officer")
    misfit = operator.runs(*person, "--role", "analyst")

    assert slug == "de-nieuwe-school"
    assert "/welcome/" in invited.stdout
    assert misfit.returncode == 1


def test_production_does_not_start_without_a_secret(operator: Operator) -> None:
    done = operator.runs("content", "check", DPIA_ENV="production")

    assert done.returncode == 1
    assert done.stderr.strip() == "DPIA_SECRET_KEY is required when DPIA_ENV=production"


def test_the_server_serves_and_its_worker_ends_with_it(operator: Operator) -> None:
    port = "18765"
    server = subprocess.Popen(
        [sys.executable, "-m", "dpia_workbench", "serve", "--port", port],
        cwd=ROOT,
        env=operator.environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert answers(f"http://127.0.0.1:{port}/readyz") == 200
        children = subprocess.run(
            ["pgrep", "-P", str(server.pid)], capture_output=True, text=True, check=False
        ).stdout.split()
        server.send_signal(signal.SIGKILL)
        server.wait(10)
        assert gone(children)
    finally:
        server.kill()
        server.wait(10)


def answers(url: str) -> int:
    """Return the status that a server gives once it is up."""
    for _ in range(300):  # a busy machine takes half a minute to start
        try:
            with urllib.request.urlopen(url, timeout=10) as response:
                return int(response.status)
        except OSError:
            time.sleep(0.2)
    return 0


def gone(processes: list[str]) -> bool:
    """Return whether all processes end by themselves."""
    for _ in range(240):
        if not any(lives(each) for each in processes):
            return True
        time.sleep(0.25)
    return False


def lives(process: str) -> bool:
    """Return whether a process runs; one that nobody collected after its end does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_killing_a_load_leaves_a_database_that_opens(operator: Operator, tmp_path: Path) -> None:
    victim = Operator(tmp_path / "home", warm=operator.warm)
    for delay in (0.9, 1.4, 1.9, 2.4):
        process = subprocess.Popen(
            [sys.executable, "-m", "dpia_workbench", "init"],
            cwd=ROOT,
            env=victim.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(delay)
        process.kill()
        process.wait(10)

    assert victim.runs("init").returncode == 0
    with sqlite3.connect(victim.home / "workbench.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()
    assert "zoom" in found(victim, "zoom")


def test_scan_wants_a_scanner_and_asks_for_a_look_at_every_file(operator: Operator) -> None:
    refused = operator.runs("scan")
    asked = operator.runs("scan", DPIA_CLAMD="tcp://127.0.0.1:1")

    assert refused.returncode != 0
    assert "DPIA_CLAMD" in refused.stderr
    files = len(list(FileStore(operator.home / "files").hashes()))
    assert f"Files to be looked at: {files}." in asked.stdout
