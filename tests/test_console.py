"""The language of the terminal: help, usage errors and messages, in Chinese and in English; what each command loads."""

import errno
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import MEISHAN, ROOT
from reader import HAN
from rich.cells import cell_len
from typer.main import get_command
from typer.testing import CliRunner, Result

import generator.checks.check
from generator.cli import app, failure
from generator.cli.commands import COMMANDS, Command, Group
from generator.cli.console import choose_language
from generator.cli.failure import explain_failure
from generator.cli.help import wrap
from generator.errors import FileError
from generator.files.writing import DISK
from generator.language.words import Words
from generator.publish.target import Target

Folder = Callable[..., Path]

CALLS = [[], *([name] for name in COMMANDS), ["workbook", "export"], ["workbook", "import"]]
WRONG = [
    ["--nope"],
    ["-q", "check"],
    ["--lang", "fr", "check"],
    ["--lang"],
    ["publsh"],
    ["workbook", "imprt"],
    ["check", "--nope"],
    ["check", "--formt", "json"],
    ["check", "-q"],
    ["check", "--data"],
    ["check", "--fix=1"],
    ["check", "--format", "xml"],
    ["check", "--lang", "fr"],
    ["check", "--data", "/nowhere/at/all"],
    ["check", "--data", "mkdocs.yml"],
    ["check", "mkdocs.yml", "docs"],
    ["build", "--date", "2023-09-30"],
    ["build", "--as-of", "30.9.2023"],
    ["build", "--as-of", "0001-01-01"],
    ["serve", "--as-of", "9999-12-31"],
    ["release", "--date", "0001-01-01"],
    ["build", "--data", "/nowhere/at/all"],
    ["serve", "--port", "0"],
    ["serve", "--port", "http"],
    ["diff", "--out", "docs"],
    ["diff", "no-such-thing"],
    ["release", "--sign", "/nowhere/at/all"],
    ["release", "--sign", "docs"],
    ["verify", "/nowhere/at/all"],
    ["publish"],
    ["publish", "https://www.example.gov.cn/"],
    ["publish", "/nowhere", "--site", "/nowhere/at/all"],
    ["publish", "/nowhere", "--keep", "0"],
    ["publish", "/nowhere", "--keep", "many"],
    ["workbook", "export", "portal.csv"],
    ["workbook", "import", "/nowhere/at/all.xlsx"],
]
OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")
FILE = re.compile(r"[\w@:/+-]*[./@][\w./-]+|git\+")
WORD = re.compile(r"[A-Za-z]{2,}")
NAMES = {"portal", "CSV", "Excel", "WPS", "Git", "SSH", "OpenSSH", "RFC", "rsync", "CI", *COMMANDS, "export", "import"}
CHOICES = {"all", "none", "text", "json", "github", "html", "markdown", "zh", "en"}
DEFAULTS = {"data", "site"}


def run(*arguments: object, lang: str = "", answer: str = "", **environment: str) -> Result:
    """Run a command within this process, in an English terminal unless another is given; `lang` is its last option."""
    words = [*map(str, arguments), *(["--lang", lang] if lang else [])]
    surroundings = {"LC_ALL": "en_GB.UTF-8", "COLUMNS": "80"} | environment
    return CliRunner().invoke(app, words, input=answer, env=surroundings)


