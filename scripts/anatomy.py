"""The anatomical drawings: shared bones, muscles and nerves of `docs/anatomy.yml`, put together and written as SVG.

    python -m scripts.anatomy                    # check the data, write docs/snippets/anatomy/*.svg
    python -m scripts.anatomy --sheet sheet.png  # all pictures of the site side by side, light and dark (.html or .png)

Every shape is given once, in millimeters round the center of the left hip joint: x to the left side of the body (in a
side view to its back), y down. So the same bone is in every picture; a drawing from behind is the front, mirrored.
A page shows a drawing with `--8<-- "anatomy/NAME.svg"`; its colors come from overrides/assets/css/anatomy.css.
"""

from __future__ import annotations

import math
import re
import sys
from html import escape
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator

from scripts import charts, figures
from scripts.browser import chromium
from scripts.figures import ARROW, CLAY, CREAM, FAR, NEAR, Name, Strict, number
from scripts.findings import Finding, report
from scripts.pages import DOCS, ROOT, shown
from scripts.references import read_references

DATA = DOCS / "anatomy.yml"
FOLDER = DOCS / "snippets" / "anatomy"
CSS = ROOT / "overrides" / "assets" / "css"
VIEWS = ("front", "side", "back")  # of the body map
WIDTH = 340.0  # of every drawing: what a phone of 375 px shows, so that a letter keeps its size there
INK = "#1d2b2d"
LABEL, SMALL, LINE = 14.0, 13.0, 16.0  # sizes of letters, and from one line to the next

# Fill, outline and its weight on a light ground; the style sheet has the same classes for both grounds.
LOOKS: dict[str, tuple[str, str, float]] = {
    "skin": ("#efe4d4", "#b9a88f", 1.2),
    "bone": ("#fdf8ec", ARROW, 1.6),
    "deep": ("#f1e7d5", "#b9a88f", 1.2),
    "line": ("none", "#b3a58b", 1.2),
    "muscle": (FAR, NEAR, 1.2),
    "under": ("#c3d9d4", FAR, 1.2),
    "fiber": ("none", NEAR, 0.9),
    "tendon": ("#e4efec", NEAR, 1.4),
    "cartilage": (FAR, NEAR, 1.2),
    "rim": (NEAR, CREAM, 1.2),
    "nerve-edge": ("none", ARROW, 6.5),
    "nerve": ("none", "#e6b93a", 4),
    "behind-edge": ("none", ARROW, 6.5),
    "behind": ("none", "#e6b93a", 4),
    "ghost": ("none", NEAR, 1.4),
    "organ": ("#c3d9d4", NEAR, 1.4),
    "tube": ("none", NEAR, 2.6),
    "vessel": ("none", ARROW, 6),
    "sore": ("", CLAY, 1.6),
    "spread": ("", "none", 0),
    "crack-edge": ("none", CREAM, 6.4),
    "crack": ("none", CLAY, 3.2),
    "arrow-edge": (CREAM, CREAM, 8),
    "arrow": (ARROW, ARROW, 5),
}

DASHES = {"behind-edge": "3 9", "behind": "3 9", "ghost": "5 4"}  # a nerve under a muscle; where a part was or goes

Dot = tuple[float, float, bool]  # x, y, and whether it is a corner
Curve = list[tuple[float, ...]]  # a start and, for each stretch, two handles and an end


def read_dots(value: Any) -> list[Dot]:
    """Points as they are typed: `12,-4 20,8! ...`, a corner with `!`."""
    if not isinstance(value, str):
        raise ValueError("write points as a text of `x,y x,y ...`")
    found = []
    for word in value.split():
        match = re.fullmatch(r"(-?[\d.]+),(-?[\d.]+)(!?)", word)
        if not match:
            raise ValueError(f"`{word}` is no point: write `x,y`, a corner as `x,y!`")
        found.append((float(match[1]), float(match[2]), bool(match[3])))
    return found


Dots = Annotated[list[Dot], BeforeValidator(read_dots), Field(min_length=1)]


