"""The exercise and position figures: one body, posed by joint angles in `docs/figures.yml`, drawn as SVG.

    python -m scripts.figures                    # check the data, write docs/assets/figures/exercises/*.svg
    python -m scripts.figures --sheet sheet.png  # the whole set side by side, light and dark (.html or .png)

A page places one with a line `<!-- figure: bridge -->`: its words and its size come from the data.

The body is a skeleton of joints with flesh of balls round them; a limb is the hull of its balls. A pose is turned
in space and looked at from one place, so side, front and three-quarter views show the same person. World axes:
x to the right, y away from the reader, z up; lengths in drawing units, angles in degrees.
"""

from __future__ import annotations

import math
import posixpath
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from itertools import pairwise
from pathlib import Path
from string import ascii_lowercase
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from scripts.findings import Finding, nearest, report
from scripts.pages import DOCS, LOADER, ROOT, Page, shown

DATA = DOCS / "figures.yml"
FOLDER = DOCS / "assets" / "figures" / "exercises"
MARKER = re.compile(r"^<!-- figure: ([a-z-]+) -->$", re.MULTILINE)

# Each color stands out by 3:1 or nearly so on the light ground (#fbf7f0) and on the dark one (#111a1c).
NEAR, FAR, CLAY, CREAM = "#2a8085", "#6fa8a6", "#c4532d", "#fbf7f0"
ARROW, FLOOR, BAND = "#857659", "#9c8d72", "#d9a520"
ROUND = 'stroke-linecap="round" stroke-linejoin="round"'
TONES = {  # top, front and side of a thing
    "wood": ("#d3c7b0", "#b3a58b", "#9c8d72"),
    "mat": ("#c9bca3", "#9c8d72", "#9c8d72"),
    "soft": ("#e9e0d0", "#d9cdb8", "#c9bca3"),
}
GAP, MARGIN, BETWEEN, SCALE = 1.7, 12.0, 26.0, 1.25
NEARLY = 3.5  # how far, in units, a touching part may be from what it touches, or sink into it

Vec = tuple[float, float, float]
Turn = tuple[Vec, Vec, Vec]  # a rotation, as rows
Box = tuple[float, float, float, float, float, float]
Name = Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")]


