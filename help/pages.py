# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes HTML of the help's Mallard pages: pages.py FOLDER PAGE...

For where no help viewer is installed. It knows the elements that the pages
have and fails at any other, so that nothing is lost in silence. It needs
nothing but Python, which meson needs anyway."""

import os
import sys
import xml.etree.ElementTree as ElementTree
from html import escape

NS = "{http://projectmallard.org/1.0/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# Mallard's element and what it is in HTML.
PLAIN = {"p": "p", "em": "em", "code": "code", "screen": "pre", "list": "ul",
         "steps": "ol", "item": "li", "table": "table", "tr": "tr", "td": "td",
         "note": "aside", "gui": "b", "guiseq": "span", "key": "kbd",
         "keyseq": "span", "section": "section"}

STYLE = """
body { font: 1rem/1.5 sans-serif; max-width: 44rem; margin: 2rem auto;
       padding: 0 1rem; color: #222; background: #fff }
h1, h2 { line-height: 1.2 }
img { max-width: 100%; border-radius: 6px }
figure { margin: 1.5rem 0 }
figcaption { font-size: .9rem; color: #555 }
kbd { border: 1px solid #aaa; border-radius: 4px; padding: 0 .3em }
pre { background: #f2f2f2; padding: .7rem; overflow-x: auto }
table { border-collapse: collapse }
td { border-bottom: 1px solid #ccc; padding: .3rem .8rem .3rem 0;
     vertical-align: top }
aside { border-left: 4px solid #3584e4; padding-left: 1rem }
a { color: #1a5fb4 }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #222 }
  figcaption { color: #bbb }
  pre { background: #333 }
  a { color: #99c1f1 }
}
"""


class Pages:
    def __init__(self, paths):
        self.roots = {}
        for path in paths:
            root = ElementTree.parse(path).getroot()
            self.roots[root.get("id")] = root

    def title(self, name):
        return "".join(self.roots[name].find(NS + "title").itertext()).strip()

    def desc(self, name):
        return self.roots[name].find(f"{NS}info/{NS}desc").text.strip()

    def guided_by(self, guide):
        """The pages that say that they belong to @guide, in their order."""
        return [name for name, root in sorted(self.roots.items())
                for link in root.findall(f"{NS}info/{NS}link")
                if link.get("type") == "guide" and link.get("xref") == guide]

    def inside(self, node, between=""):
        parts = [escape(node.text or "") if not between else ""]
        for i, child in enumerate(node):
            if i > 0:
                parts.append(between)
            parts.append(self.element(child))
            if not between:
                parts.append(escape(child.tail or ""))
        return "".join(parts)

    def element(self, node):
        tag = node.tag.removeprefix(NS)
        if tag == "info":
            return ""
        if tag == "link":
            name = node.get("xref")
            text = escape(node.text or self.title(name))
            return f'<a href="{name}.html">{text}</a>'
        if tag == "media":
            text = "".join(node.itertext()).strip()
            return (f'<figure><img src="{escape(node.get("src"))}" '
                    f'alt="{escape(text)}"/><figcaption>{escape(text)}'
                    "</figcaption></figure>")
        if tag == "title":
            return f"<h2>{self.inside(node)}</h2>"
        between = {"guiseq": " ▸ ", "keyseq": "+"}.get(tag, "")
        return f"<{PLAIN[tag]}>{self.inside(node, between)}</{PLAIN[tag]}>"

    def links(self, guide):
        rows = [f'<li><a href="{name}.html">{escape(self.title(name))}</a>: '
                f"{escape(self.desc(name))}</li>"
                for name in self.guided_by(guide)]
        return "<ul>" + "".join(rows) + "</ul>" if rows else ""

    def page(self, name):
        body = []
        for node in self.roots[name]:
            if node.tag == NS + "title":
                body.append(f"<h1>{self.inside(node)}</h1>")
            elif node.tag == NS + "section":
                links = self.links(f"{name}#{node.get('id')}")
                body.append(self.element(node) + links)
            else:
                body.append(self.element(node))
        back = "" if name == "index" else \
            f'<nav><a href="index.html">{escape(self.title("index"))}</a></nav>'
        language = self.roots[name].get(LANG, "en")
        return (f'<!DOCTYPE html>\n<html lang="{language}"><head>'
                '<meta charset="utf-8"/>'
                '<meta name="viewport" content="width=device-width"/>'
                f"<title>{escape(self.title(name))}</title>"
                f"<style>{STYLE}</style></head>\n<body>{back}\n"
                + "\n".join(body) + "\n</body></html>\n")


def main():
    pages = Pages(sys.argv[2:])
    for name in pages.roots:
        path = os.path.join(sys.argv[1], name + ".html")
        with open(path, "w", encoding="utf-8") as f:
            f.write(pages.page(name))


main()
