"""The rules of the data: what is checked, in which phase, what is said of a fault and how to mend it.

The words live here once, in English, and in the message catalogue in Chinese; a library's own text is never what a data
editor reads. The page of the rules is made of this list.
"""

from collections.abc import Mapping

from generator.findings.rules.across import PUBLIC, TABLES, TIME
from generator.findings.rules.files import FILE, HEADER
from generator.findings.rules.meaning import DATES, SIZES, TARGETS
from generator.findings.rules.rows import CELL, ROW
from generator.findings.rules.rule import DataRule, Phase

PHASES: Mapping[Phase, Mapping[str, DataRule]] = {
    Phase.FILE: FILE,
    Phase.HEADER: HEADER,
    Phase.CELL: CELL,
    Phase.ROW: ROW,
    Phase.TABLES: {**TABLES, **TARGETS},
    Phase.SIZE: SIZES,
    Phase.TIME: {**TIME, **DATES},
    Phase.PUBLIC: PUBLIC,
}
DATA_RULES: Mapping[str, DataRule] = {name: rule for rules in PHASES.values() for name, rule in rules.items()}
