#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The help's pages are valid, every link and picture is there, every key that
they name is one that the window has, and every button, menu and page is called
as the window calls it. Where yelp-tools are installed, these look, too.

In another language, all texts are translated, and buttons are called as the
window calls them in that language.

test-pages.py FOLDER [LANGUAGE]: where the build has the pages, pictures and
HTML."""

import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

sys.path.insert(0, os.path.join(os.environ["SAFFRON_SOURCE"], "tests", "po"))
import catalogue

SOURCE = os.environ["SAFFRON_SOURCE"]
NS = "{http://projectmallard.org/1.0/}"
LANGUAGE = sys.argv[2] if len(sys.argv) > 2 else None
PAGES = sorted(glob.glob((sys.argv[1] if LANGUAGE else
                          SOURCE + "/help/C/saffron") + "/*.page"))
ROOTS = {os.path.basename(p)[:-len(".page")]: ElementTree.parse(p).getroot()
         for p in PAGES}

# GTK's names of keys and what stands on the keyboard.
KEYS = {"<control>": "ctrl", "<shift>": "shift", "<alt>": "alt",
        "question": "?", "comma": ",", "period": ".", "bracketleft": "[",
        "bracketright": "]", "plus": "+", "minus": "−", "equal": "=",
        "return": "enter", "page_up": "page up", "page_down": "page down"}

# A literal with the sign of translation before it, or several in a row, which
# may stand behind their context.
TEXT = re.compile(r'\bN?(?:C_ ?\(\s*"[^"]*",|_ ?\()'
                  r'((?:\s*"(?:[^"\\]|\\.)*")+)')
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"')


def source(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def spelled(key):
    """A key as the pages write it, in small letters: ctrl+shift+d."""
    parts = re.findall(r"<\w+>|[^<>]+", key.lower())
    return "+".join(KEYS.get(p, p) for p in parts)


def known_keys():
    """Those of the table of keys, and the modifiers, which are held."""
    rows = re.findall(r'\{ in_\w+, (?:"[^"]*"|NULL),\s*"([^"]*)"',
                      source(SOURCE + "/src/app/accels.c"))
    assert len(rows) > 100, rows
    return ({spelled(key) for row in rows for key in row.split()}
            | {"shift", "ctrl", "alt"})


def plain(text):
    return " ".join(text.replace("_", "").rstrip("…").split()).lower()


def known_names():
    """What the window calls its parts."""
    names = set()
    for path in glob.glob(SOURCE + "/ui/*.ui"):
        names.update(node.text for node in ElementTree.parse(path).iter()
                     if node.get("translatable") == "yes")
    for path in glob.glob(SOURCE + "/src/**/*.c", recursive=True):
        for match in TEXT.finditer(source(path)):
            names.add("".join(LITERAL.findall(match[1])))
    return {plain(name) for name in names}


def words(node):
    return " ".join("".join(node.itertext()).split())


def check_keys():
    known = known_keys()
    named = []
    for page, root in ROOTS.items():
        inside = {key for seq in root.iter(NS + "keyseq") for key in seq}
        named += [(page, "+".join(words(k) for k in seq))
                  for seq in root.iter(NS + "keyseq")]
        named += [(page, words(k)) for k in root.iter(NS + "key")
                  if k not in inside]
    wrong = [n for n in named if n[1].lower() not in known]
    assert len(named) > 40 and not wrong, wrong


def check_names():
    known = known_names()
    named = [(page, words(gui)) for page, root in ROOTS.items()
             for gui in root.iter(NS + "gui")]
    wrong = [n for n in named if plain(n[1]) not in known]
    assert len(named) > 40 and not wrong, wrong


def check_links(folder):
    """Each page has its file's name, belongs to a part of the first page, and
    its links and pictures exist."""
    places = set(ROOTS) | {f"{page}#{node.get('id')}"
                           for page, root in ROOTS.items()
                           for node in root.iter(NS + "section")}
    for page, root in ROOTS.items():
        assert root.get("id") == page, page
        assert root.find(NS + "title") is not None, page
        links = [link.get("xref") for link in root.iter(NS + "link")]
        assert set(links) <= places, (page, links)
        guides = [link for link in root.findall(f"{NS}info/{NS}link")
                  if link.get("type") == "guide"]
        assert guides or page == "index", f"{page}: no way leads there"
        for media in root.iter(NS + "media"):
            assert os.path.isfile(os.path.join(folder, media.get("src"))), \
                (page, media.get("src"))
            assert words(media), f"{page}: a picture without words"


class Links(HTMLParser):
    """Collects what a page of HTML leads to, and its text."""

    def __init__(self):
        super().__init__()
        self.links = []
        self.text = []

    def handle_starttag(self, tag, attrs):
        self.links += [v for k, v in attrs if k in ("href", "src")]

    def handle_data(self, data):
        self.text.append(data)


def check_html(folder):
    """The HTML has all words of the pages, and no link that leads nowhere."""
    reached = set()
    for page, root in ROOTS.items():
        parser = Links()
        parser.feed(source(os.path.join(folder, page + ".html")))
        for link in parser.links:
            assert os.path.isfile(os.path.join(folder, link)), (page, link)
        reached.update(parser.links)
        text = " ".join("".join(parser.text).split())
        for paragraph in root.iter(NS + "p"):
            first = " ".join((paragraph.text or "").split())
            assert first in text, (page, first)
    missed = {page + ".html" for page in ROOTS} - reached
    assert not missed, missed


def check_yelp():
    """What Mallard's own checker says."""
    if shutil.which("yelp-check") is None:
        print("yelp-check is not installed: only our own checks")
        return
    for what in ("validate", "links", "orphans", "ids"):
        out = subprocess.run(["yelp-check", what, *PAGES], text=True,
                             capture_output=True)
        assert out.returncode == 0 and not out.stdout, (what, out.stdout)


def names_in(text):
    return re.findall("<gui>(.*?)</gui>", text)


def check_texts():
    """The catalogue has all texts of the pages, each with the same elements,
    and names as the window's catalogue has them."""
    names = {}
    for message in catalogue.read(f"{catalogue.PO}/{LANGUAGE}.po")[1:]:
        if message.plural is None:
            names.setdefault(plain(message.text), set()).add(
                plain(message.strings[0]))
    with tempfile.TemporaryDirectory() as folder:
        pot = os.path.join(folder, "help.pot")
        subprocess.run(["itstool", "-o", pot, *sorted(
            glob.glob(SOURCE + "/help/C/saffron/*.page"))], check=True)
        out = os.path.join(folder, "help.po")
        catalogue.merge(f"{SOURCE}/help/{LANGUAGE}/saffron/{LANGUAGE}.po", pot,
                        out)
        messages = [m for m in catalogue.read(out)[1:] if m.context != "_"]
    assert len(messages) > 100
    for message in messages:
        assert message.is_translated() and "fuzzy" not in message.flags, \
            message.text
        string = message.strings[0]
        for what in (r"</?\w+", "<code>.*?</code>", r'xref="\w+"'):
            assert sorted(re.findall(what, message.text)) \
                == sorted(re.findall(what, string)), (message.text, string)
        known = {name for english in names_in(message.text)
                 for name in names[plain(english)]}
        wrong = {plain(name) for name in names_in(string)} - known
        assert not wrong, (wrong, known)


def main():
    folder = sys.argv[1]
    assert len(PAGES) > 5
    check_links(folder)
    if LANGUAGE is None:
        check_keys()
        check_names()
    else:
        check_texts()
    check_html(folder)
    check_yelp()
    print("ok")


main()
