"""What must not be published: personal data, and the words of the office's list, in any cell, file or setting.

It cannot be switched off. What has to stand is acknowledged cell by cell with a reason, and stays visible as a warning.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.data.cells import Record
from generator.data.settings import FILE
from generator.data.tables import UNPUBLISHED, Table, read_schemas
from generator.findings.finding import Finding
from generator.findings.personal import find_personal_data
from generator.language.message import Message
from generator.paths import PortalFolder

ACKNOWLEDGED, WORDLIST = "acknowledged", "wordlist"
NO_SUGGESTION = Message("another wording")

Name = tuple[str, str, str, str]  # table, key, column, rule: how acknowledged.csv names a finding


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that people wrote: a cell, or a line of a file; `key` is that of its row, and empty for a line."""

    table: str
    key: str
    file: str
    line: int
    column: str
    text: str

    def found(self, rule: str, value: str, expected: str | Message = "") -> tuple[Name, Finding]:
        """Return a finding about it, with its name; a line is named by what was found in it."""
        name = (self.table, self.key or value, self.column or "text", rule)
        return name, Finding(rule, self.file, self.line, self.column, value, expected or ", ".join(name))


def find_unpublishable(
    tables: Mapping[str, Table], records: Mapping[str, Sequence[Record]], portal: PortalFolder
) -> Iterator[Finding]:
    """Search every text cell, the settings, and what people wrote in `docs/`; apply what is acknowledged."""
    settings = portal.data / FILE
    passages = [*list_cells(tables.values()), *list_lines(settings, settings.name, str(settings))]
    for path in find_written_files(portal):
        name = path.relative_to(portal.root).as_posix()
        passages += list_lines(path, name, name)
    public = [passage for passage in passages if passage.table not in UNPUBLISHED]
    found = [*find_personal(passages), *find_words(public, records[WORDLIST])]
    yield from acknowledge(found, tables.get(ACKNOWLEDGED), records[ACKNOWLEDGED])


def find_written_files(portal: PortalFolder) -> Iterator[Path]:
    """Yield the files of a portal that a build publishes or reads beside the data: mkdocs.yml, and text in `docs/`."""
    if portal.config.parent == portal.root:
        yield portal.config
    for path in sorted(portal.docs.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(portal.docs).parts)
        if not hidden and path.is_file() and is_text(path):
            yield path


def is_text(path: Path) -> bool:
    """Whether a file is text, as Git judges it: no byte of its beginning is 0."""
    with path.open("rb") as file:
        return b"\0" not in file.read(8_000)


def list_cells(tables: Iterable[Table]) -> Iterator[Passage]:
    """Yield every text cell. The key of an acknowledgement repeats another cell, and is judged there.

    A word of a list, or a period, can hold nothing else: anything else in its cell is an error already.
    """
    for table in tables:
        schema = read_schemas()[table.name]
        open_texts = [f for f in schema.fields if f.type == "string" and "enum" not in f.constraints]
        texts = [field.name for field in open_texts if field.name in table.columns and field.name != "period"]
        if table.name == ACKNOWLEDGED:
            texts = [column for column in texts if column != "key"]
        for row in table.rows:
            key = "/".join([row.cells.get(column, "") for column in schema.primary_key])
            for column in texts:
                if text := row.cells[column]:
                    yield Passage(table.name, key, table.file, row.line, column, text)


def list_lines(path: Path, table: str, file: str) -> Iterator[Passage]:
    """Yield every line of a text file; what is missing, or no file, is judged elsewhere."""
    if path.is_file():
        for number, text in enumerate(path.read_text(encoding="utf-8", errors="replace").split("\n"), 1):
            yield Passage(table, "", file, number, "", text)


def find_personal(passages: Iterable[Passage]) -> Iterator[tuple[Name, Finding]]:
    """Find personal data; the same in the same cell is reported once, always masked."""
    clean: set[str] = set()  # identifiers stand in thousands of rows
    for passage in passages:
        if passage.text in clean:
            continue
        found = dict.fromkeys((private.rule, private.masked) for private in find_personal_data(passage.text))
        if not found:
            clean.add(passage.text)
        for rule, shown in found:
            yield passage.found(rule, shown)


def find_words(passages: Iterable[Passage], wordlist: Iterable[Record]) -> Iterator[tuple[Name, Finding]]:
    """Find the words of the list, overlapping ones too; the same in the same cell is reported once.

    One expression finds the cells worth a look: 500 words in 100,000 cells take under half a second.
    """
    listed = [record.values for record in wordlist if "word" in record.values]
    if not listed:
        return
    any_word = re.compile("|".join(re.escape(entry["word"]) for entry in listed))
    for passage in passages:
        if not any_word.search(passage.text):
            continue
        for entry in listed:
            if entry["word"] in passage.text:
                rule = "forbidden-word" if entry.get("severity") == "error" else "sensitive-word"
                yield passage.found(rule, entry["word"], entry.get("suggestion", NO_SUGGESTION))


def acknowledge(
    found: Iterable[tuple[Name, Finding]], table: Table | None, records: Iterable[Record]
) -> Iterator[Finding]:
    """Turn what is acknowledged into warnings with the reason; report acknowledgements that fit nothing."""
    reasons: dict[Name, tuple[int, str]] = {}
    for record in records:
        name, key, column, rule, reason = (
            record.values.get(part, "") for part in ("table", "key", "column", "rule", "reason_zh")
        )
        both = " / ".join(filter(None, (reason, record.values.get("reason_en", ""))))
        if reason:  # a row without one is a fault of its own
            reasons[(name.removesuffix(".csv"), key, column, rule)] = record.line, both
    used: set[Name] = set()
    for name, finding in found:
        if name in reasons:
            used.add(name)
            where = finding.file, finding.line, finding.column
            yield Finding("private-data-acknowledged", *where, finding.value, reasons[name][1])
        else:
            yield finding
    for name, (line, _) in reasons.items():
        if table and name not in used:
            yield Finding("acknowledgement-unused", table.file, line, "", ", ".join(name))
