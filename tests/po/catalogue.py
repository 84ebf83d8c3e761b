# SPDX-License-Identifier: GPL-3.0-or-later
"""Catalogues of translations: reads them, makes the template and one of a
language that nobody speaks, and locales for them. Needs gettext and the C
library's localedef, as building does."""

import math
import os
import re
import subprocess

SOURCE = os.environ["SAFFRON_SOURCE"]
PO = os.path.join(SOURCE, "po")
KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "g_dngettext:2,3"]
# What stays as it is in any language: what printf() and Pango read.
FIXED = re.compile(r"%(?:\d+\$)?[-+ #0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?"
                   r"(?:<PRI[diu]\d+>|hh|h|ll|l|z)?[a-zA-Z%]"
                   r"|<[^<>]*>|&[a-z]+;|\\[ntr]|\n|_(?=\w)|\|")
# A placeholder alone; "50 % of" is none, since a blank stands between.
PLACEHOLDER = re.compile(r"%(?:\d+\$)?[-+#0]*(?:\*|\d+)?(?:\.(?:\*|\d+))?"
                         r"(?:<PRI[diu]\d+>|hh|h|ll|l|z)?[a-zA-Z%]")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


class Message:
    """One text. @strings has one translation, or one for each plural form."""

    def __init__(self):
        self.comments = []
        self.flags = []
        self.places = []
        self.context = None
        self.text = ""
        self.plural = None
        self.strings = []

    def is_translated(self):
        return bool(self.strings) and all(self.strings)


def without_order(placeholder):
    """%2$s as %s: a language may take the values in another order."""
    return re.sub(r"^%\d+\$", "%", placeholder)


def unquote(text):
    return re.sub(r"\\(.)", lambda m: ESCAPES.get(m.group(1), m.group(0)),
                  text)


def quote(text):
    for plain, escaped in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"),
                           ("\t", "\\t")):
        text = text.replace(plain, escaped)
    return f'"{text}"'


def read(path):
    """All messages of a .po or .pot file; the header is the first."""
    messages, field = [], None
    message = Message()
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n") + [""]
    for line in lines:
        word = re.match(r'(msg\w+)(?:\[\d+\])? "(.*)"$', line)
        if line.startswith("#~"):
            continue
        if line.startswith("#."):
            message.comments.append(line[2:].strip())
        elif line.startswith("#:"):
            message.places += line[2:].split()
        elif line.startswith("#,"):
            message.flags += [f.strip() for f in line[2:].split(",")]
        elif word:
            field, value = word.group(1), unquote(word.group(2))
            if field == "msgctxt":
                message.context = value
            elif field == "msgid":
                message.text = value
            elif field == "msgid_plural":
                message.plural = value
            else:
                message.strings.append(value)
        elif line.startswith('"'):
            value = unquote(line[1:-1])
            if field == "msgctxt":
                message.context += value
            elif field == "msgid":
                message.text += value
            elif field == "msgid_plural":
                message.plural += value
            else:
                message.strings[-1] += value
        elif line == "" and message.strings:
            messages.append(message)
            message = Message()
    return messages


def make_template(path):
    """Writes what there is to translate today to @path."""
    subprocess.run(
        ["xgettext", "--from-code=UTF-8", "--add-comments=Translators",
         "--package-name=saffron", "--sort-by-file",
         *("--keyword=" + word for word in KEYWORDS),
         "--flag=g_strdup_printf:1:c-format",
         "-f", os.path.join(PO, "POTFILES"), "-D", SOURCE, "-o", path],
        check=True, stderr=subprocess.DEVNULL)
    return read(path)


def languages():
    with open(os.path.join(PO, "LINGUAS"), encoding="utf-8") as file:
        return [line.strip() for line in file
                if line.strip() and not line.startswith("#")]


def merge(path, template, out):
    """Writes the catalogue at @path, brought up to date, to @out."""
    subprocess.run(["msgmerge", "--quiet", "--no-fuzzy-matching", "-o", out,
                    path, template], check=True)


def stretch(text):
    """@text as a language might have it that takes 40 % more room: marked at
    both ends, and with letters that ASCII lacks. What programs read in it
    stays."""
    parts, last = [], 0
    for found in FIXED.finditer(text):
        parts += [(text[last:found.start()], False), (found.group(0), True)]
        last = found.end()
    parts.append((text[last:], False))
    # The two marks take room, too.
    missing = math.ceil(0.4 * len(text.strip())) - 2
    made = ""

    def accent(match):
        nonlocal missing
        missing -= 1
        letter = "áéíóú"["aeiou".index(match.group(0))]
        return letter * (2 if missing >= 0 else 1)

    for part, fixed in parts:
        made += part if fixed else re.sub(r"[aeiou]", accent, part)
    start = re.match(r"\s*", made).group(0)
    end = re.search(r"\s*$", made).group(0)
    middle = made[len(start):len(made) - len(end) or None]
    return f"{start}⟦{middle}⟧{end}" if middle.strip() else text


def make_stretched(template, language, folder):
    """Compiles a catalogue of stretched texts for @language below @folder."""
    target = os.path.join(folder, language, "LC_MESSAGES")
    os.makedirs(target, exist_ok=True)
    po = os.path.join(folder, language + ".po")
    with open(po, "w", encoding="utf-8") as file:
        file.write('msgid ""\nmsgstr "Content-Type: text/plain; '
                   'charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; '
                   'plural=n != 1;\\n"\n')
        for message in template[1:]:
            file.write("\n")
            if message.flags:
                file.write("#, " + ", ".join(message.flags) + "\n")
            if message.context is not None:
                file.write("msgctxt " + quote(message.context) + "\n")
            file.write("msgid " + quote(message.text) + "\n")
            if message.plural is None:
                file.write("msgstr " + quote(stretch(message.text)) + "\n")
                continue
            file.write("msgid_plural " + quote(message.plural) + "\n"
                       "msgstr[0] " + quote(stretch(message.text)) + "\n"
                       "msgstr[1] " + quote(stretch(message.plural)) + "\n")
    compile_po(po, language, folder)


def compile_po(po, language, folder):
    target = os.path.join(folder, language, "LC_MESSAGES")
    os.makedirs(target, exist_ok=True)
    subprocess.run(["msgfmt", "--check-format", po, "-o",
                    os.path.join(target, "saffron.mo")], check=True)


def make_locale(name, folder):
    """Makes a locale such as de_DE that the machine need not have. Returns the
    environment in which a program finds it; None where the C library's
    sources of locales are not installed."""
    out = subprocess.run(["localedef", "-i", name, "-f", "UTF-8",
                          os.path.join(folder, name + ".UTF-8")],
                         capture_output=True, text=True)
    if not os.path.exists(os.path.join(folder, name + ".UTF-8", "LC_NUMERIC")):
        print(out.stderr)
        return None
    return {"LOCPATH": folder, "LC_ALL": name + ".UTF-8",
            "LANGUAGE": "", "LANG": name + ".UTF-8"}