class Strict(BaseModel):
    """A part of the data; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid")


def angle(low: float, high: float) -> Any:
    """A joint angle of 0 with the range a healthy adult can reach."""
    return Field(default=0, ge=low, le=high)


class Leg(Strict):
    """A leg: `lift` forward, `out` to its side, `roll` outward; `knee` bends; `foot` up (or down, below 0)."""

    lift: float = angle(-35, 130)
    out: float = angle(-30, 75)
    roll: float = angle(-60, 75)
    knee: float = angle(0, 150)
    foot: float = angle(-55, 35)


class Arm(Strict):
    """An arm: `lift` forward, `out` to its side, `roll` outward; `elbow` bends; `palm` turns; `hand` bends up."""

    lift: float = angle(-60, 185)
    out: float = angle(-50, 180)
    roll: float = angle(-110, 110)
    elbow: float = angle(0, 150)
    palm: float = angle(-90, 90)
    hand: float = angle(-85, 90)


class Pose(Strict):
    """The body in one position.

    Attributes:
        turn: about the upright, after which 0 faces right, -90 the reader.
        lean: of the pelvis, forward.
        tilt: of the pelvis, to the body's right.
        bend: of the spine, forward; `side` to the right; `twist` to the left.
        nod: of the head, forward; `look` to the left; `cock` to the right.
        pin: a joint, and the x and y where it stands.
        ground: the height of the body's lowest point.
        touch: parts that must touch the floor or a thing.
    """

    turn: float = 0
    lean: float = 0
    tilt: float = 0
    bend: float = angle(-30, 70)
    side: float = angle(-35, 35)
    twist: float = angle(-40, 40)
    nod: float = angle(-50, 50)
    look: float = angle(-80, 80)
    cock: float = angle(-40, 40)
    left_arm: Arm = Arm()
    right_arm: Arm = Arm()
    left_leg: Leg = Leg()
    right_leg: Leg = Leg()
    pin: tuple[Name, float, float] = ("pelvis", 0, 0)
    ground: float = 0
    touch: list[Name] = []


class Thing(Strict):
    """A piece of furniture or kit.

    Attributes:
        box: its x, y and z from and to; `balls`: a pillow or ball as x, y, z and radius of balls in one hull.
        cord: a towel or strap through joints; `band`: a loop round both legs, as a share of the thigh's length.
        crutch: the side of the hand that holds it.
        tone: its material.
        soft: a body may sink in.
        depth: where it stands among the parts of the body, when its middle does not tell.
        only: the position, 1 or 2, in which it is there.
    """

    box: Box | None = None
    balls: list[tuple[float, float, float, float]] = []
    cord: list[Name] = []
    band: float | None = None
    crutch: Literal["left", "right"] | None = None
    tone: Literal["wood", "mat", "soft"] = "wood"
    soft: bool = False
    depth: float | None = None
    only: int | None = None


class Arrow(Strict):
    """An arrow in picture 1 or 2, through 2 points, or 3 for a bow: x and height on the drawing."""

    picture: Literal[1, 2]
    path: Annotated[list[tuple[float, float]], Field(min_length=2, max_length=3)]


class Figure(Strict):
    """One drawing.

    Attributes:
        title: what it is.
        description: the text alternative, which tells what the picture tells.
        caption: the line under it.
        works: the muscles at work, and their side; drawn in the accent color with stripes.
        sore: a joint with rings round it.
        view: turn and height of the reader's eye, in degrees.
        far: the side that is drawn paler.
        floor: whether there is a floor line.
        poses: one position, or start and end; the second says only what differs from the first.
    """

    title: str
    description: Annotated[str, Field(min_length=60, max_length=400)]
    caption: Annotated[str, Field(min_length=20, max_length=200)]
    works: list[Name] = []
    sore: list[Name] = []
    view: tuple[float, float] = (0, 0)
    far: Literal["left", "right", "none"] = "left"
    floor: bool = True
    things: list[Thing] = []
    arrows: list[Arrow] = []
    poses: Annotated[list[Pose], Field(min_length=1, max_length=2)]

    @model_validator(mode="before")
    @classmethod
    def spread(cls, data: Any) -> Any:
        """Give `arms` and `legs` to both sides, and what the first position says to the second."""
        if isinstance(data, dict) and isinstance(data.get("poses"), list):
            done: list[Any] = []
            for raw in data["poses"]:
                pose: dict[str, Any] = dict(raw)
                for both in ("arm", "leg"):
                    shared = pose.pop(f"{both}s", {})
                    for key in (f"left_{both}", f"right_{both}"):
                        pose[key] = {**(done[0][key] if done else {}), **shared, **pose.get(key, {})}
                done.append({**(done[0] if done else {}), **pose})
            return {**data, "poses": done}
        return data

    @model_validator(mode="after")
    def alternatives(self) -> Figure:
        """The text alternative is not the caption again."""
        if self.caption in self.description or self.description in self.caption:
            raise ValueError("the description repeats the caption: say what the picture shows instead.")
        return self


Ball = tuple[Name, float, float, float, float]  # joint, forward, out, up, radius


class Body(Strict):
    """The skeleton: lengths as shares of the height, and the flesh as rings of balls, part by part.

    A part of the trunk is mirrored; a part of a limb is given for one side, `out` being away from the middle.
    """

    height: float
    fullness: float
    lengths: dict[Name, float]
    flesh: dict[Name, list[list[Ball]]]
    muscles: dict[Name, tuple[Name, list[Ball]]]


class Figures(Strict):
    """The whole file."""

    body: Body
    figures: dict[Name, Figure]


def read_figures(file: Path = DATA) -> tuple[Figures | None, list[Finding]]:
    """Read and check the data.

    Args:
        file: the YAML file.

    Returns:
        The body and the figures, or None; and what is wrong.
    """
    try:
        text = file.read_text(encoding="utf-8")
        data = Figures.model_validate(yaml.load(text, Loader=LOADER))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        return None, [Finding(shown(file), 1, "unreadable", f"cannot be read: {error}")]
    except ValidationError as error:
        lines = text.splitlines()
        findings = []
        for problem in error.errors():
            place = [str(part) for part in problem["loc"]]
            head = f"  {place[1]}:" if len(place) > 1 else f"{place[0]}:"
            line = next((number for number, row in enumerate(lines, 1) if row.startswith(head)), 1)
            findings.append(Finding(shown(file), line, "figure", f"{'.'.join(place)}: {problem['msg']}"))
        return None, findings
    lines = text.splitlines()
    return data, [
        Finding(shown(file), next(n for n, row in enumerate(lines, 1) if row.startswith(f"  {name}:")), "pose", message)
        for name, figure in data.figures.items()
        for message in check_poses(data.body, figure)
    ]


# The pages


def check_placed(pages: Iterable[Page], figures: dict[str, Figure], file: Path = DATA) -> list[Finding]:
    """Every marker names a figure, once a page, and every figure stands on a page.

    Args:
        pages: all pages.
        figures: all figures by name.
        file: the data, for the message.

    Returns:
        One finding for each unknown or repeated marker and for each figure that no page shows.
    """
    findings = []
    used: set[str] = set()
    for page in pages:
        names = [match[1] for match in MARKER.finditer(page.body)]
        for match in MARKER.finditer(page.body):
            line = page.first_line + page.body[: match.start()].count("\n")
            if match[1] not in figures:
                message = f'no figure "{match[1]}".{nearest(match[1], figures)}'
                findings.append(Finding(page.file, line, "figure", message))
            elif names.count(match[1]) > 1:
                findings.append(Finding(page.file, line, "figure", f'"{match[1]}" stands twice on the page. Keep one.'))
        used.update(names)
    text = file.read_text(encoding="utf-8").splitlines()
    for name in figures.keys() - used:
        line = next((number for number, row in enumerate(text, 1) if row.startswith(f"  {name}:")), 1)
        findings.append(Finding(shown(file), line, "figure", f'no page shows "{name}". Place it or take it out.'))
    return findings


def place(markdown: str, page: Page, figures: dict[str, Figure]) -> str:
    """Turn each marker of a page into the picture with its caption."""

    def block(match: re.Match[str]) -> str:
        caption = figures[match[1]].caption
        return f"{picture(match[1], figures[match[1]], page)}\n/// caption\n{caption}\n///"

    return MARKER.sub(block, markdown)


def picture(name: str, figure: Figure, page: Page) -> str:
    """The Markdown of one picture, with its text alternative and its size."""
    file = FOLDER / f"{name}.svg"
    size = re.search(r'width="\d+" height="\d+"', file.read_text(encoding="utf-8"))
    source = posixpath.relpath(file.relative_to(DOCS).as_posix(), page.folder or ".")
    return f'![{figure.description}]({source}){{ {size[0] if size else ""} loading="lazy" }}'


# The body in space


def about(axis: int, degrees: float) -> Turn:
    """A rotation about x, y or z (0, 1, 2)."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return (
        ((1, 0, 0), (0, c, -s), (0, s, c)),
        ((c, 0, s), (0, 1, 0), (-s, 0, c)),
        ((c, -s, 0), (s, c, 0), (0, 0, 1)),
    )[axis]