def english(text: str, typed: list[str]) -> set[str]:
    """The English words of a text, but for names, options, files, and what was typed."""
    for word in sorted((word for word in typed if not word.startswith("-")), key=len, reverse=True):
        text = text.replace(word, "")
    return set(WORD.findall(FILE.sub("", OPTION.sub("", text)))) - NAMES - CHOICES - DEFAULTS


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
@pytest.mark.parametrize("width", [60, 80, 100])
def test_the_help_in_chinese_has_no_english_word(call: list[str], width: int) -> None:
    shown = run(*call, "--help", lang="zh", COLUMNS=str(width))
    assert shown.exit_code == 0, shown.output
    assert HAN.search(shown.output)
    assert english(shown.output, []) == set()


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 100])
def test_the_help_fits_the_terminal_and_nothing_is_cut(call: list[str], lang: str, width: int) -> None:
    lines = run(*call, "--help", lang=lang, COLUMNS=str(width)).output.splitlines()
    assert [line for line in lines if cell_len(line) > width] == []
    assert "…" not in "".join(lines)
    assert [line for line in lines if re.match(r"\s*[，。、；：）”]", line)] == []  # a sign stays with its word


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_the_help_in_english_has_no_chinese_word(call: list[str]) -> None:
    shown = run(*call, "--help", lang="en", LC_ALL="zh_CN.UTF-8")
    assert shown.exit_code == 0
    assert not HAN.search(shown.output)


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_wrong_usage_is_told_in_the_language_with_exit_code_2(arguments: list[str], lang: str) -> None:
    shown = run(*arguments, LC_ALL={"zh": "zh_CN.UTF-8", "en": "en_GB.UTF-8"}[lang])
    assert shown.exit_code == 2, shown.output
    assert isinstance(shown.exception, SystemExit)
    assert shown.stdout == ""
    assert bool(HAN.search(shown.stderr)) == (lang == "zh")
    if lang == "zh":
        assert english(shown.stderr, arguments) == set()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "--formt", "json"], "没有选项 --formt。\n是否应为 --format？\n用法说明：portal check --help\n"),
        (["publsh"], "没有命令“publsh”。\n是否应为 publish？\n用法说明：portal --help\n"),
        (["check", "--format", "xml"], "--format 只能是 text、json、github、html 之一，不能是“xml”。\n"),
        (["build", "--as-of", "30.9.2023"], "--as-of 应为日期，写法如 2023-09-30，不能是“30.9.2023”。\n"),
        (["build", "--data", "/nowhere"], "--data：没有文件夹 /nowhere。\n"),
        (["check", "--data", "mkdocs.yml"], "--data：mkdocs.yml 是文件，不是文件夹。\n"),
        (["release", "--sign", "docs"], "--sign：docs 是文件夹，不是文件。\n"),
        (["publish", "/x", "--keep", "0"], "--keep 应为不小于 1 的整数，不能是“0”。\n"),
        (["serve", "--port", "99999"], "--port 应为 1 至 65535 的整数，不能是“99999”。\n"),
        (["check", "one", "two"], "参数过多：one two\n"),
        (["check", "--data"], "--data 后面缺少取值。\n"),
        (["check", "--fix=1"], "--fix 不带取值。\n"),
        (["publish"], "缺少“目标”。发布到何处：文件夹、"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_usage_names_what_was_typed_and_what_may_be(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    monkeypatch.chdir(ROOT)
    assert told in run("--lang", "zh", *arguments).stderr


def test_a_folder_without_a_portal_is_told_where_no_other_was_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("check", lang="zh").stderr == "--data：没有文件夹 data。\n用法说明：portal check --help\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--lang", "zh", "check"],
        ["--lang=zh", "check"],
        ["check", "--lang", "zh"],
        ["check", "--lang=zh"],
        ["--lang", "en", "check", "--lang", "zh"],
    ],
    ids=" ".join,
)
def test_the_language_is_taken_before_and_after_the_command(arguments: list[str]) -> None:
    shown = run(*arguments, "--data", MEISHAN)
    assert shown.exit_code == 0
    assert shown.output.endswith("个警告\n")


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, "zh"),
        ({"LC_MESSAGES": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
    ],
)
def test_the_locale_of_the_terminal_decides_unless_a_language_is_asked_for(
    environment: dict[str, str], lang: str
) -> None:
    assert choose_language(["check"], environment) == lang
    assert choose_language(["check", "--lang", "fr"], environment) == lang
    for asked in ("zh", "en"):
        assert choose_language(["check", "--lang", asked], environment) == asked


