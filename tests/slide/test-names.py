#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Channels have the names that scanners and programs write: in OME-XML of any
spelling, in the XML of each page of an Akoya slide, in labels of ImageJ, and in
a set of files with one plane each. A warped slide has them, too."""

import json
import os
import sys

import numpy as np
import tifffile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                "..", "cli"))
import harness  # noqa: E402
from harness import check, run  # noqa: E402

folder = harness.scratch()
rng = np.random.default_rng(5)


def path(name):
    return os.path.join(folder, name)


def noise(*shape):
    return rng.integers(0, 60000, shape, dtype=np.uint16)


def about(name):
    result = run("info", "--json", path(name))
    check(result.returncode == 0, name, result)
    return json.loads(result.stdout)


def names(name):
    return [c["name"] for c in about(name)["channels"]]


def write_pages(name, data, descriptions, **options):
    with tifffile.TiffWriter(path(name)) as tif:
        for page, text in zip(data, descriptions):
            tif.write(page, photometric="minisblack", metadata=None,
                      description=text, **options)


def qpi(name, biomarker=None, color="0,0,255"):
    """As the scanner writes it: it declares UTF-16 and is UTF-8, and filters
    have names, too."""
    marker = f"<Biomarker>{biomarker}</Biomarker>" if biomarker else ""
    return ('<?xml version="1.0" encoding="utf-16"?>\r\n'
            '<PerkinElmer-QPI-ImageDescription><ImageType>FullResolution'
            '</ImageType><Responsivity><Filter><Name>Filter</Name>'
            f'</Filter></Responsivity><Name>{name}</Name>{marker}'
            f'<Color>{color}</Color></PerkinElmer-QPI-ImageDescription>'
            ).encode()


def check_qptiff():
    write_pages("a.qptiff", noise(3, 60, 80),
                [qpi("DAPI"), qpi("Opal 520", "CD8", "0,255,0"),
                 qpi("Opal 690 µ", color="255,0,0")],
                resolution=(20000, 20000), resolutionunit=3)
    slide = about("a.qptiff")
    check([c["name"] for c in slide["channels"]]
          == ["DAPI", "CD8", "Opal 690 µ"], slide)
    check([c["color"] for c in slide["channels"]]
          == ["#0000ff", "#00ff00", "#ff0000"], slide)
    check(slide["pixel_size_um"] == [0.5, 0.5], slide)
    # Nonsense in place of the XML leaves the numbers.
    write_pages("b.qptiff", noise(2, 60, 80),
                [b"<PerkinElmer-QPI-ImageDescription><Name>a", b"nothing"])
    check(names("b.qptiff") == ["Channel 1", "Channel 2"], names("b.qptiff"))


def ome(body, prefix="", before=""):
    p = prefix + ":" if prefix else ""
    space = ":" + prefix if prefix else ""
    return (before + f'<{p}OME xmlns{space}="http://www.openmicroscopy.org/'
            f'Schemas/OME/2016-06">{body.replace("@", p)}</{p}OME>').encode()


def check_ome():
    body = ('<@Image Name="a"><@Pixels SizeX="80" SizeY="60" SizeC="3" '
            'SizeZ="1" SizeT="1" DimensionOrder="XYCZT" PhysicalSizeX="0.5" '
            'PhysicalSizeY="0.5">'
            + "".join(f'<@Channel Name="{n}"/>' for n in "xyz")
            + '<@TiffData/></@Pixels></@Image>')
    spellings = {"plain": ome(body), "prefix": ome(body, "ome"),
                 "mark": ome(body, before="\ufeff"),
                 "declared": ome(body, "o", '\ufeff<?xml version="1.0" '
                                 'encoding="UTF-8"?>\n<!-- <OME> -->\n')}
    for spelling, text in spellings.items():
        name = spelling + ".ome.tif"
        write_pages(name, noise(3, 60, 80), [text, None, None])
        slide = about(name)
        check([c["name"] for c in slide["channels"]] == ["x", "y", "z"], slide)
        check(slide["pixel_size_um"] == [0.5, 0.5], slide)


def check_set():
    """Each file of a set holds one plane, and the XML of all."""
    markers = ["DAPI", "ATP1A1/CD45", "18S", "alphaSMA/Vimentin"]
    xml = ('<OME UUID="urn:uuid:%d"><Image><Pixels SizeX="80" SizeY="60" '
           'SizeC="4" SizeZ="1" SizeT="1" DimensionOrder="XYCZT">'
           + "".join(f'<Channel Name="{n}"/>' for n in markers)
           + "".join(f'<TiffData IFD="0" FirstC="{c}" PlaneCount="1"><UUID '
                     f'FileName="morphology_focus_000{c}.ome.tif">urn:uuid:{c}'
                     '</UUID></TiffData>' for c in range(4))
           + '</Pixels></Image></OME>')
    for c, marker in enumerate(markers):
        name = f"morphology_focus_000{c}.ome.tif"
        write_pages(name, noise(1, 60, 80), [(xml % c).encode()])
        check(names(name) == [marker], names(name))


def check_binary_only():
    """Files that name the one with the metadata: the first of a set, or a
    companion that is mere XML."""
    planes = "".join(
        f'<TiffData IFD="0" FirstC="{c}" PlaneCount="1"><UUID FileName='
        f'"set_000{c}.ome.tif">urn:uuid:{c}</UUID></TiffData>'
        for c in range(3))
    xml = ('<OME%s><Image><Pixels SizeX="80" SizeY="60" SizeC="3" SizeZ="1" '
           'SizeT="1" DimensionOrder="XYCZT" PhysicalSizeX="0.2125" '
           'PhysicalSizeY="0.2125"><Channel Name="DAPI"/><Channel Name="18S"/>'
           '<Channel Name="aSMA"/>' + planes + '</Pixels></Image></OME>')
    short = ('<OME UUID="urn:uuid:%d"><BinaryOnly MetadataFile="%s" '
             'UUID="u"/></OME>')

    def write(c, file):
        name = f"set_000{c}.ome.tif"
        write_pages(name, noise(1, 60, 80), [(short % (c, file)).encode()])
        return name

    write_pages("set_0000.ome.tif", noise(1, 60, 80),
                [(xml % ' UUID="urn:uuid:0"').encode()])
    with open(path("all.companion.ome"), "w", encoding="utf-8") as f:
        f.write(xml % "")
    for file in ("set_0000.ome.tif", "all.companion.ome"):
        for c, marker in ((1, "18S"), (2, "aSMA")):
            name = write(c, file)
            check(names(name) == [marker], file, names(name))
            check(about(name)["pixel_size_um"] == [0.2125, 0.2125], name)
    os.makedirs(path("deeper"), exist_ok=True)
    with open(path("deeper/x.ome"), "w", encoding="utf-8") as f:
        f.write(xml % "")
    for file in ("gone.ome.tif", "deeper/x.ome", "..", "",
                 path("all.companion.ome"), "set_0001.ome.tif"):
        slide = about(write(1, file))
        check(slide["channels"][0]["name"] == "Channel 1", file, slide)
        check(len(slide["notes"]) == 1, file, slide)


def check_imagej():
    options = {"imagej": True, "resolution": (2.0, 2.0)}
    tifffile.imwrite(path("labels.tif"), noise(3, 60, 80), **options,
                     metadata={"axes": "CYX", "unit": "um", "Labels":
                               ["c:1/3 - DAPI", "c:2/3 - CD3 µ", "CD8\nx"]})
    check(names("labels.tif") == ["DAPI", "CD3 µ", "CD8"], names("labels.tif"))
    # The labels of a stack name its channels first.
    tifffile.imwrite(path("stack.tif"), noise(2, 2, 60, 80), **options,
                     metadata={"axes": "ZCYX",
                               "Labels": ["Hoechst", "b", "c", "d"]})
    check(names("stack.tif") == ["Hoechst", "b"], names("stack.tif"))
    # Names of files, equal labels and too few labels say nothing.
    for i, labels in enumerate((["a.tif", "b.tif"], ["x", "x"], ["x"])):
        name = f"no{i}.tif"
        tifffile.imwrite(path(name), noise(2, 60, 80), **options,
                         metadata={"axes": "CYX", "Labels": labels})
        check(names(name) == ["Channel 1", "Channel 2"], names(name))
    # ImageJ writes its micrometre in Latin-1.
    for i, unit in enumerate((b"\xb5m", "µm".encode(), b"\\u00B5m", b"um",
                              b"micron")):
        name = f"unit{i}.tif"
        write_pages(name, noise(1, 60, 80),
                    [b"ImageJ=1.53\nimages=1\nunit=" + unit + b"\nx=1\n"],
                    resolution=(4.0, 4.0), resolutionunit=1)
        check(about(name)["pixel_size_um"] == [0.25, 0.25], unit, about(name))


def check_warp():
    result = run("synth", path("pair"), "--width=600", "--height=500",
                 "--seed=3", "--channels=3")
    check(result.returncode == 0, result)
    slides = sorted(n for n in os.listdir(path("pair")) if n.endswith(".tif"))
    moving = tifffile.imread(path(os.path.join("pair", slides[1])))
    write_pages("moving.qptiff", moving,
                [qpi("DAPI"), qpi("Opal 520", "CD8"), qpi("Opal 690", "CD3")],
                resolution=(30769.23, 30769.23), resolutionunit=3)
    result = run("register", path(os.path.join("pair", slides[0])),
                 path("moving.qptiff"), "-o", path("a.saffron"))
    check(result.returncode in (0, 3), result)
    result = run("warp", path("a.saffron"), "-o",
                 path("warped.ome.tif"))
    check(result.returncode == 0, result)
    check(names("warped.ome.tif") == ["DAPI", "CD8", "CD3"],
          names("warped.ome.tif"))


check_qptiff()
check_ome()
check_set()
check_binary_only()
check_imagej()
check_warp()
print("ok")