def times(*turns: Turn) -> Turn:
    """One rotation after the other, the last one first."""
    a, *rest = turns
    for b in rest:
        columns = tuple(zip(*b, strict=True))
        a = tuple(tuple(sum(x * y for x, y in zip(r, c, strict=True)) for c in columns) for r in a)  # type: ignore[assignment]
    return a


def moved(origin: Vec, turn: Turn, offset: Vec) -> Vec:
    """A point given in a turned frame."""
    x, y, z = (o + sum(r * v for r, v in zip(row, offset, strict=True)) for o, row in zip(origin, turn, strict=True))
    return x, y, z


Frames = dict[str, tuple[Vec, Turn]]


def frames(body: Body, pose: Pose) -> Frames:
    """Where each joint is and how it is turned, in drawing units; not yet set on the ground."""
    size = {name: share * body.height for name, share in body.lengths.items()}
    hips = times(about(2, pose.turn), about(1, pose.lean), about(0, pose.tilt))
    found: Frames = {"pelvis": ((0, 0, 0), hips)}
    spine = times(about(1, pose.bend / 2), about(0, pose.side / 2), about(2, pose.twist / 2))
    waist, chest = times(hips, spine), times(hips, spine, spine)
    found["waist"] = moved((0, 0, 0), hips, (0, 0, size["waist"])), waist
    found["chest"] = moved(found["waist"][0], waist, (0, 0, size["chest"])), chest
    head = times(chest, about(1, pose.nod), about(0, pose.cock), about(2, pose.look))
    found["head"] = moved(found["chest"][0], chest, (0, 0, size["neck"])), head
    for side, sign, arm, leg in (
        ("left", 1, pose.left_arm, pose.left_leg),
        ("right", -1, pose.right_arm, pose.right_leg),
    ):
        limb = times(hips, about(1, -leg.lift), about(0, sign * leg.out), about(2, sign * leg.roll))
        place = moved((0, 0, 0), hips, (0, sign * size["hip"], 0))
        for name, length, turn in (
            ("thigh", "thigh", limb),
            ("shank", "shank", times(limb, about(1, leg.knee))),
            ("foot", "", times(limb, about(1, leg.knee), about(1, -leg.foot))),
        ):
            found[f"{side}-{name}"] = place, turn
            place = moved(place, turn, (0, 0, -size.get(length, 0)))
        limb = times(chest, about(1, -arm.lift), about(0, sign * arm.out), about(2, sign * arm.roll))
        lower = times(limb, about(1, -arm.elbow), about(2, sign * arm.palm))
        place = moved(found["chest"][0], chest, (0, sign * size["shoulder"], size["shoulder-rise"]))
        for name, length, turn in (
            ("upper-arm", "upper-arm", limb),
            ("forearm", "forearm", lower),
            ("hand", "", times(lower, about(1, -arm.hand))),
        ):
            found[f"{side}-{name}"] = place, turn
            place = moved(place, turn, (0, 0, -size.get(length, 0)))
        for name, end, offset in (("toes", "foot", (0.05, 0, -0.035)), ("fist", "hand", (0, 0, -0.045))):
            place, turn = found[f"{side}-{end}"]
            found[f"{side}-{name}"] = moved(place, turn, tuple(body.height * v for v in offset)), turn  # type: ignore[arg-type]
    return found


@dataclass
class Part:
    """A part of the body in space: rings of balls, each a point and a radius."""

    rings: list[list[tuple[Vec, float]]]

    @property
    def balls(self) -> list[tuple[Vec, float]]:
        """All balls."""
        return [ball for ring in self.rings for ball in ring]