def test_the_locale_of_the_system_decides_where_the_terminal_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for spoken, lang in (
        ("Chinese (Simplified)_China", "zh"),
        ("zh_CN", "zh"),
        ("English_Germany", "en"),
        (None, "en"),
    ):
        monkeypatch.setattr("locale.getlocale", lambda spoken=spoken: (spoken, None))
        assert choose_language([], {}) == lang


def test_what_stands_after_two_dashes_is_no_language() -> None:
    assert choose_language(["diff", "--", "--lang", "zh"], {"LANG": "en_GB.UTF-8"}) == "en"


def test_one_process_speaks_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["portal", "--lang", "zh"])  # only what a run is given counts
    told = [run("check", "--nope", lang=lang).stderr for lang in ("zh", "en", "zh")]
    assert [bool(HAN.search(text)) for text in told] == [True, False, True]


@pytest.mark.parametrize("arguments", [[], ["--lang", "zh"], ["workbook"], ["workbook", "--lang", "zh"]], ids=" ".join)
def test_without_a_command_the_help_is_shown_as_for_wrong_usage(arguments: list[str]) -> None:
    shown = run(*arguments)
    assert shown.exit_code == 2
    assert shown.stdout == run(*arguments, "--help").stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_a_module_whose_options_are_all_described(name: str) -> None:
    portal = get_command(app)
    assert isinstance(portal, Group)
    command = portal.get_command(None, name)
    assert isinstance(command, Command | Group)
    below = command.commands.values() if isinstance(command, Group) else [command]
    for each in below:
        assert isinstance(each, Command)
        assert each.help
        assert [param.name for param in each.params if not param.help] == []
        assert "lang" not in {param.name for param in each.params}  # every command has it


def test_help_loads_no_command() -> None:
    code = "import sys; from generator.cli import app; sys.argv[1:] = ['--help']; app()"
    after = "import atexit; atexit.register(lambda: print(*sys.modules, file=sys.stderr))"
    loaded = subprocess.run(
        [sys.executable, "-c", f"import sys; {after}; {code}"], capture_output=True, text=True, check=True
    )
    modules = set(loaded.stderr.split())
    assert "generator.cli.commands" in modules
    assert {f"generator.cli.{name}" for name in COMMANDS} & modules == set()
    assert {"pandas", "frictionless", "jinja2"} & modules == set()


def test_importing_the_program_runs_nothing() -> None:
    code = "import generator.__main__"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == ("", "")


def test_a_terminal_that_cannot_show_chinese_shows_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict")
    monkeypatch.setattr(sys, "stderr", narrow)
    with pytest.raises(SystemExit) as ended:
        app(["--lang", "zh", "--nope"])
    narrow.flush()
    assert ended.value.code == 2
    assert b"?" in narrow.buffer.getvalue()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("存放各数据表的文件夹", ["存放各数", "据表的文", "件夹"]),
        ("存放各数，据表", ["存放各", "数，据表"]),  # no line begins with a comma
        ("存放各（数据）", ["存放各", "（数据）"]),  # and none ends with an opening bracket
        ("用 Excel 填", ["用 Excel", "填"]),
        ("internationally", ["internationally"]),  # a long word is not broken
    ],
)
def test_lines_end_where_the_language_allows_it(text: str, lines: list[str]) -> None:
    assert wrap(text, 8) == lines


def test_a_question_without_an_answer_stops_the_command(portal_folder: Folder) -> None:
    folder = portal_folder(observations="commitment_id,period,value\nA,２０２３－０６,12\n")
    before = (folder / "observations.csv").read_bytes()
    for answer in ("", "\n", "n\n", "maybe\n"):
        shown = run("check", "--fix", "--data", folder, lang="zh", answer=answer)
        assert shown.exit_code == 1
        assert ("已中止" in shown.stderr) == (answer == "")
        assert (folder / "observations.csv").read_bytes() == before
    for answer in ("y\n", "是\n"):
        (folder / "observations.csv").write_bytes(before)
        assert run("check", "--fix", "--data", folder, answer=answer).exit_code == 0
        assert (folder / "observations.csv").read_bytes() != before


