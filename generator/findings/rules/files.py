"""Rules for the files of a data folder and for their header rows."""

from collections.abc import Mapping

from generator.findings.rules.rule import IDENTITY, YEAR, DataRule, E, Example, W
from generator.language.message import Message
from generator.language.words import mark

SAVE_AS_UTF8 = mark(
    "Save it in UTF-8: a table from Excel or WPS as “CSV UTF-8 (comma delimited)”, another file from a text editor."
)

FILE: Mapping[str, DataRule] = {
    "missing-table": DataRule(E, mark("The file {file} is missing."), mark("Put it into the data folder."), Example()),
    "misnamed-table": DataRule(
        E,
        mark("The file “{value}” is not read: the table is called {expected}."),
        mark("Save it as “CSV UTF-8” under the name {expected}, or take it out of the data folder."),
        Example("", "观测值.xlsx", "observations.csv"),
    ),
    "unknown-file": DataRule(
        W,
        mark("“{value}” is no table of the portal; it is left out."),
        mark("If it is meant for one, give it the name of that table; else take it out of the data folder."),
        Example("", "进度汇总.xlsx"),
        public=False,
    ),
    "not-a-file": DataRule(
        E,
        mark("This is {expected}, not a file; it was not read."),
        mark("Put the file itself in its place, or take it out of the data folder."),
        Example("", "", Message("a folder")),
    ),
    "leads-outside": DataRule(
        E,
        mark("This is a link to {value}, outside of the portal's folder; what is there was not read."),
        mark("Put the file itself in its place."),
        Example("", "/home/office/observations.csv"),
    ),
    "too-large": DataRule(
        E,
        mark("The file is too large: {value}. At most {expected} are read."),
        mark("Check whether it is the right file."),
        Example("", "512 MB", "200 MB"),
    ),
    "unreadable": DataRule(E, mark("The file cannot be read as text."), SAVE_AS_UTF8, Example()),
    "mixed-encoding": DataRule(
        E,
        mark("These lines are damaged, or in another encoding than the rest of the file: {value}."),
        mark("Type them again in Excel or WPS, and save the file as “CSV UTF-8 (comma delimited)”."),
        Example("", "17"),
    ),
    "merge-conflict": DataRule(
        E,
        mark("Here two versions of the same rows stand one after the other, as Git leaves them."),
        mark("Keep the right one, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>."),
        Example(),
    ),
    "open-quote": DataRule(
        E,
        mark("A quotation mark in this row has no partner."),
        mark("Close it, or remove it; the rows below it could not be read."),
        Example(),
    ),
    "portal-yml": DataRule(
        E,
        mark("portal.yml cannot be read from this line on."),
        mark("Check the spaces, colons and quotes near this line."),
        Example(),
    ),
    "settings-form": DataRule(
        E,
        mark("This line of portal.yml holds what a setting never needs: {expected}."),
        mark("Write the setting itself, on one line."),
        Example("", "", Message("a reference to another place (* or &)")),
    ),
    "setting": DataRule(
        E,
        mark("{column} should be {expected}; it is “{value}”."),
        mark("Correct it in portal.yml."),
        Example("year", "二〇二三", YEAR),
    ),
    "unknown-setting": DataRule(
        E,
        mark("portal.yml has no setting called {column}."),
        mark("Remove it, or correct its name: {expected}."),
        Example("titel_zh", "", "title_zh"),
    ),
    "invented-code": DataRule(
        W,
        mark("“{value}” is not {expected}."),
        mark("Enter the real one in portal.yml, or leave it empty. A release is refused while it stands."),
        Example("site.id_code", "1234567890", IDENTITY),
        public=False,
    ),
    "repeated-setting": DataRule(
        E,
        mark("{column} stands twice in portal.yml; the first is in line {expected}."),
        mark("Keep one of the two lines."),
        Example("as_of", "", "5"),
    ),
    "altered-release": DataRule(
        E,
        mark("The release of {value} is not as it was published."),
        mark("`portal verify` says what differs. Put the files of data/releases back as they were."),
        Example("", "2023-08-18"),
    ),
}

HEADER: Mapping[str, DataRule] = {
    "empty-table": DataRule(
        E, mark("The table has no header row."), mark("The first row must hold the column names."), Example()
    ),
    "title-row": DataRule(
        E,
        mark("This row is not the header: “{value}”. The column names stand in row {expected}."),
        mark("Delete the rows above the column names."),
        Example("", "2023年进度表", "2"),
    ),
    "uneven-header": DataRule(
        E,
        mark("The header has {value} cells; every row has {expected}."),
        mark("Look for a comma too many or too few in the first row, or for a column without a name."),
        Example("", "4", "5"),
    ),
    "joined-header": DataRule(
        E,
        mark("All column names stand in one cell: “{value}”."),
        mark("Separate the cells by commas (,); it is best to save the table as “CSV UTF-8 (comma delimited)” anew."),
        Example("", "事项编号，时期，数值"),
    ),
    "missing-column": DataRule(
        E, mark("The column {column} is missing."), mark("Add it to the first row."), Example("period")
    ),
    "unknown-column": DataRule(
        E,
        mark("There is no column called “{value}” in this table."),
        mark("Did you mean {expected}? Correct or remove it."),
        Example("perod", "perod", "period"),
    ),
    "repeated-column": DataRule(
        E, mark("The column {column} appears twice."), mark("Keep one of the two."), Example("value", "value")
    ),
}
