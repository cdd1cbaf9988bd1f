"""'pack' prints values as msgpack-python packs them; 'repack FILE' unpacks each line of FILE and packs it again. Hexadecimal, one a line."""
import sys

import msgpack

VALUES = [
    0, 127, 128, 255, 256, 65535, 65536, 2**32 - 1, 2**32, 2**64 - 1, -1, -32, -33, -128, -129, -32768, -32769, -(2**31), -(2**31) - 1, -(2**63),
    None, True, False, 1.5, -0.0, float("inf"),
    *["a" * n for n in (0, 31, 32, 255, 256, 65535, 65536)], "Zähler €😀",
    *[b"\x07" * n for n in (0, 255, 256, 65535, 65536)],
    *[[None] * n for n in (0, 15, 16, 65535, 65536)],
    *[{i: str(i) for i in range(n)} for n in (0, 15, 16, 65535, 65536)],
    *[msgpack.ExtType(5, b"\x01" * n) for n in (0, 1, 2, 3, 4, 8, 16, 17, 255, 256, 65535, 65536)],
    *[msgpack.Timestamp(s, n) for s, n in ((0, 0), (2**32 - 1, 0), (2**32, 0), (1709208128, 123456789), (2**34, 1), (-1, 5), (2**62, 999999999))],
]

if sys.argv[1] == "pack":
    for value in VALUES:
        print(msgpack.packb(value).hex())
else:
    with open(sys.argv[2], encoding="ascii") as lines:
        for line in lines:
            print(msgpack.packb(msgpack.unpackb(bytes.fromhex(line), strict_map_key=False)).hex())
