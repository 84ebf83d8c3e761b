#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""No key is given twice: of what one menu, page or question shows together, no
two labels have the same letter underlined, in English and in every language of
po/LINGUAS."""

import glob
import os
import re
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

import catalogue

SOURCE = catalogue.SOURCE
KEY = re.compile(r"(?<![A-Za-z0-9])_(\w)|(?<=[A-Za-z])_(\w)")
# The texts of C code: their context, if any, and their pieces.
MARKED = re.compile(r'\b(C?)_ ?\(\s*(?:"((?:[^"\\]|\\.)*)",\s*)?'
                    r'((?:"(?:[^"\\]|\\.)*"\s*)+)\)')
# Questions whose answers stand in two files.
TOGETHER = [("src/app/window/memory-question.c", "src/app/window/" + name)
            for name in ("window-memory.c", "window-sweep.c")]


def key_of(label):
    found = KEY.search(label)
    return (found[1] or found[2]).upper() if found else None


def text_of(node):
    return node.get("context"), (node.text or "").strip()


def labels_of(items):
    """Of the items of a menu or of a section, and what opens its submenus."""
    for item in items:
        if item.tag == "section":
            yield from labels_of(item)
        else:
            yield from (text_of(n) for n in item.findall("attribute")
                        if n.get("name") == "label" and n.get("translatable"))


def scopes_of_ui(path):
    """What stands together: each menu and submenu, and the labels of the page
    itself."""
    root = ElementTree.parse(path).getroot()
    name = os.path.relpath(path, SOURCE)
    for menu in [*root.iter("menu"), *root.iter("submenu")]:
        yield (f"{name}, {menu.get('id', menu.tag)}",
               list(labels_of(n for n in menu if n.tag != "attribute")))
    yield name, [text_of(n) for n in root.iter("property")
                 if n.get("translatable")]


def texts_of_code(code):
    for context, first, rest in MARKED.findall(code):
        text = catalogue.unquote("".join(
            re.findall(r'"((?:[^"\\]|\\.)*)"', rest)))
        yield (catalogue.unquote(first) if context else None), text


def scopes_of_code(path):
    """A function makes one question or menu."""
    with open(path, encoding="utf-8") as file:
        functions = file.read().split("\n}\n")
    for i, function in enumerate(functions):
        yield (f"{os.path.relpath(path, SOURCE)}, function {i + 1}",
               list(texts_of_code(function)))


def all_scopes():
    scopes = []
    for path in sorted(glob.glob(os.path.join(SOURCE, "ui", "*.ui"))):
        scopes += scopes_of_ui(path)
    for path in sorted(glob.glob(os.path.join(SOURCE, "src", "app", "**",
                                              "*.c"), recursive=True)):
        scopes += scopes_of_code(path)
    for pair in TOGETHER:
        texts = [text for name in pair
                 for _, found in scopes_of_code(os.path.join(SOURCE, name))
                 for text in found]
        scopes.append((" and ".join(pair), texts))
    # Only labels have keys; one label may be shown in one of several places.
    return [(name, list(dict.fromkeys(t for t in texts if key_of(t[1])
                                      and len(t[1]) < 60)))
            for name, texts in scopes]


def find_doubles(scopes, translate):
    for name, texts in scopes:
        keys = {}
        for context, text in texts:
            label = translate(context, text)
            keys.setdefault(key_of(label), []).append(label)
        yield from (f"{name}: {key}: {labels}" for key, labels in keys.items()
                    if len(labels) > 1)


def translator(path, template, folder):
    known = {}
    out = os.path.join(folder, os.path.basename(path))
    catalogue.merge(path, template, out)
    for message in catalogue.read(out)[1:]:
        if message.is_translated() and message.plural is None:
            known[message.context, message.text] = message.strings[0]
    return lambda context, text: known.get((context, text), text)


def main():
    scopes = all_scopes()
    labels = sum(len(texts) for _, texts in scopes)
    assert labels > 100, labels
    same = [("a", [(None, "_Open"), (None, "Z_oom")])]
    assert list(find_doubles(same, lambda context, text: text)), "finds none"
    bad = list(find_doubles(scopes, lambda context, text: text))
    with tempfile.TemporaryDirectory() as folder:
        pot = os.path.join(folder, "saffron.pot")
        catalogue.make_template(pot)
        for language in catalogue.languages():
            path = os.path.join(catalogue.PO, language + ".po")
            bad += [f"{language}: {problem}" for problem in
                    find_doubles(scopes, translator(path, pot, folder))]
    for problem in bad:
        print(problem)
    print(f"{labels} labels in {len(scopes)} places")
    if bad:
        sys.exit(1)
    print("ok")


main()