@pytest.mark.parametrize("number", [*failure.UNWRITABLE, errno.EIO])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_that_cannot_be_written_is_told_with_its_reason(tmp_path: Path, number: int, lang: str) -> None:
    file = tmp_path / "nowhere" / "a.html"
    error = explain_failure(OSError(number, "the system's own words", str(file)))
    text = Words(lang).t(error.message, **error.parts)
    assert error.code == (1 if number in DISK else 2)
    assert str(file) in text
    assert bool(HAN.search(text)) == (lang == "zh")
    assert ("the system's own words" in text) == (number == errno.EIO)


def test_a_table_that_is_open_elsewhere_is_told_as_that(tmp_path: Path) -> None:
    draft, file = str(tmp_path / ".a.csv.new"), str(tmp_path / "a.csv")
    error = explain_failure(PermissionError(errno.EACCES, "Permission denied", draft, None, file))
    assert (error.message, error.parts["file"]) == (failure.LOCKED, file)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_full_disk_is_told_as_that_where_the_system_names_no_file(lang: str) -> None:
    error = explain_failure(OSError(errno.ENOSPC, "No space left on device"))
    text = Words(lang).t(error.message, **error.parts)
    assert error.code == 1
    assert {"zh": "磁盘空间不足", "en": "the disk is full"}[lang] in text
    assert "None" not in text


def test_a_folder_without_permission_is_not_blamed_on_excel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: mode == os.R_OK)
    error = explain_failure(PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "a.csv")))
    assert error.message == failure.UNWRITABLE[errno.EACCES]


def test_a_file_that_is_not_there_is_told_as_missing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as error:
        (tmp_path / "a.yml").read_bytes()
    assert explain_failure(error.value).message == failure.MISSING


def test_an_error_of_the_system_without_a_file_is_told_too() -> None:
    assert isinstance(explain_failure(OSError(errno.ENOTCONN, "not connected")), FileError)
    assert explain_failure(OSError("no number")).parts["reason"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_change_that_cannot_be_written_is_wrong_usage(tmp_path: Path, lang: str) -> None:
    file = tmp_path / "nowhere" / "sheet.html"
    shown = run("diff", "--data", MEISHAN, "--format", "html", "--out", file, lang=lang)
    assert shown.exit_code == 2
    assert isinstance(shown.exception, SystemExit)
    told = {
        "zh": f"无法写入 {file}：所在文件夹不存在。\n",
        "en": f"{file} cannot be written: its folder does not exist.\n",
    }
    assert shown.stderr == told[lang]


def test_a_host_that_is_full_is_not_live_as_it_should_be(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(tmp_path / "sites"))

    monkeypatch.setattr(Target, "roll_back", fail)
    shown = run("publish", tmp_path, "--rollback", lang="zh")
    assert (shown.exit_code, shown.stderr) == (1, f"无法写入 {tmp_path / 'sites'}：磁盘空间不足。\n")


@pytest.mark.parametrize("arguments", [["release", "--date", "2023-12-01"], ["diff"]], ids=lambda words: words[0])
@pytest.mark.parametrize("value", ["12", "十二"], ids=["sound", "wrong"])
def test_the_data_and_the_releases_are_checked_once(
    monkeypatch: pytest.MonkeyPatch, portal_folder: Folder, arguments: list[str], value: str
) -> None:
    calls = []
    own = generator.checks.check.check_releases

    def count(folder: Path) -> object:
        calls.append(folder)
        return own(folder)

    monkeypatch.setattr(generator.checks.check, "check_releases", count)
    folder = portal_folder(observations=f"commitment_id,period,value\nA,2023-01,{value}\n")
    shown = run(*arguments, "--data", folder)
    assert calls == [folder]
    assert shown.exit_code == (0 if value == "12" else 1)
    if value != "12":
        assert "十二" in shown.stderr
