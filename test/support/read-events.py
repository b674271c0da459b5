"""Reads TensorBoard's event files with nothing but Python's standard library, and prints them as JSON.

Independent of the program that wrote them: the checksum is computed bit by bit, without a table, and
messages are decoded by their wire types.
"""

import json
import math
import os
import struct
import sys


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    at = 0
    while at < len(data):
        length, check = struct.unpack_from("<QI", data, at)
        assert check == masked(data[at : at + 8]), "the length's checksum is wrong"
        body = data[at + 12 : at + 12 + length]
        assert len(body) == length, "a record is cut off"
        (check,) = struct.unpack_from("<I", data, at + 12 + length)
        assert check == masked(body), "the data's checksum is wrong"
        yield body
        at += 16 + length


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def fields(data):
    found = {}
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        wire = key & 7
        if wire == 0:
            value, at = varint(data, at)
        elif wire == 1:
            value, at = data[at : at + 8], at + 8
        elif wire == 2:
            length, at = varint(data, at)
            value, at = data[at : at + length], at + length
            assert len(value) == length, "a field is cut off"
        elif wire == 5:
            value, at = data[at : at + 4], at + 4
        else:
            raise AssertionError(f"wire type {wire}")
        found.setdefault(key >> 3, []).append(value)
    return found


def named(value):
    return value if math.isfinite(value) else str(value)


def summary_value(data):
    value = fields(data)
    tensor = fields(value[8][0])
    metadata = fields(value[9][0])
    plugin = fields(metadata[1][0])[1][0].decode()
    result = {"tag": value[1][0].decode(), "plugin": plugin, "class": metadata[4][0]}
    if tensor[1] == [1]:
        (content,) = tensor[5]
        assert len(content) == 4, "a scalar holds one float"
        result["value"] = named(struct.unpack("<f", content)[0])
    else:
        assert tensor[1] == [7], "a tensor of a type that nobody writes"
        result["text"] = tensor[8][0].decode()
    return result


def event(data):
    message = fields(data)
    result = {"wall": struct.unpack("<d", message[1][0])[0], "step": message[2][0]}
    if 3 in message:
        result["version"] = message[3][0].decode()
    if 5 in message:
        result["values"] = [summary_value(each) for each in fields(message[5][0])[1]]
    return result


def main(folder):
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = [event(each) for each in records(file.read())]
    json.dump(found, sys.stdout)


main(sys.argv[1])