def known_look(name: str) -> str:
    """Refuse a look that the palette does not have."""
    if name not in LOOKS:
        raise ValueError(f"no look {name}: take one of {', '.join(LOOKS)}")
    return name


Look = Annotated[str, AfterValidator(known_look)]


class Shape(Strict):
    """A part of the body.

    Attributes:
        outline: a closed curve, with `holes` in it and `lines` on it.
        edges: instead, the two long edges of a muscle or band, with as many points each; fibers run between them.
        fibers: how many.
        tendons: how many stretches at the start and at the end are tendon.
        bulge: how far the start and the end are rounded, as a share of their width.
        cord: instead, an open curve, as of a nerve.
    """

    outline: Dots | None = None
    holes: list[Dots] = []
    lines: list[Dots] = []
    edges: tuple[Dots, Dots] | None = None
    fibers: int = 3
    tendons: tuple[int, int] = (0, 0)
    bulge: tuple[float, float] = (0.12, 0.12)
    cord: Dots | None = None

    @model_validator(mode="after")
    def one_kind(self) -> Shape:
        """A shape is an outline, a pair of edges or a cord."""
        if sum(given is not None for given in (self.outline, self.edges, self.cord)) != 1:
            raise ValueError("give one of outline, edges and cord")
        if self.edges and len(self.edges[0]) != len(self.edges[1]):
            raise ValueError(f"the edges have {len(self.edges[0])} and {len(self.edges[1])} points: give as many")
        return self


class Layer(Strict):
    """One shape on a drawing, from below to above.

    Attributes:
        shape: the name of a shared shape, or `draw`: one for this drawing alone.
        look: how it is colored.
        mirror: as the other side of the body.
        move, size: shifted in mm after it is scaled about the hip's center.
    """

    shape: Name | None = None
    draw: Shape | None = None
    look: Look
    mirror: bool = False
    move: tuple[float, float] = (0, 0)
    size: float = 1


class Label(Strict):
    """Words beside the drawing.

    Attributes:
        words: plain words, a line each; `medical`: the medical name, smaller, a line each.
        at: where the first line stands, in units of the drawing (340 wide).
        to: what it names, in mm; a line leads there.
        anchor: which end of the words stands at `at`.
        on_bone: the words stand on a bone, which is pale on both grounds.
    """

    words: list[str]
    medical: list[str] = []
    at: tuple[float, float]
    to: Dots | None = None
    anchor: Literal["start", "middle", "end"] = "start"
    on_bone: bool = False


class Drawing(Strict):
    """One drawing.

    Attributes:
        title: what it is.
        description: the text alternative, which tells what the picture tells.
        behind: seen from behind: everything is mirrored.
        window: left, top, width and height of what is shown, in mm.
        arrows: each through 2 points, or 3 for a bow.
    """

    title: str
    description: Annotated[str, Field(min_length=80, max_length=500)]
    behind: bool = False
    window: tuple[float, float, float, float]
    layers: list[Layer]
    arrows: list[Dots] = []
    labels: list[Label] = []


class Anatomy(Strict):
    """The whole file.

    Attributes:
        middle: the x of the body's middle, about which `mirror` turns.
    """

    middle: float
    shapes: dict[Name, Shape]
    drawings: dict[Name, Drawing]

    @model_validator(mode="after")
    def all_known(self) -> Anatomy:
        """Every layer has a shape, and every shape a layer."""
        used = set()
        for name, drawing in self.drawings.items():
            for layer in drawing.layers:
                if (layer.shape is None) == (layer.draw is None):
                    raise ValueError(f"{name}: a layer has a shape or draws one")
                if layer.shape and layer.shape not in self.shapes:
                    raise ValueError(f"{name}: there is no shape {layer.shape}")
                used.add(layer.shape)
        if unused := self.shapes.keys() - used:
            raise ValueError(f"no drawing has {', '.join(sorted(unused))}: take it out")
        return self


