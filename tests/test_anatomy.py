"""The anatomical drawings: data, curves, what anatomy books say, clean files, labels, and their places on the pages."""

from __future__ import annotations

import math
import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pydantic import ValidationError

from scripts import anatomy
from scripts.anatomy import LOOKS, Anatomy, Label, Paper, Shape, backward, draw, leads, path, read_anatomy, rows, smooth
from scripts.figures import CREAM
from scripts.pages import DOCS, read_pages
from tests.test_figures import contrast

SVG = "{http://www.w3.org/2000/svg}"
PLACED = re.compile(r'^--8<-- "anatomy/([a-z-]+)\.svg"\n/// caption\n(.+?)\n///$', re.MULTILINE | re.DOTALL)
FOUND, FINDINGS = read_anatomy()
NAMES = list(FOUND.drawings) if FOUND else []


@pytest.fixture(scope="module")
def data() -> Anatomy:
    assert FOUND and not FINDINGS, "\n".join(map(str, FINDINGS))
    return FOUND


@pytest.fixture(scope="module")
def drawings(data: Anatomy) -> dict[str, str]:
    return {name: draw(data, name, drawing) for name, drawing in data.drawings.items()}


@pytest.fixture(scope="module")
def placed() -> list[tuple[str, str, str]]:
    """Page, drawing and caption of every place where a drawing stands."""
    pages, _ = read_pages()
    return [(page.path, match[1], match[2]) for page in pages.values() for match in PLACED.finditer(page.body)]


# The data


@pytest.mark.parametrize("text", ["1,2 3", "1,2 x,y", "1;2"])
def test_a_mistyped_point_is_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="is no point"):
        Shape.model_validate({"cord": text})


def test_edges_have_as_many_points() -> None:
    with pytest.raises(ValidationError, match="give as many"):
        Shape.model_validate({"edges": ["0,0 1,1", "0,2 1,3 4,4"]})


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [("look: skin}", "look: skni}", "no look skni"), ("{shape: femur,", "{shape: fermur,", "no shape fermur")],
)
def test_what_is_unknown_is_named(tmp_path: Path, old: str, new: str, rule: str) -> None:
    file = tmp_path / "anatomy.yml"
    file.write_text(anatomy.DATA.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    found, findings = read_anatomy(file)
    assert found is None and rule in str(findings[0])


# Curves


def test_a_curve_goes_through_its_points_and_stops_at_a_corner() -> None:
    curve = smooth([(0, 0, False), (10, 0, False), (10, 10, True), (0, 10, False)], closed=True)
    assert [piece[-2:] for piece in curve] == [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)]
    assert curve[2][2:4] == (10, 10)  # at the corner the handle lies on it
    before, after = curve[1][2:4], curve[2][:2]
    assert math.dist(before, (10, 0)) == pytest.approx(math.dist(after, (10, 0)))
    assert (before[0] + after[0]) / 2 == pytest.approx(10)  # elsewhere both handles are in line


def test_a_curve_turns_round() -> None:
    curve = smooth([(0, 0, False), (5, 5, False), (9, 0, False)])
    assert backward(backward(curve)) == curve and path(backward(curve)).startswith("M9 0C")


# What anatomy books say; x grows to the outer side, y downward, the ball's center is 0, 0


def reach(shape: Shape, low: float, high: float) -> tuple[float, float]:
    """From where to where an outline reaches to the sides, between two heights."""
    xs = [x for x, y, _ in shape.outline or [] if low <= y <= high]
    return min(xs), max(xs)


def test_the_ball_is_round_and_the_neck_leaves_it_at_125_degrees(data: Anatomy) -> None:
    femur = data.shapes["femur"]
    ball = [math.hypot(x, y) for x, y, _ in femur.outline or [] if x < 5 and y < 24]
    assert max(ball) - min(ball) < 1.5
    axis = [sum(reach(femur, y - 1, y + 1)) / 2 for y in (100, 190)]
    shaft = math.degrees(math.atan2(90, axis[1] - axis[0]))
    top, bottom = (24.5, -4), (6, 25)  # the narrowest part of the neck
    middle = ((top[0] + bottom[0]) / 2, (top[1] + bottom[1]) / 2)
    neck = math.degrees(math.atan2(-middle[1], -middle[0])) % 360
    assert neck - shaft == pytest.approx(127, abs=8)


