"""JSON text to a value with the place of everything in it, without recursion.

Well-written parts are read by one regular expression match a member; where that
fails, the careful readers take over for one member, say what is wrong, and the
fast way goes on.
"""

from __future__ import annotations

from ivrsim import jsontokens as tokens
from ivrsim.errors import Problem
from ivrsim.jsonbuild import NO_NAME, ArrayFrame, Builder, ObjectFrame, Spans, Stretch
from ivrsim.jsontext import JSON, MAX_DEPTH
from ivrsim.jsontokens import BLANK, WORDS, Scalar
from ivrsim.lazy import pattern
from ivrsim.textlines import Hopeless, excerpt
from ivrsim.values import dataclass

_CLOSER = pattern(rf"{BLANK}([,}}\]])")


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a text says.  `ok` is false where its meaning is not certain."""

    data: JSON
    ok: bool
    spans: Spans
    problems: tuple[Problem, ...]


def parse(text: str) -> Parsed:
    """Read a JSON text however deep, and tell all that can be told of what is wrong in it.

    The text itself holds whole characters only: `ivrsim.source` sees to that.
    """
    reader = _Reader(text)
    reader.run()
    found = reader.document.data
    report = reader.report
    return Parsed(found[0] if found else None, report.sure, reader.spans, report.problems())


class _Reader(Builder):
    """Reads one text; `at` is the offset it has come to."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
        self.at = 0
        self.done = False
        self.names = {"": ""}

    def run(self) -> None:
        """Read to the end, or to where it has no more sense."""
        try:
            self._begin()
            while not self.done:
                self._parts()
        except Hopeless:
            self.report.give_up(self.at)
        while self.stack:
            self.close(len(self.text))

    def _parts(self) -> None:
        """The parts of the open container: a match each, until one is odd or opens another."""
        text, names, starts, frame = self.text, self.names, self.spans.starts, self.frame
        flip = frame.flip
        at = self.at
        while match := frame.part.match(text, at):
            raw_name, raw, mark = match.groups()
            name = names.get(raw_name)
            if name is None:
                name = self._name(raw_name, match.start(1))
            number = len(starts)
            starts.append(at ^ flip)
            self.at = at = match.end()
            if raw in "{[":
                self._open(raw, name, number)
                return
            plain = raw[0] == '"' and "\\" not in raw
            self.put(name, raw[1:-1] if plain else self._scalar(raw, match.start(2)), number)
            if mark != ",":
                self._ended(mark, match.end(2))
                return
        self._odd_item()

    def _begin(self) -> None:
        self.at = tokens.skip(self.text, 0, self.report)
        start = tokens.NEXT_MEMBER.match(self.text, self.at)
        if start is None:
            return
        message = f"The text begins with a member, {excerpt(start.group(1))}, outside of any {{ }}."
        hint = (
            "Put { before and } after it; it is read as if they stood there. Invoca's page "
            "(Advertiser Campaigns, Keypress Failover Type) prints a call flow in this way."
        )
        self.report.mend(message, *start.span(1), hint)
        frame = ObjectFrame(0, closer="")
        self.put_odd("", NO_NAME, frame.data, (self.at, len(self.text)))
        self.enter(frame)

    def _name(self, raw: str, at: int) -> str:
        if "\\" in raw:
            return tokens.unescape(raw[1:-1], at + 1, self.report)
        return self.names.setdefault(raw, raw[1:-1])

    def _scalar(self, raw: str, at: int) -> Scalar:
        if raw[0] == '"':
            return tokens.unescape(raw[1:-1], at + 1, self.report)
        return WORDS[raw] if raw in WORDS else tokens.number(raw, at, self.report)

    def _open(self, opener: str, name: str, number: int) -> None:
        frame = ObjectFrame(number) if opener == "{" else ArrayFrame(number)
        self.put(name, frame.data, number)
        self.enter(frame)
        if len(self.stack) > MAX_DEPTH:
            self.refuse_depth(self.at - 1)
            self.done = True

    def _ended(self, mark: str | None, end: int) -> None:
        """A value ended at `end`, and no comma follows."""
        if mark and mark == self.frame.closer:
            self.close(self.at)
        else:
            self.at = end
        self._after()

    def _after(self) -> None:
        """From the end of a value to the next one, closing what closes on the way."""
        while not self.done:
            match = _CLOSER.match(self.text, self.at)
            if match and match.group(1) == self.frame.closer:
                self.at = match.end()
                self.close(self.at)
            elif match and match.group(1) == "," and self.stack:
                self.at = match.end()
                return
            elif self._odd_after():
                return

    # From here on: the careful way.

    def _skip(self) -> str:
        """Go to the next part; its first character, or nothing at the end of the text."""
        self.at = tokens.skip(self.text, self.at, self.report)
        return self.text[self.at : self.at + 1]

    def _odd_after(self) -> bool:
        """What is neither a comma nor the right closer; true if a value comes next."""
        behind = self.at
        char = self._skip()
        if (char and char == self.frame.closer) or (char == "," and self.stack):
            return False
        if not self.stack:
            self._end_of_document()
        elif not char:
            self._end_of_text()
        elif char in "}]":
            self._wrong_closer(char)
        else:
            self._wrong_separator(char, behind)
            return True
        return False

    def _end_of_document(self) -> None:
        self.done = True
        rest = self.text[self.at :]
        if not rest or not self.report.sure:
            return
        hint = "Remove it; several documents belong into several files, or into one array."
        if rest[0] in "}]":
            hint = f"There is one closing {rest[0]} too many: remove it."
        message = f"The document is over, but more text follows: `{excerpt(rest.rstrip())}`."
        self.report.add("IVR916", message, self.at, len(self.text), hint)

    def _end_of_text(self) -> None:
        """The text ends inside of containers, or before there was a value."""
        self.done = True
        if self.frame.closer:
            self._unclosed()
        elif not self.stack and self.report.sure:
            hint = "A call flow is an object in braces: { ... }."
            self.report.guess("The text holds no JSON value: it is empty.", 0, self.at, hint)

    def _unclosed(self) -> None:
        start = self.spans.value(self.frame.number).start
        message = f"The {self.frame.opener} opened at {self.opened()} is never closed."
        around = self.open["}"] + self.open["]"] - 1
        if around:
            message += f" Nor {'are' if around > 1 else 'is'} the {around:,} around it."
        hint = f"The text ends at {self.report.where(self.at)}: is a {self.frame.closer} missing?"
        self.report.guess(message, start, start + 1, hint)

    def _wrong_closer(self, char: str) -> bool:
        """A closer that does not fit the innermost container; true if it fits another."""
        start, self.at = self.at, self.at + 1
        if not self.open[char]:
            message = f"This {char} closes nothing that is open."
            self.report.guess(message, start, start + 1, "Remove it, or open a bracket for it.")
            return False
        message = f"Found {char} while the {self.frame.opener} opened at {self.opened()} is open."
        self.report.guess(message, start, start + 1, f"Put {self.frame.closer} before it.")
        while self.frame.closer != char:
            self.close(start)
        self.close(self.at)
        return True

    def _wrong_separator(self, char: str, behind: int) -> None:
        """Another sign, or none, where a comma belongs."""
        last = self.frame.last()
        tell = self.report.mend if self.report.sure else self.report.guess
        if char == ";":
            tell(
                f"Found ; after the value of {last}.",
                self.at,
                self.at + 1,
                "Write a comma instead.",
            )
            self.at += 1
        elif following := self.frame.upcoming.match(self.text, self.at):
            message = f"A comma is missing between {last} and {excerpt(following.group(1))}."
            tell(message, behind, behind, f"Put a comma after the value of {last}.")
        else:
            message = f"Found `{char}` after the value of {last}."
            hint = f"Expected a comma or {self.frame.closer or 'the end'}."
            self.report.guess(message, self.at, self.at + 1, hint)
            self.at += char == ":"

    def _odd_item(self) -> None:
        """One member or element by the careful readers, wherever the fast way gave up."""
        behind = self.at
        char = self._skip()
        if not char:
            self._end_of_text()
        elif char in "}]":
            self._early_closer(char, behind)
        elif char in ",;:":
            message = f"Found `{char}` where a value belongs."
            self.report.guess(message, self.at, self.at + 1, "Remove it, or put the value in.")
            self.at += 1
        elif isinstance(self.frame, ArrayFrame):
            self._odd_value("", NO_NAME)
        else:
            self._odd_member()

    def _early_closer(self, char: str, behind: int) -> None:
        """A closer right after an opener, or after a comma too many."""
        if char != self.frame.closer:
            if self._wrong_closer(char):
                self._after()
            return
        if self.text[behind - 1] == ",":
            message = f"The comma before {char} has nothing after it."
            hint = f"Remove the comma after {self.frame.last()}."
            self.report.mend(message, behind - 1, behind, hint)
        self.at += 1
        self.close(self.at)
        self._after()

    def _odd_member(self) -> None:
        start = self.at
        name = tokens.name(self.text, start, self.report)
        if name is None:
            self._nameless()
            return
        self.at = name.end
        char = self._skip()
        if char == ":":
            self.at += 1
        elif char == "=":
            hint = "Write a colon between a name and its value."
            self.report.mend("Found = after a name.", self.at, self.at + 1, hint)
            self.at += 2 if self.text.startswith("=>", self.at) else 1
        else:
            message = f'No colon stands after the name "{excerpt(name.value)}".'
            self.report.guess(message, start, name.end, 'A member reads "name": value.')
        self._odd_value(name.value, (start, name.end))

    def _nameless(self) -> None:
        if self.text[self.at] in "{[":
            message = f"This {self.text[self.at]} has no name, but stands in an object."
            hint = 'Put a name and a colon before it: "name": ...'
            self.report.guess(message, self.at, self.at + 1, hint)
            self._odd_value("", NO_NAME)
        else:
            self.at = tokens.scalar(self.text, self.at, self.report).end
            self._after()

    def _odd_value(self, name: str, name_span: Stretch) -> None:
        char = self._skip()
        if char and char in "{[":
            number = self.spans.add_odd(name_span, (self.at, self.at + 1))
            self.at += 1
            self._open(char, name, number)
            return
        if not char or char in ",;:}]":
            message = f'The value of "{excerpt(name)}" is missing.'
            self.report.guess(message, *name_span, "Put a value after the colon, such as null.")
            self.put_odd(name, name_span, None, (self.at, self.at))
        else:
            token = tokens.scalar(self.text, self.at, self.report)
            self.put_odd(name, name_span, token.value, (self.at, token.end))
            self.at = token.end
        self._after()
