#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each text can be translated: it is a whole, has plural forms where it counts,
quotation marks for people, and a context where one word alone says too little.
The checks find what is wrong in texts that are wrong on purpose."""

import os
import re
import sys
import tempfile

import catalogue

NUMBER = r"%(?:<PRI[du]\d+>|z|ll?)?[ud]"
# A number before what it counts, as in "%u channels". Verbs and the second
# side of an area do not count, nor do numbers that are names.
COUNTED = re.compile(rf"(?<!× ){NUMBER} ([a-z]{{2,}}s)\b")
VERBS = {"is", "has", "was", "does", "folds", "this"}
# An area is always of many.
AREA = re.compile(rf"{NUMBER} × {NUMBER} [a-z]+")
# What goes on after the text, or begins before it.
OPEN = re.compile(r"(?:^[,;.)]|^ (?! )|[^\s.:…] $"
                  r"|\b(?:of|as|within|than|the|and|or|a|an)$)")
# Values beside each other, without a word or a mark between them.
BESIDE = re.compile(r"%s%s|^%s %s$")
UNITS = {"px", "µm", "mm", "s", "MB"}
JOINS = {("between facts", ", ")}


def is_word(text):
    return re.fullmatch(r"[^\W\d_]+", text) is not None


def check(messages):
    problems = []

    def say(message, what):
        problems.append(f"{message.places[0]}: {what}: {message.text!r}")

    for message in messages:
        text = message.text
        if (message.context, text) in JOINS:
            continue
        if message.plural is None and any(
                m[1] not in VERBS
                for m in COUNTED.finditer(AREA.sub("", text))):
            say(message, "counts without plural forms")
        if '"' in text:
            say(message, "has straight quotation marks")
        if OPEN.search(text):
            say(message, "is a part of a sentence")
        if BESIDE.search(text):
            say(message, "leaves nothing to translate")
        if is_word(text) and text[0].islower() and text not in UNITS \
                and message.context is None and message.plural is None:
            say(message, "is one word without a context")
    return problems


def make(text, plural=None, context=None):
    message = catalogue.Message()
    message.text, message.plural, message.context = text, plural, context
    message.places = ["here:1"]
    return message


def check_checks():
    wrong = {
        "counts": ["%u channels", "more than %zu values; give fewer"],
        "straight": ['no channel "%s"'],
        "part": ["of the tissue agrees within", ", %s", " of %u", "it is "],
        "nothing": ["%s%s", "%s %s"],
        "one word": ["none", "off"],
    }
    for what, texts in wrong.items():
        for text in texts:
            assert any(what in p for p in check([make(text)])), (what, text)
    right = [make("%u channel", "%u channels"), make("off", context="switch"),
             make("page %u cannot be read"), make("%d × %d pixels"),
             make("  try: %s"), make("%s: %s"), make("px")]
    assert check(right) == [], check(right)


def main():
    check_checks()
    with tempfile.TemporaryDirectory() as folder:
        template = catalogue.make_template(os.path.join(folder, "saffron.pot"))
    problems = check(template[1:])
    for problem in problems:
        print(problem)
    print(f"{len(template) - 1} texts, {len(problems)} problems")
    if problems:
        sys.exit(1)
    print("ok")


main()