def test_the_bony_point_is_outside_and_the_small_one_inside_and_lower(data: Anatomy) -> None:
    femur = data.shapes["femur"]
    assert reach(femur, 10, 40)[1] > reach(femur, 75, 110)[1] + 8
    assert reach(femur, 50, 65)[0] < reach(femur, 75, 110)[0] - 8


def test_muscles_end_where_they_should(data: Anatomy) -> None:
    def end(name: str, last: int = -1) -> tuple[float, float]:
        edges = data.shapes[name].edges
        assert edges
        (ax, ay, _), (bx, by, _) = edges[0][last], edges[1][last]
        return (ax + bx) / 2, (ay + by) / 2

    assert math.dist(end("gluteus-medius"), (58, 8)) < 8, "the bony point"
    assert math.dist(end("piriformis"), (45, -3)) < 8, "the tip of the bony point"
    assert math.dist(end("psoas"), (12, 57)) < 8, "the small bony point inside"
    assert math.dist(end("rectus-femoris", 0), (19, -37)) < 5, "the lower spine at the front of the pelvis"
    assert math.dist(end("adductor-long", 0), (-71, 18)) < 8, "the pubic bone"
    for name in ("hamstring-outer", "hamstring-inner"):
        x, y = end(name, 0)
        assert -60 < x < -18 and 30 < y < 62, "the sitting bone"
    assert (end("psoas", 6)[0] ** 2 + end("psoas", 6)[1] ** 2) ** 0.5 < 12, "in front of the joint"


def test_the_nerve_runs_between_the_sitting_bone_and_the_bony_point(data: Anatomy) -> None:
    cord = data.shapes["sciatic-nerve"].cord
    assert cord
    x = next(x for x, y, _ in cord if 30 < y < 80)
    assert reach(data.shapes["hip-bone"], 35, 62)[1] < x < reach(data.shapes["femur"], 20, 60)[1]
    for name in ("hip-back-nerve", "deep-gluteal-syndrome"):
        order = [layer.shape for layer in data.drawings[name].layers]
        assert order.index("sciatic-nerve") < order.index("piriformis"), "it comes out below the muscle"


def test_the_pelvis_meets_its_other_half_and_the_spine(data: Anatomy) -> None:
    bone, sacrum = data.shapes["hip-bone"], data.shapes["sacrum"]
    assert 1 < reach(bone, 0, 40)[0] - data.middle < 5
    assert abs(reach(bone, -130, -95)[0] - reach(sacrum, -140, -100)[1]) < 4
    assert reach(sacrum, -200, 0) == pytest.approx((-134, -38))  # even about the middle


# The files


