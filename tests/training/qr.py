"""Reading a square code (QR, byte mode, versions 1 to 6, level M) out of a picture of a page, to see what it says.

Nothing of the library that draws it is used. There is no error correction: a printed page has no dirt on it.
"""

BLOCKS = {1: (1, 16), 2: (1, 28), 3: (1, 44), 4: (2, 32), 5: (2, 43), 6: (4, 27)}  # blocks, data bytes in each
MASKS = [
    lambda r, c: (r + c) % 2 == 0,
    lambda r, c: r % 2 == 0,
    lambda r, c: c % 3 == 0,
    lambda r, c: (r + c) % 3 == 0,
    lambda r, c: (r // 2 + c // 3) % 2 == 0,
    lambda r, c: r * c % 2 + r * c % 3 == 0,
    lambda r, c: (r * c % 2 + r * c % 3) % 2 == 0,
    lambda r, c: ((r + c) % 2 + r * c % 3) % 2 == 0,
]
LEVEL_M = 0b00


def read(picture) -> str:
    """What the one code in this picture (greyscale, nothing else dark in it) says."""
    dark = picture.point(lambda value: 255 if value < 128 else 0)
    left, top, right, _bottom = dark.getbbox()
    run = next(x for x in range(left, right) if not dark.getpixel((x, top + 1))) - left
    size = round((right - left) / (run / 7))
    step = (right - left) / size

    def at(row, column):
        return bool(dark.getpixel((int(left + (column + 0.5) * step), int(top + (row + 0.5) * step))))

    return _decode([[at(r, c) for c in range(size)] for r in range(size)])


def _decode(modules) -> str:
    size = len(modules)
    version = (size - 17) // 4
    form = 0
    for row, column in [(8, n) for n in (0, 1, 2, 3, 4, 5, 7, 8)] + [(n, 8) for n in (7, 5, 4, 3, 2, 1, 0)]:
        form = form << 1 | modules[row][column]
    form ^= 0b101010000010010
    assert form >> 13 == LEVEL_M, "another level than the sheet asks for"
    mask = MASKS[form >> 10 & 7]
    bits = [modules[r][c] ^ mask(r, c) for r, c in _path(size, version)]
    words = [int("".join("01"[bit] for bit in bits[n : n + 8]), 2) for n in range(0, len(bits) - 7, 8)]
    count, length = BLOCKS[version]
    data = [words[n * count + block] for block in range(count) for n in range(length)]
    stream = "".join(f"{word:08b}" for word in data)
    assert stream[:4] == "0100", "not bytes"
    letters = int(stream[4:12], 2)
    return bytes(int(stream[12 + 8 * n : 20 + 8 * n], 2) for n in range(letters)).decode()


def _path(size: int, version: int):
    """The data modules in reading order: two columns at a time from the right, up and down by turns."""
    column, up = size - 1, True
    while column > 0:
        column -= column == 6
        for row in range(size - 1, -1, -1) if up else range(size):
            for each in (column, column - 1):
                if not _fixed(row, each, size, version):
                    yield row, each
        column, up = column - 2, not up


def _fixed(row: int, column: int, size: int, version: int) -> bool:
    corners = (row < 9 and column < 9) or (row < 9 and column >= size - 8) or (row >= size - 8 and column < 9)
    small = version > 1 and abs(row - (size - 7)) <= 2 and abs(column - (size - 7)) <= 2
    return corners or small or row == 6 or column == 6