def read_anatomy(file: Path = DATA) -> tuple[Anatomy | None, list[Finding]]:
    """Read and check the data.

    Args:
        file: the YAML file.

    Returns:
        The shapes and drawings, or None; and what is wrong.
    """
    try:
        text = file.read_text(encoding="utf-8")
        return Anatomy.model_validate(yaml.safe_load(text)), []
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        return None, [Finding(shown(file), 1, "unreadable", f"cannot be read: {error}")]
    except ValidationError as error:
        rows = text.splitlines()
        findings = []
        for problem in error.errors():
            place = [str(part) for part in problem["loc"]]
            head = f"  {place[1]}:" if len(place) > 1 else f"{(place or ['shapes'])[0]}:"
            line = next((n for n, row in enumerate(rows, 1) if row.startswith(head)), 1)
            findings.append(Finding(shown(file), line, "anatomy", f"{'.'.join(place)}: {problem['msg']}"))
        return None, findings


# Curves


def smooth(dots: list[Dot], closed: bool = False) -> Curve:
    """A smooth curve through points: at each its direction is from the point before to the one after.

    Args:
        dots: the points.
        closed: whether it returns to the first.

    Returns:
        The start, then two handles and an end for each stretch.
    """
    count = len(dots)

    def tangent(i: int) -> tuple[float, float]:
        if dots[i][2] or (not closed and i in (0, count - 1)):
            return 0, 0
        (ax, ay, _), (bx, by, _) = dots[i - 1], dots[(i + 1) % count]
        far = math.hypot(bx - ax, by - ay) or 1
        return (bx - ax) / far, (by - ay) / far

    curve: Curve = [dots[0][:2]]
    for i in range(count if closed else count - 1):
        j = (i + 1) % count
        (ax, ay, _), (bx, by, _) = dots[i], dots[j]
        third = math.hypot(bx - ax, by - ay) / 3
        (ux, uy), (vx, vy) = tangent(i), tangent(j)
        curve.append((ax + ux * third, ay + uy * third, bx - vx * third, by - vy * third, bx, by))
    return curve


def backward(curve: Curve) -> Curve:
    """The same curve from its end."""
    ends = [piece[-2:] for piece in curve]
    found: Curve = [ends[-1]]
    for before, piece in zip(reversed(ends[:-1]), reversed(curve[1:]), strict=True):
        found.append((*piece[2:4], *piece[:2], *before))
    return found


def path(curve: Curve) -> str:
    """A curve as path data."""
    return (
        "M" + pair(curve[0]) + "".join("C" + " ".join(pair(piece[i : i + 2]) for i in (0, 2, 4)) for piece in curve[1:])
    )


def ribbon(a: Curve, b: Curve, begin: float, finish: float) -> str:
    """Two long edges joined at both ends, each end rounded by a share of its width, as path data."""

    def cap(one: tuple[float, ...], two: tuple[float, ...], before: tuple[float, ...], share: float) -> str:
        (ax, ay), (bx, by) = one, two
        mx, my = (ax + bx) / 2, (ay + by) / 2
        nx, ny = by - ay, ax - bx
        if nx * (mx - before[0]) + ny * (my - before[1]) < 0:
            nx, ny = -nx, -ny
        return f"Q{pair((mx + 2 * share * nx, my + 2 * share * ny))} {pair(two)}"

    back = backward(b)
    middle = [((p[-2] + q[-2]) / 2, (p[-1] + q[-1]) / 2) for p, q in zip(a, b, strict=True)]
    there, here = cap(a[-1][-2:], back[0], middle[-2], finish), cap(b[0], a[0], middle[1], begin)
    return path(a) + there + path(back)[len("M" + pair(back[0])) :] + here + "Z"


def pair(point: tuple[float, ...]) -> str:
    """A point as path data."""
    x, y = number(point[0]), number(point[1])
    return f"{x}{y}" if y.startswith("-") else f"{x} {y}"


