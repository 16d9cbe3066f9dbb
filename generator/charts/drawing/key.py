"""The key of the code that draws: a part of the key of every drawing in the cache."""

import sys
from importlib.metadata import version
from pathlib import Path

from generator.files.cache import hash_paths, make_key

HERE = Path(__file__).parent  # all that a drawing depends on
VERSIONS = [version("altair"), version("vl-convert-python"), sys.version]
# Read when this module is, so that the key is that of the code which runs, also when a file is edited meanwhile.
CODE = make_key("code", *VERSIONS, hash_paths(HERE.glob("*.py"), HERE))