def test_the_files_are_what_the_script_draws(drawings: dict[str, str]) -> None:
    files = {file.stem: file.read_text(encoding="utf-8") for file in anatomy.FOLDER.glob("*.svg")}
    assert files == drawings, "run: python -m scripts.anatomy"


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_is_clean(name: str, data: Anatomy, drawings: dict[str, str]) -> None:
    text, drawing = drawings[name], data.drawings[name]
    assert len(text.encode()) <= 30_000
    assert "\n\n" not in text, "an empty line ends the block in Markdown"
    root = ElementTree.fromstring(text)
    assert root.findtext(f"{SVG}title") == drawing.title and root.findtext(f"{SVG}desc") == drawing.description
    assert root.attrib["viewBox"] == f"0 0 {root.attrib['width']} {root.attrib['height']}"
    ids = [node.attrib["id"] for node in root.iter() if "id" in node.attrib]
    assert len(set(ids)) == len(ids) and all(ident.startswith(f"{name}-") for ident in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", text)) <= set(ids)
    tags = {node.tag.removeprefix(SVG) for node in root.iter()}
    assert tags <= {"svg", "title", "desc", "defs", "pattern", "path", "circle", "g", "text"}
    assert not {key for node in root.iter() for key in node.attrib if key == "style" or key.startswith("on")}


def test_the_style_sheet_knows_every_class(drawings: dict[str, str]) -> None:
    used = set(re.findall(r'class="(a-[a-z-]+)"', "".join(drawings.values())))
    style = (anatomy.CSS / "anatomy.css").read_text(encoding="utf-8")
    fixed = {"a-sore", "a-spread", "a-crack", "a-crack-edge"}  # the accent is the same on both grounds
    assert used - fixed == set(re.findall(r"\.(a-[a-z-]+)", style))


def test_lines_stand_out() -> None:
    for look in ("bone", "muscle", "tendon", "sore", "crack"):
        assert contrast(LOOKS[look][1], CREAM) >= 3, look


def test_color_is_never_alone(data: Anatomy) -> None:
    for name in {file.stem for file in (DOCS / "causes").glob("*.md")} & set(NAMES):
        assert {layer.look for layer in data.drawings[name].layers} & {"sore", "spread"}, name


# The labels


@pytest.mark.parametrize("name", NAMES)
def test_labels_are_large_inside_and_apart(name: str, data: Anatomy) -> None:
    drawing = data.drawings[name]
    paper = Paper(drawing, data.middle)
    height = paper.height * paper.scale
    boxes = []
    assert min(anatomy.LABEL, anatomy.SMALL) >= 13
    for label in drawing.labels:
        own = [(left, base - 11, left + width, base + 3, text) for text, _, left, base, width in rows(label)]
        for left, top, right, bottom, text in own:
            assert left >= 2 and right <= 338 and top >= 2 and bottom <= height - 2, text
        for _, _, x, y in leads(label, paper):
            assert 0 <= x <= 340 and 0 <= y <= height, label.words
        boxes.append(own)
    for one, two in combinations(boxes, 2):
        for a in one:
            for b in two:
                assert a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1], f"{a[4]} lies on {b[4]}"


def crossing(one: tuple[float, ...], two: tuple[float, ...]) -> bool:
    """Whether two lines cross."""

    def side(line: tuple[float, ...], x: float, y: float) -> float:
        return (line[2] - line[0]) * (y - line[1]) - (line[3] - line[1]) * (x - line[0])

    return (
        side(one, two[0], two[1]) * side(one, two[2], two[3]) < 0
        and side(two, one[0], one[1]) * side(two, one[2], one[3]) < 0
    )


@pytest.mark.parametrize("name", NAMES)
def test_lines_to_labels_do_not_cross(name: str, data: Anatomy) -> None:
    drawing = data.drawings[name]
    paper = Paper(drawing, data.middle)
    lines = [(label.words, line) for label in drawing.labels for line in leads(label, paper)]
    for (a, one), (b, two) in combinations(lines, 2):
        assert not crossing(one, two), f"{a} and {b}"


def test_a_line_begins_at_the_nearest_side_of_its_words(data: Anatomy) -> None:
    paper = Paper(data.drawings["hip-joint"].model_copy(update={"window": (0, 0, 340, 340)}), 0)
    label = Label.model_validate({"words": ["ball"], "at": [100, 100], "to": "300,95"})
    x, y, *_ = leads(label, paper)[0]
    assert 100 < x < 140 and y == pytest.approx(95.5)


# On the pages


def test_every_cause_has_its_drawing_and_every_drawing_a_page(placed: list[tuple[str, str, str]]) -> None:
    causes = {file.stem for file in (DOCS / "causes").glob("*.md")} - {"index"}
    assert causes <= {name for page, name, _ in placed if page == f"causes/{name}"}
    assert {name for _, name, _ in placed} == set(NAMES)
    assert len({(page, name) for page, name, _ in placed}) == len(placed), "ids would stand twice on a page"


def test_alternatives_tell_what_the_caption_does_not(data: Anatomy, placed: list[tuple[str, str, str]]) -> None:
    texts = [drawing.description for drawing in data.drawings.values()]
    assert len(set(texts)) == len(texts)
    for page, name, caption in placed:
        alternative = data.drawings[name].description
        assert len(alternative) > len(caption), page
        for sentence in re.split(r"(?<=[.:])\s+", caption):
            assert sentence not in alternative, f"{page}: {sentence}"


def test_the_sheet_shows_every_picture_on_each_ground(drawings: dict[str, str]) -> None:
    page = anatomy.sheet(drawings)
    for name in NAMES:
        assert page.count(f"<figcaption>{name}<") == 3
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r"(?:href=\"|url\()#([^\")]+)", page)) <= set(ids)