def element(look: str, data: str, name: str = "") -> str:
    """A path with its class, and the same look for where the style sheet is not."""
    fill, stroke, weight = LOOKS[look]
    if not fill:
        fill = f"url(#{name}-{look})"
    border = "" if stroke == "none" else f' stroke="{stroke}" stroke-width="{weight:g}"'
    if look in DASHES:
        border += f' stroke-dasharray="{DASHES[look]}"'
    return f'<path class="a-{look}" fill="{fill}"{border} d="{data}"/>\n'


# A drawing


class Paper:
    """Where a drawing's millimeters are on its paper."""

    def __init__(self, drawing: Drawing, middle: float) -> None:
        self.left, self.top, self.width, self.height = drawing.window
        self.scale = WIDTH / self.width
        self.behind, self.middle = drawing.behind, middle

    def dots(self, dots: list[Dot], layer: Layer | None = None) -> list[Dot]:
        """Points on the paper."""
        found = []
        for x, y, corner in dots:
            if layer:
                x, y = x * layer.size + layer.move[0], y * layer.size + layer.move[1]
                x = 2 * self.middle - x if layer.mirror else x
            x = -x if self.behind else x
            found.append(((x - self.left) * self.scale, (y - self.top) * self.scale, corner))
        return found


def shape_paths(shape: Shape, layer: Layer, paper: Paper, name: str) -> str:
    """A shape of a layer as paths."""
    if shape.outline:
        closed = [shape.outline, *shape.holes]
        data = "".join(path(smooth(paper.dots(dots, layer), closed=True)) + "Z" for dots in closed)
        drawn = element(layer.look, data, name)
        if shape.holes:
            drawn = drawn.replace("<path ", '<path fill-rule="evenodd" ', 1)
        if shape.lines:
            drawn += element("line", "".join(path(smooth(paper.dots(dots, layer))) for dots in shape.lines))
        return drawn
    if shape.cord:
        data = path(smooth(paper.dots(shape.cord, layer)))
        casing = f"{layer.look}-edge"
        return (element(casing, data) if casing in LOOKS else "") + element(layer.look, data, name)
    assert shape.edges
    one, two = (paper.dots(dots, layer) for dots in shape.edges)
    a, b = smooth(one), smooth(two)
    begin, finish = shape.bulge
    drawn = element(layer.look, ribbon(a, b, begin, finish), name)
    fibers = ""
    for n in range(shape.fibers):
        t = (n + 1) / (shape.fibers + 1)
        between = [
            (ax + (bx - ax) * t, ay + (by - ay) * t, False) for (ax, ay, _), (bx, by, _) in zip(one, two, strict=True)
        ]
        fibers += path(smooth(between))
    if fibers:
        drawn += element("fiber", fibers)
    start, end = shape.tendons
    if start:
        drawn += element("tendon", ribbon(a[: start + 1], b[: start + 1], begin, 0.15))
    if end:
        c, d = ([curve[-end - 1][-2:], *curve[-end:]] for curve in (a, b))
        drawn += element("tendon", ribbon(c, d, 0.15, finish))
    return drawn


def arrow(dots: list[Dot]) -> str:
    """An arrow as the exercise figures have it."""
    points = [dot[:2] for dot in dots]
    (bx, by), (ex, ey) = points[-2:]
    far = math.hypot(ex - bx, ey - by)
    ux, uy = (ex - bx) / far, (ey - by) / far
    bend = f"Q{pair(points[1])} " if len(points) == 3 else "L"
    shaft = f"M{pair(points[0])}{bend}{pair((ex - 10 * ux, ey - 10 * uy))}"
    head = "L".join(
        pair(p) for p in ((ex, ey), *((ex - 12 * ux + s * 7.5 * uy, ey - 12 * uy - s * 7.5 * ux) for s in (1, -1)))
    )
    return "".join(
        f'<g class="a-{look}" stroke="{LOOKS[look][1]}" stroke-linejoin="round">'
        f'<path d="{shaft}" fill="none" stroke-width="{weight:g}"/>'
        f'<path d="M{head}Z" fill="{LOOKS[look][0]}" stroke-width="{weight - 3:g}"/></g>\n'
        for look in ("arrow-edge", "arrow")
        for weight in (LOOKS[look][2],)
    )


