"""A second parser of the condition language, written by hand: the grammar's oracle.

It recurses and says nothing about errors; it shares no code with the real parser.
"""

from __future__ import annotations

import re
from typing import Any

from ivrsim.conditions import (
    ALWAYS,
    And,
    Compare,
    Expr,
    Flag,
    InRegion,
    Not,
    Or,
    Pressed,
    TextField,
    TextTest,
)

FLAGS = {"during_hours", "landline", "mobile", "repeat", "sms_sent"}
TEXTS = {"affiliate_name", "media_type", "promo_number_description"}
TEXTS |= {"signal", "previous_signal", "voice_signal"}
SIGNS = {"==": "=", "<>": "!=", "≠": "!=", "≥": ">=", "≤": "<="}
ENDS = {'"': '"', "'": "'", "“": "“”", "”": "“”", "„": "“”", "‘": "‘’", "’": "‘’", "\u201a": "‘’"}
TIGHT = {"or": 1, "and": 2}


class Refused(Exception):
    """The text is not a condition."""


class Pratt:
    """Reads one text from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def parse(self) -> Expr:
        if not self.text.strip():
            return ALWAYS
        expr = self.climb(0)
        self.take(r"\.")
        self.need(self.blank() is None)
        return expr

    def blank(self) -> Any:
        """Skip blanks; the next character, if there is one."""
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.text[self.at] if self.at < len(self.text) else None

    def take(self, pattern: str) -> Any:
        self.blank()
        match = re.compile(pattern).match(self.text, self.at)
        if match is None:
            return None
        self.at = match.end()
        return match[0]

    def word(self) -> Any:
        return (self.take(r"[A-Za-z_]+(?!\w)") or "").lower()

    def need(self, condition: object) -> None:
        if not condition:
            raise Refused

    def climb(self, least: int) -> Expr:
        left = self.prefix()
        while True:
            before = self.at
            operator = self.word()
            binding = TIGHT.get(operator, 0)
            if binding <= least:
                self.at = before
                return left
            right = self.climb(binding)
            left = And((left, right)) if operator == "and" else Or((left, right))

    def prefix(self) -> Expr:
        if self.take(r"\("):
            inner = self.climb(0)
            self.need(self.take(r"\)"))
            return inner
        word = self.word()
        if word == "not":
            return Not(self.climb(2))
        return self.atom(word)

    def atom(self, word: Any) -> Expr:
        if word in FLAGS:
            return Flag(word)
        if word == "in_region":
            return InRegion(self.name() if self.take(r"\[") else None)
        if word == "pressed":
            self.need(self.take(r"\["))
            keys = self.take(r"[1-9a-zWN](?:[ \t]+[1-9a-zWN])*(?=\s*\])")
            self.need(keys and self.take(r"\]"))
            return Pressed(tuple(keys.split()))
        if word in ("duration", "connect_duration"):
            sign = self.take(r"<>|>=|<=|==|!=|[<>=≥≤≠]")
            self.need(sign)
            return Compare(word, SIGNS.get(sign, sign), self.seconds())
        return self.text_test(word)

    def name(self) -> str:
        name = self.take(r"[^\[\]\r\n]+")
        self.need(name and name.strip() and self.take(r"\]"))
        return name.strip()

    def seconds(self) -> int:
        total, units = 0, [("min", "minute", "minutes", 60), ("sec", "second", "seconds", 1)]
        while units and (number := self.take(r"[0-9]+")):
            self.need(len(number) < 10)
            before, unit = self.at, self.word()
            size = next((row[-1] for row in units if unit in row[:-1]), 0)
            if not size:
                self.at = before
                self.need(len(units) == 2)
                return int(number)
            total += size * int(number)
            units = units[1:] if size == 60 else []
        self.need(len(units) < 2)
        return total

    def text_test(self, word: Any) -> Expr:
        if word == "custom_data":
            self.need(self.take(r"\["))
            field = TextField("custom_data", self.name())
        else:
            self.need(word in TEXTS)
            field = TextField(word)
        sign = self.take(r"<>|==|!=|[=≠]") or self.word()
        if sign == "present":
            return TextTest(field, "present")
        self.need(sign in ("=", "!=", "contains", *SIGNS))
        return TextTest(field, SIGNS.get(sign, sign), self.quoted())

    def quoted(self) -> str:
        opening = self.blank()
        self.need(opening and opening in ENDS)
        self.at += 1
        value = ""
        while True:
            self.need(self.at < len(self.text))
            char = self.text[self.at]
            self.at += 1
            if char not in ENDS[opening]:
                inside = {"“": '“”„"', "‘": "‘’\u201a'"}.get(ENDS[opening][0], "")
                self.need(char not in inside)
                value += char
            elif opening == '"' and self.text[self.at : self.at + 1] == '"':
                value += '"'
                self.at += 1
            else:
                return value