def placed(body: Body, joints: Frames, side: str, balls: list[Ball]) -> list[tuple[Vec, float]]:
    """Balls of one side, or of the trunk (no side), in space."""
    found = []
    for joint, forward, out, up, radius in balls:
        name = joint if joint in joints else f"{side}-{joint}"
        origin, turn = joints[name]
        sign = -1 if side == "right" else 1
        h = body.height
        found.append((moved(origin, turn, (forward * h, sign * out * h, up * h)), radius * h * body.fullness))
    return found


def stand(body: Body, pose: Pose) -> tuple[Frames, dict[str, Part]]:
    """The posed body, set on its ground and pinned at its place.

    Args:
        body: the skeleton.
        pose: the angles.

    Returns:
        The joints and the parts by name: `torso`, `head`, and `left-thigh` and so on.
    """
    joints = frames(body, pose)

    def flesh() -> dict[str, Part]:
        parts: dict[str, Part] = {}
        for name, rings in body.flesh.items():
            if name in ("torso", "head"):
                both = [placed(body, joints, "left", r) + placed(body, joints, "right", r) for r in rings]
                parts[name] = Part(both)
            else:
                for side in ("left", "right"):
                    parts[f"{side}-{name}"] = Part([placed(body, joints, side, ring) for ring in rings])
        return parts

    low = min(point[2] - radius for part in flesh().values() for point, radius in part.balls)
    pin, x, y = pose.pin
    at = joints[pin][0]
    shift = (x - at[0], y - at[1], pose.ground - low)
    for name, (origin, turn) in joints.items():
        joints[name] = (origin[0] + shift[0], origin[1] + shift[1], origin[2] + shift[2]), turn
    return joints, flesh()


def outside(point: Vec, box: Box) -> float:
    """How far a point is from a box; below 0 inside."""
    gaps = [max(box[2 * i] - point[i], point[i] - box[2 * i + 1]) for i in range(3)]
    return math.hypot(*(max(gap, 0) for gap in gaps)) + min(max(gaps), 0)


def check_poses(body: Body, figure: Figure) -> Iterator[str]:
    """Say where a body sinks into the floor or a thing, or does not touch what it says it touches."""
    for number, pose in enumerate(figure.poses, 1):
        _, parts = stand(body, pose)
        near = [thing for thing in figure.things if thing.only in (None, number)]
        hard = [thing.box for thing in near if thing.box and not thing.soft]
        rests = [thing.box for thing in near if thing.box] + [
            (x - r, x + r, y - r, y + r, z - r, z + r) for thing in near for x, y, z, r in thing.balls
        ]
        floor: Box = (-1e4, 1e4, -1e4, 1e4, -1e4, 0)
        for name, part in parts.items():
            for box in (floor, *hard):
                if (depth := max(radius - outside(point, box) for point, radius in part.balls)) > NEARLY:
                    where = "the floor" if box is floor else f"the box {list(box)}"
                    yield f"position {number}: {name} is {depth:.0f} deep in {where}. Change an angle."
        for name in pose.touch:
            if name not in parts:
                yield f"position {number}: no part {name} to touch with."
            elif (gap := min(outside(p, b) - r for p, r in parts[name].balls for b in (floor, *rests))) > NEARLY:
                yield f"position {number}: {name} is {gap:.0f} away from what it should touch. Change an angle."


# From space to paper


@dataclass(frozen=True)
class Eye:
    """Looks at the world from the front (0, 0), from another side or from above; shifts it onto the paper."""

    turn: float = 0
    above: float = 0
    x: float = 0
    y: float = 0

    def see(self, point: Vec) -> tuple[float, float, float]:
        """x, y (down) and distance of a point."""
        x, y, z = moved((0, 0, 0), times(about(0, self.above), about(2, self.turn)), point)
        return x + self.x, self.y - z, y


Disc = tuple[float, float, float]


def number(value: float) -> str:
    """A length as SVG writes it, short."""
    text = f"{value:.1f}".removesuffix(".0")
    return {"-0": "0"}.get(text, text.replace("0.", ".") if text.lstrip("-").startswith("0.") else text)