def rows(label: Label) -> list[tuple[str, bool, float, float, float]]:
    """The lines of a label: text, whether small, left, base line and about how wide."""
    found = []
    x, y = label.at
    for n, (text, small) in enumerate(
        [(text, False) for text in label.words] + [(text, True) for text in label.medical]
    ):
        narrow, wide = sum(letter in "iljtfr.,:'()1 " for letter in text), sum(letter in "mwMW" for letter in text)
        width = (0.6 * len(text) - 0.24 * narrow + 0.3 * wide) * (SMALL * 0.94 if small else LABEL)
        left = x - {"start": 0, "middle": 0.5, "end": 1}[label.anchor] * width
        found.append((text, small, left, y + n * LINE, width))
    return found


def leads(label: Label, paper: Paper) -> list[tuple[float, float, float, float]]:
    """The lines from a label to what it names, each as two points; each begins at the nearest side of the words."""
    found = []
    lines = rows(label)
    starts = [(x, base - 4.5) for _, _, left, base, width in lines for x in (left - 5, left + width + 5)]
    starts += [
        (left + width / 2, y)
        for (_, _, left, base, width), y in ((lines[0], lines[0][3] - 14), (lines[-1], lines[-1][3] + 6))
    ]
    for x, y, _ in paper.dots(label.to or []):
        start = min(starts, key=lambda point: math.dist(point, (x, y)))
        found.append((*start, x, y))
    return found


def words(label: Label) -> str:
    """The text of a label."""
    drawn = ""
    for text, small, _, base, _ in rows(label):
        kind = "on" if label.on_bone else "medical" if small else "label"
        look = f'class="a-{kind}" font-size="{SMALL if small else LABEL:g}"' + ("" if small else ' font-weight="650"')
        anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
        drawn += f'<text {look} x="{number(label.at[0])}" y="{number(base)}"{anchor}>{escape(text)}</text>\n'
    return drawn


def draw(anatomy: Anatomy, name: str, drawing: Drawing) -> str:
    """One drawing as SVG.

    Args:
        anatomy: the shared shapes.
        name: the drawing's id, which begins every id in it.
        drawing: what to draw.

    Returns:
        The file's text; it has no empty line, so that Markdown takes it as one block.
    """
    paper = Paper(drawing, anatomy.middle)
    parts = ((layer.draw or anatomy.shapes[str(layer.shape)], layer) for layer in drawing.layers)
    drawn = "".join(shape_paths(shape, layer, paper, name) for shape, layer in parts)
    arrows = "".join(arrow(paper.dots(dots)) for dots in drawing.arrows)
    lines = [lead for label in drawing.labels for lead in leads(label, paper)]
    path_data = "".join(f"M{pair(lead[:2])}L{pair(lead[2:])}" for lead in lines)
    ends = "".join(f'<circle cx="{number(lead[2])}" cy="{number(lead[3])}" r="2.6"/>' for lead in lines)
    height = round(paper.height * paper.scale)
    return (
        f'<svg class="anatomy" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height}" '
        f'width="{WIDTH:g}" height="{height}" font-family="sans-serif" '
        f'role="img" aria-labelledby="{name}-title {name}-desc" data-search-exclude="">\n'
        f'<title id="{name}-title">{escape(drawing.title)}</title>\n'
        f'<desc id="{name}-desc">{escape(drawing.description)}</desc>\n'
        f"{patterns(name, drawn)}"
        f'<g stroke-linecap="round" stroke-linejoin="round">\n{drawn}</g>\n{arrows}'
        f'<g fill="none"><path class="a-lead-edge" d="{path_data}" stroke="{CREAM}" stroke-width="3"/>'
        f'<path class="a-lead" d="{path_data}" stroke="{INK}"/></g><g class="a-end" fill="{INK}">{ends}</g>\n'
        f'<g fill="{INK}">\n{"".join(map(words, drawing.labels))}</g>\n</svg>\n'
    )


