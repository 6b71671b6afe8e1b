"""Random texts in the manner of specs, and others that readers of YAML may take differently."""

import random
import re

TOKENS = re.compile(r"\w+|\s+|.")
ODD = [
    "\t", "  ", "\n", "\n  ", ": ", ":", ",", "[", "]", "{", "}", "- ", "? ", "#", " #", "'", '"', "''", "\\", "|", "|-", ">", ">-",
    "&a ", "*a", "!t ", "\u2028", "\u00a0", "\ufeff", "~", "<<", "__proto__", "\r\n", "\r", "---\n", "...\n", "%YAML 1.2\n", "é", "`",
]
VALUES = [
    "a", "b c", "x-y", "1", "true", "a:b", "a b c", "a, b", "it's", "x#y", "http://a.b/c?d=e", "ru:5-7", "1.00..2.00", '"q"', "'q'",
    '"a: b"', '"a # b"', "a - b", "a  b", "(x)", 'a "b" c', "a 'b' c", "a*", "$x", "^[0-9]+$", "'^[a-z]{2}$'", "é", "-5", "~x", '"\\n"',
]
KEYS = [
    "k", "l", "m", '"k"', "'l'", "a.b", "a-b", "a b", "k:1", '"k:1"', '"5"', "x+y", "customer.id", "FJD+TOP", 'a"b', "a[]", '"a[]"',
    "-k", "''", "__proto__", "/a", "a/b", "a@b", "a%", "a&b", "a*", "a|", "(k)", "=a", "a#",
]
LINES = ["text", "- x", "a: b", "# no", "  more", "", "x  ", '"q"', "it's", "[a", "{", "\ttab", "---", "k: |"]


class Texts:
    def __init__(self, seed, files, scalars):
        self.random = random.Random(seed)
        self.files = [text.split("\n") for text in files]
        self.words = sorted({token for lines in self.files for line in lines for token in TOKENS.findall(line)})
        self.odd = scalars + ODD

    def pick(self, *among):
        return self.random.choice(among)

    def window(self):
        """A few lines of a spec."""
        lines = self.random.choice(self.files)
        first = self.random.randrange(len(lines))
        lines = lines[first : first + self.random.randint(1, 6)]
        indent = min([len(line) - len(line.lstrip()) for line in lines if line.strip()] or [0])
        return "\n".join(line[indent:] for line in lines) + self.pick("", "\n", "\n")

    def changed(self, text):
        for _ in range(self.random.randint(1, 3)):
            tokens = TOKENS.findall(text) or [""]
            at, other = self.random.randrange(len(tokens)), self.random.randrange(len(tokens))
            match self.random.randrange(6):
                case 0 | 1:
                    tokens.insert(at, self.random.choice(self.odd))
                case 2:
                    tokens[at] = self.random.choice(self.odd)
                case 3:
                    tokens[at] = self.random.choice(self.words)
                case 4:
                    tokens[at], tokens[other] = tokens[other], tokens[at]
                case _:
                    tokens.insert(at, self.pick(" ", "  ", "\n", "\n  ", "\t"))
            text = "".join(tokens)
        return text

    def inline(self, depth=0):
        kind = self.random.random()
        if kind < 0.5 or depth > 2:
            return self.random.choice(VALUES)
        if kind < 0.6:
            return self.random.choice(self.odd).strip("\n") or "a"
        items = [self.inline(depth + 1) for _ in range(self.random.randint(0, 3))]
        blank, comma = self.pick("", " "), self.pick(", ", ",", " , ")
        if kind < 0.8:
            return f"[{blank}{comma.join(items)}{blank}]"
        pairs = [f"{self.random.choice(KEYS)}{self.pick(': ', ': ', ':', ' : ')}{item}" for item in items]
        return f"{{{blank}{comma.join(pairs)}{blank}}}"

    def block(self, indent=0, depth=0):
        """Lines of a list or map that is written by indentation."""
        out, blanks = [], " " * indent
        if self.random.random() < 0.65:
            for _ in range(self.random.randint(1, 3)):
                key, kind = self.random.choice(KEYS), self.random.random()
                if kind < 0.5 or depth > 2:
                    out.append(f"{blanks}{key}{self.pick(': ', ': ', ':  ', ' : ')}{self.inline()}{self.pick('', ' ', '  # c')}")
                elif kind < 0.6:
                    out.append(f"{blanks}{key}: {self.pick('|', '|-', '>', '>-', '|+', '> ', '|- # c', '|2')}")
                    out += [f"{blanks}  {self.random.choice(LINES)}" for _ in range(self.random.randint(1, 4))]
                else:
                    out.append(f"{blanks}{key}:{self.pick('', ' ', '  # c')}")
                    out += self.block(indent + self.pick(0, 2, 2, 2, 4, 1), depth + 1)
                if self.random.random() < 0.1:
                    out.append(self.pick("", "  ", "# c", "  # c", f"{blanks}# c"))
            return out
        for _ in range(self.random.randint(1, 3)):
            kind = self.random.random()
            if kind < 0.5 or depth > 2:
                out.append(f"{blanks}- {self.inline()}{self.pick('', ' ', '  # c')}")
            elif kind < 0.8:
                first, *rest = self.block(indent + 2, depth + 1)
                out += [f"{blanks}- {first.lstrip(' ')}", *rest]
            else:
                out.append(f"{blanks}-")
                out += self.block(indent + self.pick(2, 2, 4), depth + 1)
        return out

    def one(self):
        kind = self.random.random()
        if kind < 0.4:
            return self.changed(self.window())
        text = "\n".join(self.block()) + self.pick("", "\n", "\n\n")
        return text if kind < 0.8 else self.changed(text)


def random_texts(seed, count, files, scalars):
    """As many texts, the same for the same seed."""
    texts = Texts(seed, files, scalars)
    return [texts.one() for _ in range(count)]