def hull(discs: list[Disc]) -> str:
    """The outline round discs, as straight lines and arcs: from each disc on to the one that its rim meets first.

    Args:
        discs: x, y and radius of each.

    Returns:
        SVG path data.
    """
    discs = list(dict.fromkeys(discs))
    i = max(range(len(discs)), key=lambda k: discs[k][0] + discs[k][2])
    angle, arcs = 0.0, []
    while angle < math.tau - 1e-9:
        x, y, r = discs[i]
        turns = [(math.tau - angle, i)]
        for j, (ox, oy, other) in enumerate(discs):
            if (far := math.hypot(ox - x, oy - y)) > abs(r - other):
                tangent = math.atan2(oy - y, ox - x) - math.acos((r - other) / far)
                turns.append(((tangent - angle + 1e-9) % math.tau, j))
        more, following = min(turns)
        arcs.append((i, angle, angle + more))
        angle, i = angle + more, following

    if len(arcs) > 1 and arcs[0][0] == arcs[-1][0]:  # begun in the middle of an arc
        arcs[0] = arcs[0][0], arcs.pop()[1] - math.tau, arcs[0][2]
    path, pen = "", (0.0, 0.0)
    for i, start, end in arcs:
        x, y, r = discs[i]
        stops = [start, end] if end - start < math.pi + 1e-6 else [start, (start + end) / 2, end]
        if r * (end - start) < 2:  # too short to see that it is round
            stops = [(start + end) / 2]
        for at in stops:
            goal = round(x + r * math.cos(at), 1), round(y + r * math.sin(at), 1)
            dx, dy = number(goal[0] - pen[0]), number(goal[1] - pen[1])
            command = "M" if not path else "l" if at == stops[0] else f"a{number(r)} {number(r)} 0 0 1 "
            path += f"{command}{dx}{'' if dy.startswith('-') else ' '}{dy}"
            pen = goal
    return f"{path}z"


@dataclass
class Layer:
    """One shape on the paper, with what it needs to be drawn in its place."""

    name: str
    hulls: list[list[Disc]]
    fill: str
    depth: float
    joins: dict[str, Disc] = field(default_factory=dict)
    extra: str = ""  # drawn with it, under the same mask
    stroke: str = ""
    solid: bool = True  # has an outline
    lone: bool = False  # a thing: no gap to other things

    @cached_property
    def path(self) -> str:
        """The outline, as SVG path data; none when `extra` is all there is."""
        return "".join(map(hull, self.hulls)) if self.solid else ""

    def leaves_gap_to(self, other: Layer) -> bool:
        """Whether the other, drawn over this one, may cut into it."""
        if not other.solid or (self.lone and other.lone):
            return False
        a, b = self.frame, other.frame
        return a[0] < b[1] + 4 and b[0] < a[1] + 4 and a[2] < b[3] + 4 and b[2] < a[3] + 4

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """From and to, in x and y."""
        discs = [disc for group in self.hulls for disc in group]
        x = [(x - r, x + r) for x, _, r in discs]
        y = [(y - r, y + r) for _, y, r in discs]
        return min(a for a, _ in x), max(b for _, b in x), min(a for a, _ in y), max(b for _, b in y)


JOINTS = (  # two parts that are one at a joint: no gap is drawn near it
    ("torso", "head", "head", 0.08),
    ("torso", "thigh", "thigh", 0.08),
    ("thigh", "shank", "shank", 0.056),
    ("torso", "upper-arm", "upper-arm", 0),
    ("upper-arm", "forearm", "forearm", 0.045),
)


def seen(eye: Eye, balls: list[tuple[Vec, float]]) -> list[Disc]:
    """Balls on the paper."""
    return [(*eye.see(point)[:2], radius) for point, radius in balls]


def smooth(rings: list[list[Disc]], steps: int = 2) -> list[list[Disc]]:
    """More rings between those of a part, on a curve through them, where neighbors have the same number of discs."""
    found = []
    for i, (b, c) in enumerate(pairwise(rings)):
        found.append(b)
        a, d = rings[max(i - 1, 0)], rings[min(i + 2, len(rings) - 1)]
        if len(b) != len(c):
            continue
        a, d = (a if len(a) == len(b) else b), (d if len(d) == len(c) else c)
        for t in (step / steps for step in range(1, steps)):
            weights = (
                (-t + 2 * t**2 - t**3) / 2,
                (2 - 5 * t**2 + 3 * t**3) / 2,
                (t + 4 * t**2 - 3 * t**3) / 2,
                (t**3 - t**2) / 2,
            )
            found.append([mixed(group, weights) for group in zip(a, b, c, d, strict=True)])
    return [*found, rings[-1]]


def mixed(discs: tuple[Disc, ...], weights: tuple[float, ...]) -> Disc:
    """The weighted mean of discs."""
    x, y, r = (sum(w * disc[i] for w, disc in zip(weights, discs, strict=True)) for i in range(3))
    return x, y, r


def body_layers(body: Body, figure: Figure, pose: Pose, eye: Eye, prefix: str) -> list[Layer]:
    """The parts of the body as shapes."""
    joints, parts = stand(body, pose)
    layers = {}
    for name, part in parts.items():
        rings = smooth([seen(eye, ring) for ring in part.rings])
        side = name.partition("-")[0]
        layers[name] = Layer(
            name,
            [a + b for a, b in pairwise(rings)],
            FAR if side == figure.far else NEAR,
            sum(eye.see(point)[2] for point, _ in part.balls) / len(part.balls) + (1 if name == "torso" else 0),
        )
    for a, b, joint, radius in JOINTS:
        for side in ("left-", "right-") if joint != "head" else ("",):
            x, y, _ = eye.see(joints[f"{side}{joint}"][0])
            one, two = (part if part in layers else f"{side}{part}" for part in (a, b))
            layers[one].joins[two] = layers[two].joins[one] = (x, y, radius * body.height)
    for muscle in figure.works:
        side, _, name = muscle.partition("-")
        owner, balls = body.muscles[name]
        layer = layers[owner if owner in layers else f"{side}-{owner}"]
        path = hull(seen(eye, placed(body, joints, side, balls)))
        layer.extra += f'<path d="{path}" fill="url(#{prefix}-stripes)" stroke="{CREAM}" stroke-width="1.6"/>'
    return list(layers.values())