def patterns(name: str, drawn: str) -> str:
    """The stripes of a sore part and the dots of a part that pain spreads to, where a drawing has them."""
    tile = {
        "sore": f'<path d="M0 0H5V5H0Z" fill="{CLAY}"/><path d="M0 0H1.5V5H0Z" fill="{CREAM}"/>',
        "spread": f'<circle cx="2.5" cy="2.5" r="1.2" fill="{CLAY}"/>',
    }
    found = "".join(
        f'<pattern id="{name}-{look}" width="5" height="5" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45){" scale(1.7)" if look == "spread" else ""}">{inner}</pattern>'
        for look, inner in tile.items()
        if f"url(#{name}-{look})" in drawn
    )
    return f"<defs>{found}</defs>\n" if found else ""


def sheet(drawings: dict[str, str]) -> str:
    """All pictures of the site side by side on the light and the dark ground and in grey, as one HTML page.

    Args:
        drawings: the anatomical ones, by name.

    Returns:
        The page; exercises, body map and charts are on it too.
    """
    cards = dict(drawings)
    cards |= {f"body map, {view}": (DOCS / "snippets" / f"body-map-{view}.svg").read_text("utf-8") for view in VIEWS}
    known, _ = read_references()
    found, _ = charts.read_charts(known)
    cards |= {name: charts.svg(name, chart) for name, chart in found.items()}
    cards |= {file.stem: file.read_text("utf-8") for file in sorted(figures.FOLDER.glob("*.svg"))}
    body = "".join(f"<figure>{card}<figcaption>{escape(name)}</figcaption></figure>" for name, card in cards.items())
    idents = sorted(re.findall(r'\bid="([^"]+)"', body), key=len, reverse=True)
    pattern = re.compile(r'(?<=[#" ])(' + "|".join(map(re.escape, idents)) + r')(?=[" )])')
    styles = "".join((CSS / f"{name}.css").read_text("utf-8") for name in ("site", "chart", "body-map", "anatomy"))
    styles += (
        "body{margin:0}section{display:flex;flex-wrap:wrap;gap:18px;align-items:flex-end;padding:24px;"
        "background:var(--paper);color:var(--ink);font:13px sans-serif}section figure{width:340px!important;margin:0}"
        "section svg{max-width:340px}.grey{filter:grayscale(1)}"
    )
    grounds = ""
    for ground, scheme in (("light", "default"), ("dark", "slate"), ("grey", "default")):
        own = pattern.sub(rf"{ground}-\1", body)
        grounds += f'<section class="{ground} md-typeset" data-md-color-scheme="{scheme}">{own}</section>'
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Pictures</title><style>{styles}</style>{grounds}'
    )


def main(arguments: list[str]) -> int:
    """Check the data and draw; with `--sheet FILE` draw the contact sheet instead."""
    anatomy, findings = read_anatomy()
    if anatomy is None:
        return report(findings, "anatomy")
    drawings = {name: draw(anatomy, name, drawing) for name, drawing in anatomy.drawings.items()}
    if arguments[:1] == ["--sheet"] and len(arguments) == 2:
        page, target = sheet(drawings), Path(arguments[1])
        if target.suffix == ".png":
            with chromium() as browser:
                tab = browser.new_page(viewport={"width": 1840, "height": 900})
                tab.set_content(page)
                tab.screenshot(path=target, full_page=True)
        else:
            target.write_text(page, encoding="utf-8")
        return report([], f"{page.count('<figure>') // 3} pictures on {target}")
    if arguments:
        print(__doc__)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.svg"):
        if old.stem not in drawings:
            old.unlink()
    for name, text in drawings.items():
        (FOLDER / f"{name}.svg").write_text(text, encoding="utf-8")
    return report([], f"{len(drawings)} drawings in {FOLDER.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
