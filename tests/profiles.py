"""The method profiles of data/, read once for all tests."""

from pathlib import Path

from dpia_workbench.risk.profile import MethodProfile
from dpia_workbench.schemas.profiles import read_profiles

CONTENT = {item["id"]: item for item in read_profiles(Path(__file__).parents[1] / "data/profiles")}
PROFILES = {key: MethodProfile.of(item) for key, item in CONTENT.items()}
NL_RIJK, DPV_RM3X3 = PROFILES["nl-rijk-3.0"], PROFILES["dpv-rm3x3"]