def box_faces(box: Box, eye: Eye, colors: tuple[str, str, str]) -> str:
    """The faces of a box that the reader sees: top, front and side, each in its color."""
    corners = {(i, j, k): eye.see((box[i], box[2 + j], box[4 + k])) for i in (0, 1) for j in (0, 1) for k in (0, 1)}
    drawn = ""
    for axis, color in zip((2, 1, 0), colors, strict=True):
        for end in (0, 1):
            face = [key for key in corners if key[axis] == end]
            away = [key for key in corners if key[axis] != end]
            if sum(corners[key][2] for key in face) > sum(corners[key][2] for key in away) - 0.01:
                continue  # it looks away
            ring = [corners[key][:2] for key in (face[0], face[1], face[3], face[2])]
            points = "L".join(f"{number(x)} {number(y)}" for x, y in ring)
            drawn += f'<path d="M{points}Z" fill="{color}" stroke="{color}" {ROUND} stroke-width="2"/>'
    return drawn


def crutch_layers(body: Body, joints: Frames, side: str, eye: Eye) -> list[Layer]:
    """A forearm crutch: a shaft beside the forearm, down to the floor, with a grip under the hand, and its cuff."""
    size, sign = body.height, 1 if side == "left" else -1
    (elbow, _), (fist, _), turn = joints[f"{side}-forearm"], joints[f"{side}-fist"], joints["chest"][1]
    out = [sign * row[1] for row in turn]

    def at(share: float, aside: float) -> Vec:
        """A point on the line from the elbow (0) to the hand (1) and on, and so far outward of it."""
        x, y, z = (e + share * (f - e) + aside * o * size for e, f, o in zip(elbow, fist, out, strict=True))
        return x, y, z

    floor = (elbow[2] - 3.6) / (elbow[2] - fist[2])

    def layer(part: str, depth: float, *bars: tuple[Vec, Vec, float]) -> Layer:
        hulls = [seen(eye, [(a, radius), (b, radius)]) for a, b, radius in bars]
        return Layer(f"{side}-{part}", hulls, FLOOR, depth, lone=True)

    depth = eye.see(fist)[2]
    shaft = (at(0.28, 0.036), at(floor, 0.036), 2.5)
    tip = (at(floor - 0.08, 0.036), at(floor, 0.036), 3.6)
    grip = (at(1, 0.03), at(1, -0.058), 2.8)
    return [
        layer("shaft", depth + 6, shaft, tip, grip),
        layer("cuff", depth - 30, (at(0.28, 0.036), at(0.28, -0.028), 3.2)),
    ]


def thing_layer(body: Body, thing: Thing, joints: Frames, eye: Eye, name: str) -> Layer:
    """A thing as a shape; what is lain on is under all of the body, a band over it."""
    tones = TONES[thing.tone]
    if thing.box:
        corners = [eye.see((x, y, z)) for x in thing.box[:2] for y in thing.box[2:4] for z in thing.box[4:]]
        depth = 900 if thing.tone == "mat" else sum(corner[2] for corner in corners) / 8
        faces = box_faces(thing.box, eye, tones)
        layer = Layer(name, [[(x, y, 1) for x, y, _ in corners]], "", depth, extra=faces)
    elif thing.balls:
        spots = [eye.see((x, y, z)) for x, y, z, _ in thing.balls]
        discs = [(x, y, ball[3]) for (x, y, _), ball in zip(spots, thing.balls, strict=True)]
        stroke = f'stroke="{FLOOR}" stroke-width="2"'
        layer = Layer(name, [discs], tones[0], sum(spot[2] for spot in spots) / len(spots), stroke=stroke)
    elif thing.band is not None:
        down = (0, 0, -body.lengths["thigh"] * body.height * thing.band)
        ends = sorted(eye.see(moved(*joints[f"{side}-thigh"], down)) for side in ("left", "right"))
        rims = [(x + sign * 0.046 * body.height, y) for (x, y, _), sign in zip(ends, (-1, 1), strict=True)]
        discs = [(x, y + dy, 3.2) for x, y in rims for dy in (-1.5, 1.5)]
        layer = Layer(name, [discs], BAND, min(end[2] for end in ends) - 30)
    else:
        dots = [eye.see(joints[joint][0]) for joint in thing.cord]
        line = f"M{number(dots[0][0])} {number(dots[0][1])}"
        for (ax, ay, _), (x, y, _) in pairwise(dots):  # it hangs a little
            line += f"Q{number((ax + x) / 2)} {number((ay + y) / 2 + 6)} {number(x)} {number(y)}"
        line = f'<path d="{line}" fill="none" stroke="{BAND}" {ROUND} stroke-width="3"/>'
        hulls = [[(x, y, 2.5) for x, y, _ in dots]]
        layer = Layer(name, hulls, "", min(dot[2] for dot in dots), extra=line, solid=False)
    layer.lone = True
    if thing.depth is not None:
        layer.depth = thing.depth
    return layer


