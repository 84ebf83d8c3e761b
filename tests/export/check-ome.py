#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads every LAYOUT-TYPE-COMPRESSION.ome.tiff in a folder with tifffile,
tiffinfo and vips, and compares with the picture of test-ome-writer.c."""

import pathlib
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

try:
    import numpy
    import tifffile
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)
for tool in ("tiffinfo", "tiffcp", "vips"):
    if shutil.which(tool) is None:
        print(f"skipped: no {tool}")
        sys.exit(77)

WIDTH, HEIGHT, TILE = 331, 205, 64
NAMES = ["DAPI", 'CD3 <"&\'>    .', "α-SMA 𝛼"]
COLORS = [0x0000FF, 0xFF0000, 0x00FF80]
NS = {"o": "http://www.openmicroscopy.org/Schemas/OME/2016-06"}
# tifffile decodes these by itself; the others need a package that Debian lacks.
PLAIN = {"none", "deflate"}


def picture(kind):
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH].astype(numpy.int64)
    planes = [(x * 3 + y * 5 + c * 1000 + (x * y) % 7) % 60000
              for c in range(3)]
    if kind in ("uint8", "rgb"):
        planes = [(p % 256).astype(numpy.uint8) for p in planes]
    elif kind == "uint16":
        planes = [p.astype(numpy.uint16) for p in planes]
    else:
        planes = [(p / 64.0 - 100.0).astype(numpy.float32) for p in planes]
    return numpy.stack(planes, 2 if kind == "rgb" else 0)


def halve(planes, rgb):
    """2 × 2 averages, sizes rounded up, of C × Y × X or Y × X × C."""
    a = planes if not rgb else numpy.moveaxis(planes, 2, 0)
    a = numpy.pad(a, ((0, 0), (0, a.shape[1] % 2), (0, a.shape[2] % 2)),
                  mode="edge")
    if a.dtype == numpy.float32:
        quarter = numpy.float32(0.25)
        a = ((a[:, ::2, ::2] + a[:, ::2, 1::2])
             + (a[:, 1::2, ::2] + a[:, 1::2, 1::2])) * quarter
    else:
        w = a.astype(numpy.uint32)
        a = ((w[:, ::2, ::2] + w[:, ::2, 1::2] + w[:, 1::2, ::2]
              + w[:, 1::2, 1::2] + 2) >> 2).astype(planes.dtype)
    return a if not rgb else numpy.moveaxis(a, 0, 2)


def levels(kind):
    out = [picture(kind)]
    rgb = kind == "rgb"
    while max(out[-1].shape[:2] if rgb else out[-1].shape[1:]) > TILE:
        out.append(halve(out[-1], rgb))
    return out


# Of the OME schema (2016-06) what our files use: the attributes that an
# element needs, those that it may have besides, and its children in order.
SCHEMA = {
    "OME": ({"Creator"}, {"UUID"}, ["Image"]),
    "Image": ({"ID"}, {"Name"}, ["Pixels"]),
    "Pixels": ({"ID", "DimensionOrder", "Type", "SizeX", "SizeY", "SizeZ",
                "SizeC", "SizeT"},
               {"BigEndian", "Interleaved", "PhysicalSizeX", "PhysicalSizeY",
                "PhysicalSizeXUnit", "PhysicalSizeYUnit"},
               ["Channel", "TiffData"]),
    "Channel": ({"ID"}, {"Name", "SamplesPerPixel", "Color"}, []),
    "TiffData": (set(), {"IFD", "FirstC", "FirstZ", "FirstT", "PlaneCount"},
                 []),
}
TYPES = {"uint8": "uint8", "uint16": "uint16", "float32": "float",
         "rgb": "uint8"}


def check_schema(element):
    space, name = element.tag[1:].split("}")
    assert space == NS["o"], space
    needed, allowed, children = SCHEMA[name]
    given = {a for a in element.attrib if not a.startswith("{")}
    assert needed <= given <= needed | allowed, (name, given)
    order = [children.index(c.tag.split("}")[1]) for c in element]
    assert order == sorted(order), (name, order)
    for child in element:
        check_schema(child)


def check_size(path, pixels, layout):
    """In µm with the unit said, and as a resolution in pixels per cm; none
    where it is not known."""
    with tifffile.TiffFile(path) as tiff:
        tags = tiff.pages[0].tags
        found = {n: tags[n].value for n in ("XResolution", "YResolution",
                                            "ResolutionUnit") if n in tags}
    if layout == "flat":
        assert not found, found
        assert not [a for a in pixels.attrib if "Physical" in a]
        return
    assert found.pop("ResolutionUnit") == 3
    for axis, um in (("X", 0.325), ("Y", 0.5)):
        assert float(pixels.get(f"PhysicalSize{axis}")) == um
        assert pixels.get(f"PhysicalSize{axis}Unit") == "µm"
        n, d = found[f"{axis}Resolution"]
        assert abs(n / d - 1e4 / um) < 1e-3


def check_xml(path, kind, layout):
    with tifffile.TiffFile(path) as tiff:
        text = tiff.pages[0].description
    root = ElementTree.fromstring(text)
    check_schema(root)
    image = root.find("o:Image", NS)
    pixels = image.find("o:Pixels", NS)
    check_size(path, pixels, layout)
    assert pixels.get("Type") == TYPES[kind]
    assert pixels.get("DimensionOrder") == "XYCZT"
    channels = pixels.findall("o:Channel", NS)
    data = pixels.findall("o:TiffData", NS)
    assert image.get("Name") == "sample & more", image.get("Name")
    assert pixels.get("SizeX") == str(WIDTH)
    assert pixels.get("SizeY") == str(HEIGHT)
    assert pixels.get("SizeC") == "3"
    if kind == "rgb":
        assert len(channels) == len(data) == 1
        assert channels[0].get("SamplesPerPixel") == "3"
        assert pixels.get("Interleaved") == "true"
        return
    assert [c.get("Name") for c in channels] == NAMES
    assert [(int(c.get("Color")) & 0xFFFFFFFF) >> 8
            for c in channels] == COLORS
    assert [c.get("SamplesPerPixel") for c in channels] == ["1"] * 3
    assert [(d.get("IFD"), d.get("FirstC"), d.get("PlaneCount"))
            for d in data] == [(str(c), str(c), "1") for c in range(3)]


def check_tifffile(path, layout, kind, compression, want):
    with tifffile.TiffFile(path) as tiff:
        assert tiff.is_ome
        series = tiff.series[0]
        assert series.axes == ("YXS" if kind == "rgb" else "CYX"), series.axes
        assert series.shape == want[0].shape
        assert len(series.levels) == (len(want) if layout == "subifd" else 1)
        for level in series.levels:
            assert level.keyframe.is_tiled and level.keyframe.tilewidth == TILE
        n_pages = 1 if kind == "rgb" else 3
        assert len(tiff.pages) == n_pages * (len(want) if layout == "pages"
                                             else 1)
        if compression not in PLAIN:
            return
        if layout == "subifd":
            got = [level.asarray() for level in series.levels]
        elif layout == "pages":
            # Its OME reader keeps to the pages that TiffData names.
            got = [numpy.stack([tifffile.imread(path, is_ome=False,
                                                key=i * n_pages + c)
                                for c in range(n_pages)])
                   for i in range(len(want))]
            if kind == "rgb":
                got = [g[0] for g in got]
        else:
            got = [series.asarray()]
        for g, w in zip(got, want):
            assert g.dtype == w.dtype and g.shape == w.shape
            assert (g == w).all()


def check_libtiff(path, layout, kind, compression, want, folder):
    text = subprocess.run(["tiffinfo", path], capture_output=True,
                          text=True)
    assert text.returncode == 0, text.stderr
    assert text.stderr == "", text.stderr
    n_pages = 1 if kind == "rgb" else 3
    assert text.stdout.count("SubIFD Offsets") == (
        n_pages if layout == "subifd" else 0)
    assert "Tile Width: 64 Tile Length: 64" in text.stdout
    if kind == "rgb" and compression == "jpeg":
        return  # its YCbCr stays subsampled, which tifffile does not take
    # libtiff decodes all main pages; what it gives is read by tifffile.
    plain = folder / "plain.tiff"
    done = subprocess.run(["tiffcp", "-c", "none", path, plain],
                          capture_output=True, text=True)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    page = tifffile.imread(plain, key=0)
    plain.unlink()
    compare(page, want[0] if kind == "rgb" else want[0][0], compression)


def check_vips(path, kind, compression, want):
    plain = path.with_suffix(".raw.tif")
    for level, w in enumerate(want):
        n = 1 if kind == "rgb" else 3
        subifd = f"[n={n},subifd={level - 1}]" if level else f"[n={n}]"
        done = subprocess.run(["vips", "copy", f"{path}{subifd}",
                               f"{plain}[compression=none]"],
                              capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        got = tifffile.imread(plain)
        plain.unlink()
        flat = w if kind == "rgb" else w.reshape(-1, w.shape[2])
        assert got.reshape(flat.shape).dtype == flat.dtype
        compare(got.reshape(flat.shape), flat, compression)


def compare(got, want, compression):
    if compression in ("jpeg", "webp"):
        # The picture's sawtooth is hard for them; on average they are near.
        assert abs(got.astype(float) - want.astype(float)).mean() < 20
    else:
        assert (got == want).all()


def main():
    folder = pathlib.Path(sys.argv[1])
    files = sorted(folder.glob("*.ome.tiff"))
    assert len(files) == 3 * (4 * 4 + 3), len(files)
    for path in files:
        layout, kind, compression = path.name.split(".")[0].split("-")
        want = levels(kind)
        try:
            check_xml(path, kind, layout)
            check_tifffile(path, layout, kind, compression, want)
            check_libtiff(path, layout, kind, compression, want, folder)
            check_vips(path, kind, compression,
                       want if layout == "subifd" else want[:1])
        except Exception:
            print(f"in {path.name}:")
            raise


main()
