#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a release is called, and when it was, is the same wherever it is said:
the program, NEWS, metainfo and packages; the metainfo's pictures are there,
large enough and each with words of its own, its colours are colours, and the
icons can be drawn."""

import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree

from PIL import Image

SOURCE = os.environ["SAFFRON_SOURCE"]
ID = "io.github.saffron.Saffron"


def read(*parts):
    with open(os.path.join(SOURCE, *parts), encoding="utf-8") as f:
        return f.read()


def versions():
    """(version, date) as each place says it."""
    told = subprocess.run([os.environ["SAFFRON_CLI"], "--version"],
                          capture_output=True, text=True).stdout.split()[1]
    news = re.match(r"Saffron (\S+) \((\S+)\)\n=+\n", read("NEWS")).groups()
    release = metainfo().find("releases/release")
    date = re.search(r"release_date = '(\S+)'", read("meson.build")).group(1)
    package = re.match(r"saffron \((\S+)\)", read("debian", "changelog"))
    signed = re.search(r"^ -- .*  \w+, (\d+) (\w+) (\d+)",
                       read("debian", "changelog"), re.M).groups()
    month = "JanFebMarAprMayJunJulAugSepOctNovDec".index(signed[1]) // 3 + 1
    return {"meson.build": (told, date), "NEWS": news,
            "metainfo": (release.get("version"), release.get("date")),
            "debian/changelog": (package.group(1), f"{signed[2]}-{month:02}-"
                                 f"{int(signed[0]):02}")}


def metainfo():
    return ElementTree.fromstring(read("data", ID + ".metainfo.xml.in"))


def check_versions():
    told = versions()
    assert len(set(told.values())) == 1, told
    tag = "/v" + told["NEWS"][0] + "/"
    for image in metainfo().iter("image"):
        assert tag in image.text, image.text


def check_pictures():
    images = [image.text for image in metainfo().iter("image")]
    assert len(images) >= 3, images
    captions = [text.text for text in metainfo().iter("caption")]
    assert len(set(captions)) == len(images), captions
    for url in images:
        assert url.startswith("https://"), url
        with Image.open(os.path.join(SOURCE, "docs",
                                     url.split("/docs/")[1])) as image:
            width, height = image.size
        assert width >= 1000 and height >= 600, (url, width, height)


def check_colours():
    colours = metainfo().findall("branding/color")
    assert {c.get("scheme_preference") for c in colours} == {"light", "dark"}
    for colour in colours:
        assert re.fullmatch("#[0-9a-f]{6}", colour.text), colour.text


def check_icons():
    import gi
    gi.require_version("GdkPixbuf", "2.0")
    from gi.repository import GdkPixbuf
    for name, colours in ((ID, 4), (ID + "-symbolic", 1)):
        path = os.path.join(SOURCE, "data", "icons", name + ".svg")
        drawn = GdkPixbuf.Pixbuf.new_from_file_at_size(path, 64, 64)
        pixels = drawn.get_pixels()
        opaque = [pixels[i:i + 3] for i in range(0, len(pixels), 4)
                  if pixels[i + 3] == 255]
        assert len(opaque) > 200, (name, len(opaque))
        # A symbolic icon has one colour, which the desktop replaces.
        fills = set(re.findall('fill="(#[0-9a-f]+)"',
                               read("data", "icons", name + ".svg")))
        assert len(fills) == colours, (name, fills)


check_versions()
check_pictures()
check_colours()
check_icons()
print("ok")