def paint(layers: list[Layer], prefix: str, window: str) -> str:
    """Draw layers from far to near; each leaves a clear gap in those behind it, so that no color is needed for it."""
    order = sorted(layers, key=lambda layer: -layer.depth)
    idents = {layer.name: f"{prefix}{letter}" for layer, letter in zip(order, ascii_lowercase, strict=False)}
    shapes, masks, drawn = "", "", ""
    for i, layer in enumerate(order):
        ident = idents[layer.name]
        if layer.solid:
            shapes += f'<path id="{ident}" d="{layer.path}"/>'
        over = [other for other in order[i + 1 :] if layer.leaves_gap_to(other)]
        mask = ""
        if over:
            masks += f'<mask id="{ident}-gap" maskUnits="userSpaceOnUse" {window}>'
            masks += f'<rect {window} fill="#fff"/><g stroke="#000" stroke-width="{number(2 * GAP)}">'
            masks += "".join(f'<use href="#{idents[other.name]}"/>' for other in over) + "</g>"
            for other in over:
                if other.name in layer.joins:
                    x, y, r = layer.joins[other.name]
                    masks += f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(r)}" fill="#fff"/>'
            masks += "</mask>"
            mask = f' mask="url(#{ident}-gap)"'
        inner = f'<use href="#{ident}" fill="{layer.fill}" {layer.stroke}/>' if layer.fill else ""
        drawn += f"<g{mask}>{inner}{layer.extra}</g>\n"
    return f"<defs>{shapes}{masks}</defs>\n{drawn}"


def arrow(points: list[tuple[float, float]], eye: Eye) -> str:
    """An arrow with a rounded shaft and a solid head."""
    dots = [(x + eye.x, eye.y - z) for x, z in points]
    (bx, by), (ex, ey) = dots[-2], dots[-1]
    far = math.hypot(ex - bx, ey - by)
    ux, uy = (ex - bx) / far, (ey - by) / far
    neck = (ex - 10 * ux, ey - 10 * uy)
    shaft = f"M{number(dots[0][0])} {number(dots[0][1])}"
    shaft += f"Q{number(bx)} {number(by)} " if len(dots) == 3 else "L"
    shaft += f"{number(neck[0])} {number(neck[1])}"
    wings = [(ex - 12 * ux + s * 7.5 * uy, ey - 12 * uy - s * 7.5 * ux) for s in (1, -1)]
    head = "L".join(f"{number(x)} {number(y)}" for x, y in ((ex, ey), *wings))
    return "".join(
        f'<g stroke="{color}"><path d="{shaft}" fill="none" stroke-width="{5 + more}" stroke-linecap="round"/>'
        f'<path d="M{head}Z" fill="{color}" stroke-width="{2 + more}" stroke-linejoin="round"/></g>\n'
        for color, more in ((CREAM, 3), (ARROW, 0))
    )


def rings(x: float, y: float) -> str:
    """The mark of a sore place, as on the home page's runner."""
    at = f'cx="{number(x)}" cy="{number(y)}"'
    return (
        f'<circle {at} r="11" fill="none" stroke="{CREAM}" stroke-width="5"/>'
        f'<g fill="none" stroke="{CLAY}" stroke-width="2.5"><circle {at} r="11"/>'
        f'<circle {at} r="16.5" stroke-dasharray="4 3.4"/></g>'
        f'<circle {at} r="6" fill="{CLAY}" stroke="{CREAM}" stroke-width="1.6"/>\n'
    )


DIGITS = {1: "M-2.4-2.6 .6-4.8V4.8", 2: "M-3-2.4A3.1 3.1 0 0 1 3-2.2C3 .4-3 2.4-3 4.6H3.2"}


def badge(number_: int, x: float, y: float) -> str:
    """1 or 2 in a ring, drawn, so that no font is needed."""
    return (
        f'<g transform="translate({number(x)} {number(y)})" fill="none" stroke="{FLOOR}" stroke-width="2" '
        f'stroke-linecap="round" stroke-linejoin="round"><circle r="9.5"/><path d="{DIGITS[number_]}"/></g>\n'
    )


