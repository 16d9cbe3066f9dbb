"""Personal data in a text: resident ID, bank card and mobile numbers and private mailboxes, found and masked.

Full-width characters count as their plain forms. A number is whole: digits glued to further digits are another number.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from stdnum import luhn
from stdnum.cn import ric, uscc

PLAIN = (
    {0xFF01 + offset: 0x21 + offset for offset in range(94)}
    | dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2009"), " ")
    | dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212"), "-")
)
WORTH_A_LOOK = re.compile(r"\d(?:\W?\d){10}|[@＠]")  # a mobile number is the shortest

BEFORE, AFTER = r"(?<![0-9])(?<!(?<![0-9])0\.)", r"(?![0-9])"  # nor the digits of a fraction, 0.…
BEFORE_CODE, AFTER_CODE = BEFORE + r"(?<![A-Z])", r"(?![0-9A-Z])"  # nor a part of a longer code
BANK = r"(?=[3-69]|2[2-7])"  # ISO/IEC 7812: how cards of banks begin; 20… is mostly a date
PRIVATE_DOMAINS = (
    r"(?:qq|163|126|gmail|outlook|hotmail|sina|foxmail|139|sohu|icloud)\.com|yeah\.net|yahoo(?:\.[A-Z]{2,3}){1,2}"
)

CREDIT_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100: without I, O, S, V and Z
PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71")  # GB/T 2260
LEAST_GROUP = 3  # digits that stand together in a mobile number; shorter groups are dates and counts
SHOWN_END = 4


@dataclass(frozen=True, slots=True)
class Private:
    """A piece of personal data: the rule it breaks, where it stands in the text, and how it may be shown."""

    rule: str
    start: int
    end: int
    masked: str


def find_personal_data(text: str) -> list[Private]:
    """Find the personal data of a text, in the order of the text; no two pieces overlap."""
    if not WORTH_A_LOOK.search(text):
        return []
    plain = text.translate(PLAIN)
    claimed: list[Private] = []
    for rule, pattern, holds, mask in FORMS:
        for match in pattern.finditer(plain):
            start, end = match.span(1)
            free = all(end <= other.start or other.end <= start for other in claimed)
            if free and holds(match[1].upper()):
                claimed.append(Private(rule, start, end, mask(match[1])))
    return sorted((private for private in claimed if private.rule), key=lambda private: private.start)


def mask_personal(text: str) -> str:
    """Return the text with its personal data masked."""
    for private in reversed(find_personal_data(text)):
        text = text[: private.start] + private.masked + text[private.end :]
    return text


def is_resident_id(text: str) -> bool:
    """Return whether 18 characters are a resident ID number: its check character and its date of birth hold."""
    digits = _join(text)
    return digits[17] == ric.calc_check_digit(digits) and digits[6:8] in ("19", "20") and _is_day(digits[6:14])


def is_old_resident_id(text: str) -> bool:
    """Return whether 15 digits are a resident ID number of before 1999: its province and its date of birth hold."""
    return PROVINCES.match(text) is not None and _is_day("19" + text[6:12])


def is_credit_code(text: str) -> bool:
    """Return whether 18 characters are a unified social credit code; one of digits alone must pass GB 32100's check."""
    return not text.isdigit() or uscc.calc_check_digit(text[:17]) == text[17]


def is_bank_card(text: str) -> bool:
    """Return whether the digits pass the Luhn check."""
    return luhn.is_valid(_join(text))


def _is_mobile(text: str) -> bool:
    """Return whether a number is written in groups as a mobile number is, unlike dates and counts side by side."""
    groups = re.split("[ .-]", text.removeprefix("+").removeprefix("00").removeprefix("86").lstrip(" .-"))
    return all(len(group) >= LEAST_GROUP for group in groups)


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _join(text: str) -> str:
    return re.sub("[ .-]", "", text)


def _mask_middle(text: str) -> str:
    digits = _join(text)
    return digits[:4] + "*" * (len(digits) - 4 - SHOWN_END) + digits[-SHOWN_END:]


def _mask_mobile(text: str) -> str:
    digits = _join(text)[-11:]
    return f"{digits[:3]}****{digits[-SHOWN_END:]}"


def _mask_mailbox(text: str) -> str:
    name, _, domain = text.partition("@")
    return f"{name[0]}***@{domain}"


def _compile_form(before: str, body: str, after: str) -> re.Pattern[str]:
    """Match at every place, so that what only looks like a number does not hide the next one."""
    return re.compile(f"{before}(?=({body}){after})", re.ASCII | re.IGNORECASE)


def _accept(_: str) -> bool:
    return True


Form = tuple[str, re.Pattern[str], Callable[[str], bool], Callable[[str], str]]


def _list_forms() -> Iterator[Form]:
    """Yield each form with its check and its mask; the first that fits counts, and one without a rule is public."""
    mailbox = rf"[A-Z0-9._%+-]+@(?:[A-Z0-9-]+\.)*(?:{PRIVATE_DOMAINS})"
    yield (
        "private-email",
        _compile_form("(?<![A-Z0-9._%+-])", mailbox, r"(?![A-Z0-9-]|\.[A-Z0-9])"),
        _accept,
        _mask_mailbox,
    )
    resident = "(?:[0-9]{6}[ -]?[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{3}[0-9X]|[0-9]{4}(?:[ .-][0-9]{4}){3}[ .-][0-9][0-9X])"
    yield "resident-id", _compile_form(BEFORE, resident, AFTER), is_resident_id, _mask_middle
    credit = f"[{CREDIT_DIGITS}]{{2}}[0-9]{{6}}[{CREDIT_DIGITS}]{{10}}"
    yield "", _compile_form(BEFORE_CODE, credit, AFTER_CODE), is_credit_code, _mask_middle
    fours = BANK + "[0-9]{4}(?:[ -][0-9]{4}){3}"
    for card in (BANK + "[0-9]{16,19}", fours + "[ -]?[0-9]{1,3}", fours):
        yield "bank-card", _compile_form(BEFORE_CODE, card, AFTER_CODE), is_bank_card, _mask_middle
    yield "resident-id", _compile_form(BEFORE_CODE, "[0-9]{15}", AFTER_CODE), is_old_resident_id, _mask_middle
    # a point between groups alone, as one point makes a decimal number of the digits
    mobile = r"(?:(?:\+|00)?86[ .-]?)?1[3-9][0-9](?:(?:[ -]?[0-9]){8}|\.[0-9]{4}\.[0-9]{4})"
    yield "mobile-number", _compile_form(BEFORE, mobile, AFTER), _is_mobile, _mask_mobile


FORMS: tuple[Form, ...] = tuple(_list_forms())
