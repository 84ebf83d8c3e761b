#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every language in po/LINGUAS has all of today's texts, none of them
doubtful, and each says the same as English to what reads it: the same
placeholders, markup, line breaks, keys, and marks at both ends. The checks
themselves find what is wrong in catalogues that were spoilt on purpose."""

import os
import subprocess
import sys
import tempfile
from collections import Counter

import catalogue

# Marks at the end that a translation keeps, in its own writing.
ENDS = {".": ".。．।", ":": ":：", "…": "…", "?": "?？;"}
# Keys of labels that are no placeholders, as in "_Open".
KEY = "_"


def placeholders(text):
    """Those that printf() reads. "50 % of" has none: the text of a format
    writes a per cent sign as %%."""
    found = [catalogue.without_order(p)
             for p in catalogue.PLACEHOLDER.findall(text)]
    return Counter(p for p in found if p != "%%"), "%%" in found


def is_format(message):
    return "c-format" in message.flags


def compare(message, text, string, problems):
    """@text: the English one of @message that @string translates"""
    def say(what):
        problems.append(f"{message.places[0]}: {what}: {text!r}, {string!r}")

    if is_format(message) and placeholders(text) != placeholders(string):
        say("placeholders")
    for tag in ("<b>", "</b>", "<bdi>", "</bdi>", "\n"):
        if text.count(tag) != string.count(tag) \
                and (tag != "\n" or not is_prose(text)):
            say(f"{tag!r}")
    # A choice of a parameter is named by its place in the list.
    if text.count("|") != string.count("|"):
        say("choices")
    if has_key(message) and string.count(KEY) != 1:
        say("key")
    for pick in (lambda t: t[:len(t) - len(t.lstrip())],
                 lambda t: t[len(t.rstrip()):]):
        if pick(text) != pick(string) and pick(text).strip(" ") != "":
            say("blanks at an end")
    end = text.rstrip()[-1:]
    if end in ENDS and string.rstrip()[-1:] not in ENDS[end]:
        say(f"ends without {end}")


def is_prose(text):
    """Help of a command, whose lines a language breaks where it likes."""
    return len(text) > 200


def has_key(message):
    return message.plural is None and message.text.count(KEY) == 1 \
        and any(p.startswith(("src/app", "ui/")) for p in message.places) \
        and message.text[message.text.index(KEY) + 1:][:1].isalpha() \
        and not message.text[:message.text.index(KEY)][-1:].isalnum()


def check(messages, template):
    """What is wrong with the catalogue @messages for @template."""
    problems = []
    known = {(m.context, m.text): m for m in messages[1:]}
    for wanted in template[1:]:
        message = known.get((wanted.context, wanted.text))
        if message is None or not message.is_translated():
            problems.append(f"{wanted.places[0]}: not translated: "
                            f"{wanted.text!r}")
            continue
        if "fuzzy" in message.flags:
            problems.append(f"{wanted.places[0]}: doubtful: {wanted.text!r}")
        message.flags, message.places = wanted.flags, wanted.places
        if message.plural is None:
            compare(message, message.text, message.strings[0], problems)
            continue
        # The form for one thing may leave the number out.
        compare(message, message.plural, message.strings[-1], problems)
    return problems


def merged(path, template, folder):
    """The catalogue as msgmerge brings it up to date."""
    out = os.path.join(folder, os.path.basename(path))
    catalogue.merge(path, template, out)
    subprocess.run(["msgfmt", "--check", "-o", "/dev/null", out], check=True)
    return catalogue.read(out)


def check_checks(template, folder):
    """A whole catalogue passes, and each kind of mistake is found."""
    catalogue.make_stretched(template, "xx", folder)
    po = os.path.join(folder, "xx.po")
    pristine = [p for p in check(catalogue.read(po), template)
                if "ends without" not in p]
    assert not pristine, pristine[:5]

    def spoil(choose, change, word):
        messages = catalogue.read(po)
        wanted = next(m for m in template[1:] if choose(m))
        message = next(m for m in messages[1:]
                       if (m.context, m.text) == (wanted.context, wanted.text))
        message.strings[-1] = change(message.strings[-1])
        found = [p for p in check(messages, template)
                 if repr(message.text) in p or repr(message.plural) in p]
        assert any(word in p for p in found), (word, message.text, found)

    spoil(lambda m: "%.1f" in m.text and m.plural is None,
          lambda s: s.replace("%.1f", "%d"), "placeholders")
    spoil(lambda m: m.plural is not None and "%u" in m.plural,
          lambda s: s.replace("%u", ""), "placeholders")
    spoil(has_key, lambda s: s.replace("_", ""), "key")
    spoil(lambda m: m.text.count("|") == 2, lambda s: s.replace("|", "/"),
          "choices")
    spoil(lambda m: m.plural is None, lambda s: "", "not translated")
    spoil(lambda m: m.text.endswith("."), lambda s: s, "ends without .")


def main():
    with tempfile.TemporaryDirectory() as folder:
        pot = os.path.join(folder, "saffron.pot")
        template = catalogue.make_template(pot)
        check_checks(template, folder)
        bad = 0
        for language in catalogue.languages():
            path = os.path.join(catalogue.PO, language + ".po")
            problems = check(merged(path, pot, folder), template)
            for problem in problems[:40]:
                print(f"{language}: {problem}")
            print(f"{language}: {len(template) - 1} texts, "
                  f"{len(problems)} problems")
            bad += len(problems)
    if bad > 0:
        sys.exit(1)
    print("ok")


main()