def draw(body: Body, name: str, figure: Figure) -> str:
    """One figure as SVG.

    Args:
        body: the skeleton.
        name: the figure's id, which begins every id in the drawing.
        figure: what to draw.

    Returns:
        The file's text.
    """

    def layers(index: int, eye: Eye) -> list[Layer]:
        pose = figure.poses[index]
        joints, _ = stand(body, pose)
        return body_layers(body, figure, pose, eye, name) + [
            layer
            for i, thing in enumerate(figure.things)
            if thing.only in (None, index + 1)
            for layer in (
                crutch_layers(body, joints, thing.crutch, eye)
                if thing.crutch
                else [thing_layer(body, thing, joints, eye, f"thing{i}")]
            )
        ]

    flat = Eye(*figure.view)
    count = len(figure.poses)
    extents = [layer.frame for index in range(count) for layer in layers(index, flat)]
    extents += [(x - 6, x + 6, -z - 6, -z + 6) for a in figure.arrows for x, z in a.path]
    left, right = min(e[0] for e in extents) - MARGIN, max(e[1] for e in extents) + MARGIN
    top, bottom = min(e[2] for e in extents) - MARGIN, max(e[3] for e in extents)
    ground = max([0.0, *(-thing.box[4] for thing in figure.things if thing.box)]) + 2.5
    if figure.floor:
        bottom = max(bottom, ground)
    panel = math.ceil(right - left)
    foot = 30 if count > 1 else MARGIN
    width = panel * count + (BETWEEN - 2 * MARGIN) * (count - 1)
    height = math.ceil(bottom - top + foot)
    drawn = ""
    for index in range(count):
        start = index * (panel + BETWEEN - 2 * MARGIN)
        eye = Eye(*figure.view, x=start - left, y=-top)
        if figure.floor:
            y = number(ground - top)
            drawn += f'<path d="M{number(start + 6)} {y}H{number(start + panel - 6)}" '
            drawn += f'stroke="{FLOOR}" stroke-width="3" stroke-linecap="round"/>\n'
        window = f'x="{number(start)}" y="0" width="{panel}" height="{height}"'
        drawn += paint(layers(index, eye), f"{name}-{index + 1}", window)
        joints, _ = stand(body, figure.poses[index])
        for joint in figure.sore:
            drawn += rings(*eye.see(joints[joint][0])[:2])
        drawn += "".join(arrow(a.path, eye) for a in figure.arrows if a.picture == index + 1)
        if count > 1:
            drawn += badge(index + 1, start + 18, bottom - top + 16)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {height}" '
        f'width="{round(width * SCALE)}" height="{round(height * SCALE)}" '
        f'role="img" aria-labelledby="{name}-title {name}-desc">\n'
        f'<title id="{name}-title">{escape(figure.title)}</title>\n'
        f'<desc id="{name}-desc">{escape(figure.description)}</desc>\n'
        f'<defs><pattern id="{name}-stripes" width="5" height="5" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><path d="M0 0H5V5H0Z" fill="{CLAY}"/><path d="M0 0H1.5V5H0Z" fill="{CREAM}"/>'
        f"</pattern></defs>\n{drawn}</svg>\n"
    )


def sheet(figures: dict[str, Figure], drawings: dict[str, str]) -> str:
    """All drawings side by side, on the light and the dark ground, as one HTML page."""
    style = (
        "body{margin:0;font:13px sans-serif}section{display:flex;flex-wrap:wrap;gap:18px;padding:24px;"
        "align-items:flex-end}figure{margin:0}.light{background:#fbf7f0;color:#1d2b2d}"
        ".dark{background:#111a1c;color:#efeae1}.grey{filter:grayscale(1);background:#fff}"
    )
    cards = "".join(
        f"<figure>{drawings[name]}<figcaption>{escape(figure.title)}</figcaption></figure>"
        for name, figure in figures.items()
    )
    body = ""
    for ground in ("light", "dark", "grey"):
        own = cards
        for name in figures:  # ids are unique on the sheet too
            own = own.replace(f'"{name}-', f'"{ground}-{name}-').replace(f"#{name}-", f"#{ground}-{name}-")
        body += f'<section class="{ground}">{own}</section>'
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Figures</title><style>{style}</style>{body}'


def main(arguments: list[str]) -> int:
    """Check the data and draw; with `--sheet FILE` draw the contact sheet instead."""
    data, findings = read_figures()
    if data is None or (findings and not arguments):
        return report(findings, "figures")
    drawings = {name: draw(data.body, name, figure) for name, figure in data.figures.items()}
    if arguments[:1] == ["--sheet"] and len(arguments) == 2:
        page, target = sheet(data.figures, drawings), Path(arguments[1])
        if target.suffix == ".png":
            from scripts.browser import chromium  # the build needs no browser

            with chromium() as browser:
                tab = browser.new_page(viewport={"width": 1560, "height": 900})
                tab.set_content(page)
                tab.screenshot(path=target, full_page=True)
        else:
            target.write_text(page, encoding="utf-8")
        return report(findings, f"{len(drawings)} figures on {target}")
    if arguments:
        print(__doc__)
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.svg"):
        if old.stem not in drawings:
            old.unlink()
    for name, text in drawings.items():
        (FOLDER / f"{name}.svg").write_text(text, encoding="utf-8")
    return report([], f"{len(drawings)} figures in {FOLDER.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
