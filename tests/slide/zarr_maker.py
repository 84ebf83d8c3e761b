# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes small OME-Zarr images by hand, of Zarr 2 and 3, with what Python's own
library compresses."""

import gzip
import itertools
import json
import os
import struct
import zlib

import numpy as np

UNITS = {"t": "second", "z": "micrometer", "y": "micrometer",
         "x": "micrometer"}
KINDS = {"t": "time", "c": "channel"}
PACK = {None: bytes, "zlib": zlib.compress, "gzip": gzip.compress}


def write_json(path, value):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        json.dump(value, f)


def write_bytes(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data)


def cut(a, index, chunk, fill):
    """The chunk at an index, which is whole also at the border."""
    part = a[tuple(slice(i * n, (i + 1) * n) for i, n in zip(index, chunk))]
    whole = np.full(chunk, fill, a.dtype)
    whole[tuple(slice(0, n) for n in part.shape)] = part
    return whole


def counts(shape, chunk):
    return [range(-(-n // c)) for n, c in zip(shape, chunk)]


def write_v2(folder, a, chunk, pack="zlib", separator="/", order="C", fill=0,
             leave_out=False):
    """An array of Zarr 2; leave_out: chunks that are all fill have no file."""
    write_json(f"{folder}/.zarray", {
        "zarr_format": 2, "shape": a.shape, "chunks": chunk,
        "dtype": a.dtype.str, "order": order, "filters": None,
        "compressor": {"id": pack} if pack else None, "fill_value": fill,
        "dimension_separator": separator})
    for index in itertools.product(*counts(a.shape, chunk)):
        part = cut(a, index, chunk, fill)
        if leave_out and (part == fill).all():
            continue
        write_bytes(f"{folder}/" + separator.join(map(str, index)),
                    PACK[pack](part.tobytes(order)))


def crc32c(data):
    table = []
    for i in range(256):
        for _ in range(8):
            i = i >> 1 ^ (0x82f63b78 if i & 1 else 0)
        table.append(i)
    value = 0xffffffff
    for byte in data:
        value = value >> 8 ^ table[(value ^ byte) & 0xff]
    return struct.pack("<I", value ^ 0xffffffff)


def shard(a, chunk, pack, fill, at_end):
    """Chunks one behind the other and their index; those of fill are left
    out."""
    places, body = [], b""
    head = 16 * int(np.prod([len(r) for r in counts(a.shape, chunk)])) + 4
    for index in itertools.product(*counts(a.shape, chunk)):
        part = cut(a, index, chunk, fill)
        if (part == fill).all():
            places += [2 ** 64 - 1] * 2
            continue
        data = pack(part.tobytes())
        places += [len(body) + (0 if at_end else head), len(data)]
        body += data
    listed = struct.pack(f"<{len(places)}Q", *places)
    listed += crc32c(listed)
    return body + listed if at_end else listed + body


def write_v3(folder, a, chunk, pack="gzip", separator="/", fill=0, big=False,
             order=None, check=False, shards=None, at_end=True):
    """An array of Zarr 3; order: a transposition; check: a check sum behind
    each chunk."""
    codecs = [{"name": "bytes",
               "configuration": {"endian": "big" if big else "little"}}]
    if order:
        codecs.insert(0, {"name": "transpose",
                          "configuration": {"order": order}})
    if pack:
        codecs.append({"name": pack, "configuration": {"level": 5}})
    if check:
        codecs.append({"name": "crc32c"})
    a = a.astype(a.dtype.newbyteorder(">" if big else "<"))

    def encode(data):
        data = PACK[pack](data)
        return data + crc32c(data) if check else data

    if shards:
        codecs = [{"name": "sharding_indexed", "configuration": {
            "chunk_shape": chunk, "codecs": codecs,
            "index_codecs": [{"name": "bytes",
                              "configuration": {"endian": "little"}},
                             {"name": "crc32c"}],
            "index_location": "end" if at_end else "start"}}]
    write_json(f"{folder}/zarr.json", {
        "zarr_format": 3, "node_type": "array", "shape": a.shape,
        "data_type": a.dtype.name, "fill_value": fill, "codecs": codecs,
        "chunk_grid": {"name": "regular",
                       "configuration": {"chunk_shape": shards or chunk}},
        "chunk_key_encoding": {"name": "default",
                               "configuration": {"separator": separator}}})
    for index in itertools.product(*counts(a.shape, shards or chunk)):
        part = cut(a, index, shards or chunk, fill)
        if not shards and order:
            part = part.transpose(order)
        data = (shard(part, chunk, encode, fill, at_end) if shards
                else encode(np.ascontiguousarray(part).tobytes()))
        write_bytes(f"{folder}/c{separator}"
                    + separator.join(map(str, index)), data)


def multiscales(axes, size=0.5, levels=("0",), unit=True, names=(), colors=(),
                **more):
    """What stands under "ome" in Zarr 3 and in .zattrs in Zarr 2. @size: of a
    pixel along Y and X, one number or two."""
    y, x = size if isinstance(size, tuple) else (size, size)
    scale = {"y": y, "x": x}
    found = {"multiscales": [{
        "version": "0.4",
        "axes": [{"name": a, "type": KINDS.get(a, "space"),
                  **({"unit": UNITS[a]} if unit and a in UNITS else {})}
                 for a in axes],
        "datasets": [{"path": path, "coordinateTransformations": [
            {"type": "scale",
             "scale": [scale.get(a, 1.0) * (2 ** i if a in "yx" else 1)
                       for a in axes]}]} for i, path in enumerate(levels)],
        **more}]}
    if names:
        found["omero"] = {"channels": [
            {"label": name, "color": color, "active": True}
            for name, color in itertools.zip_longest(names, colors)]}
    return found


def write_image(folder, a, axes, chunk, version=2, about=None, **how):
    """An image of one level."""
    about = about or multiscales(axes)
    if version == 2:
        write_json(f"{folder}/.zgroup", {"zarr_format": 2})
        write_json(f"{folder}/.zattrs", about)
        write_v2(f"{folder}/0", a, chunk, **how)
    else:
        write_group(folder, about)
        write_v3(f"{folder}/0", a, chunk, **how)
    return folder


def write_group(folder, about):
    """A group of Zarr 3 with what OME says of it."""
    write_json(f"{folder}/zarr.json", {
        "zarr_format": 3, "node_type": "group",
        "attributes": {"ome": {"version": "0.5", **about}}})
