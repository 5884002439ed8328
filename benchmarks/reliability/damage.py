"""Valid files damaged at random, the same way for the same seed: to see that posecheck's own guards hold."""

from __future__ import annotations

import io
import random
import re
import zipfile
from typing import Final

import numpy as np

VALUES: Final = (
    *("nan", "-inf", "1e400", "9" * 400, '"x"', "true", "[]", "{}", '[1, "a", {}]', '""', "-1", "0", "1979-05-27"),
    *('"\\u001b[2J"', "[[[[[[[[[[[[1]]]]]]]]]]]]", "{ a = { a = { a = 1 } } }", "1e-300", '"left"'),
)
"""What may stand at a key of an exercise file by accident."""


ODD: Final = (0.0, float("nan"), -1.0, 1e5, 1e-30, 0.5)


def bytes_damaged(data: bytes, seed: int) -> bytes:
    """Return bytes with up to twenty changes: single bytes, runs of zeros, parts moved, doubled or cut off."""
    chance = random.Random(seed)
    new = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        if not new:
            break
        at, size = chance.randrange(len(new)), chance.choice((1, 1, 1, 4, 64, 1024))
        way = chance.random()
        if way < 0.6:
            new[at : at + size] = chance.randbytes(len(new[at : at + size]))
        elif way < 0.75:
            new[at : at + size] = bytes(len(new[at : at + size]))
        elif way < 0.85:
            new[at:at] = new[at : at + size]
        elif way < 0.95:
            del new[at : at + size]
        else:
            del new[max(at, len(new) // 4) :]
    return bytes(new)


def track_damaged(data: bytes, seed: int) -> bytes:
    """Return a recording damaged as bytes, or packed anew with sound checksums around damaged arrays."""
    chance = random.Random(seed)
    kind = chance.random()
    if kind < 0.3:
        return bytes_damaged(data, seed)
    out = io.BytesIO()
    how = chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", how) as new:
        for name in old.namelist():
            way, content = chance.random(), old.read(name)
            if kind > 0.6:  # sound in all but some numbers, which bodies can have
                content = content if name == "meta.npy" or way > 0.4 else _other_numbers(content, chance, ODD)
            elif way < 0.05:
                continue
            elif way < 0.2:
                content = bytes_damaged(content, chance.randrange(2**32))
            elif way < 0.35:  # what it says about itself, and the text, stand at the beginning
                content = bytes_damaged(content[:400], chance.randrange(2**32)) + content[400:]
            elif way < 0.45 and name != "meta.npy":
                content = _other_numbers(content, chance, (*ODD, np.inf, 1e6, 1e30))
            new.writestr(name, content)
    return out.getvalue()


def _other_numbers(content: bytes, chance: random.Random, odd: tuple[float, ...]) -> bytes:
    """Return an array some of whose numbers are odd ones."""
    array = np.lib.format.read_array(io.BytesIO(content)).copy()
    if array.size:
        for _ in range(chance.randint(1, 50)):
            array.flat[chance.randrange(array.size)] = chance.choice(odd)
    out = io.BytesIO()
    np.lib.format.write_array(out, array)
    return out.getvalue()


def text_damaged(text: str, seed: int) -> str:
    """Return an exercise file with up to four lines changed, doubled, left out or cut, or with other letters in it."""
    chance = random.Random(seed)
    if chance.random() < 0.4:  # other numbers, all of them plain
        return re.sub(r"(?<== )-?\d+(\.\d+)?", lambda found: _another(found[0], chance), text)
    lines = text.split("\n")
    for _ in range(chance.randint(1, 4)):
        i, way = chance.randrange(len(lines)), chance.random()
        if way < 0.6 and "=" in lines[i]:
            lines[i] = f"{lines[i].split('=')[0]}= {chance.choice(VALUES)}"
        elif way < 0.7:
            lines.insert(i, chance.choice(lines))
        elif way < 0.8 and len(lines) > 1:
            del lines[i]
        elif way < 0.9:
            lines[i] = re.sub(r"-?\d+(\.\d+)?", lambda _: chance.choice(VALUES), lines[i], count=1)
        else:
            lines[i] = lines[i][: chance.randrange(len(lines[i]) + 1)] + chr(chance.randrange(1, 0x3000))
    return "\n".join(lines)


def _another(number: str, chance: random.Random) -> str:
    """Return now and then another number in the place of one."""
    if chance.random() > 0.05:
        return number
    value = float(number) * chance.choice((0.5, 2, 10, 1.5)) + chance.choice((0, 0, 1))
    return repr(value if "." in number else round(value))
