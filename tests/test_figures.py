"""The exercise figures: the data, the body, the drawings, and that the committed files are what the script draws."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from scripts import figures
from scripts.figures import (
    NEARLY,
    Body,
    Eye,
    Figure,
    Figures,
    Pose,
    check_placed,
    check_poses,
    draw,
    frames,
    hull,
    number,
    place,
    read_figures,
    stand,
)
from scripts.pages import Page

NAMES = (
    "bridge single-leg-bridge clamshell side-lying-leg-raise side-plank band-walk step-up single-leg-squat hip-hinge "
    "standing-hip-abduction copenhagen-plank adductor-squeeze hip-flexor-stretch hamstring-stretch hamstring-bridge "
    "bent-knee-fall-out sleep-on-side sleep-on-back sit-upright stairs crutches walk-and-jog"
).split()
SVG = "{http://www.w3.org/2000/svg}"
TEXT = {"title": "Test", "description": "A person stands on a floor and does nothing at all, for a test of the code.",
        "caption": "A figure for a test."}  # fmt: skip


@pytest.fixture(scope="module")
def data() -> Figures:
    found, findings = read_figures()
    assert found and not findings, "\n".join(map(str, findings))
    return found


@pytest.fixture(scope="module")
def body(data: Figures) -> Body:
    return data.body


@pytest.fixture(scope="module")
def drawings(data: Figures) -> dict[str, str]:
    return {name: draw(data.body, name, figure) for name, figure in data.figures.items()}


def figure(**more: object) -> Figure:
    return Figure.model_validate({**TEXT, "poses": [{}], **more})


# The data


def test_every_figure_is_there(data: Figures) -> None:
    assert list(data.figures) and set(NAMES) <= set(data.figures)


def test_an_exercise_has_start_and_end_and_an_arrow(data: Figures) -> None:
    for name, one in data.figures.items():
        assert not (one.works and one.sore), f"{name}: mark the muscle at work or the sore joint, not both"
        if one.works:
            assert len(one.poses) == 2 and one.arrows, name


def test_alternatives_differ_and_tell_more_than_the_caption(data: Figures) -> None:
    descriptions = [one.description for one in data.figures.values()]
    assert len(set(descriptions)) == len(descriptions)
    for name, one in data.figures.items():
        assert len(one.description) > len(one.caption), name


def test_a_wrong_figure_is_named_with_its_line(tmp_path: Path) -> None:
    text = figures.DATA.read_text(encoding="utf-8")
    file = tmp_path / "figures.yml"
    file.write_text(text.replace("far: right", "far: rihgt", 1), encoding="utf-8")
    found, findings = read_figures(file)
    line = text.splitlines().index("  clamshell:") + 1
    assert found is None and [(f.line, f.rule) for f in findings] == [(line, "figure")]


def test_a_joint_does_not_bend_the_wrong_way() -> None:
    with pytest.raises(ValueError, match="knee"):
        figure(poses=[{"legs": {"knee": -10}}])


def test_the_second_position_keeps_what_it_does_not_say() -> None:
    first, second = figure(poses=[{"lean": 9, "legs": {"lift": 20}}, {"left_leg": {"knee": 30}}]).poses
    assert first.right_leg == second.right_leg and second.lean == 9
    assert (second.left_leg.lift, second.left_leg.knee) == (20, 30)


def test_the_caption_is_not_the_alternative() -> None:
    with pytest.raises(ValueError, match="repeats"):
        figure(caption=TEXT["description"])


# The body


def test_a_person_stands_with_the_right_proportions(body: Body) -> None:
    joints, parts = stand(body, Pose())
    top = max(point[2] + radius for point, radius in parts["head"].balls)
    assert top == pytest.approx(body.height, rel=0.03)
    assert joints["pelvis"][0][2] / body.height == pytest.approx(0.53, abs=0.01)
    assert min(point[2] - radius for point, radius in parts["left-shank"].balls) == pytest.approx(0, abs=0.01)


def test_every_pose_is_of_the_same_person(data: Figures) -> None:
    size = {name: share * data.body.height for name, share in data.body.lengths.items()}
    for one in data.figures.values():
        for pose in one.poses:
            joints = frames(data.body, pose)
            for side in ("left", "right"):
                for a, b, name in (("thigh", "shank", "thigh"), ("shank", "foot", "shank"),
                                   ("upper-arm", "forearm", "upper-arm"), ("forearm", "hand", "forearm")):  # fmt: skip
                    far = math.dist(joints[f"{side}-{a}"][0], joints[f"{side}-{b}"][0])
                    assert far == pytest.approx(size[name])


@pytest.mark.parametrize(
    ("pose", "joint", "axis", "sign"),
    [
        ({"right_leg": {"lift": 40}}, "right-shank", 0, 1),
        ({"right_leg": {"knee": 60}}, "right-foot", 0, -1),
        ({"left_leg": {"out": 30}}, "left-foot", 1, 1),
        ({"right_leg": {"out": 30}}, "right-foot", 1, -1),
        ({"right_arm": {"elbow": 80}}, "right-hand", 0, 1),
        ({"lean": 50}, "head", 0, 1),
    ],
)
def test_a_joint_moves_a_limb_the_way_it_says(
    body: Body, pose: dict[str, object], joint: str, axis: int, sign: int
) -> None:
    still, moved = (frames(body, one)[joint][0][axis] for one in (Pose(), Pose.model_validate(pose)))
    assert (moved - still) * sign > 5


def test_sinking_in_and_not_touching_are_found(body: Body) -> None:
    wall = {"box": [-10, 10, -40, 40, 100, 190]}
    assert any("deep in the box" in found for found in check_poses(body, figure(things=[wall])))
    lifted = figure(poses=[{"left_leg": {"lift": 60, "knee": 60}, "touch": ["left-shank", "right-shank"]}])
    assert [found.split(" is ")[0] for found in check_poses(body, lifted)] == ["position 1: left-shank"]
    assert not list(check_poses(body, figure()))


def test_the_feet_stay_together_in_the_clamshell(data: Figures) -> None:
    knees = []
    for pose in data.figures["clamshell"].poses:
        joints, _ = stand(data.body, pose)
        assert math.dist(joints["left-foot"][0], joints["right-foot"][0]) < 0.06 * data.body.height
        knees.append(math.dist(joints["left-shank"][0], joints["right-shank"][0]))
    assert knees[1] > 2 * knees[0]


def test_the_foot_stays_in_place_in_the_fall_out(data: Figures) -> None:
    start, end = (stand(data.body, pose)[0] for pose in data.figures["bent-knee-fall-out"].poses)
    assert math.dist(start["right-foot"][0], end["right-foot"][0]) < NEARLY
    assert math.dist(start["left-toes"][0], end["left-toes"][0]) < NEARLY
    assert end["right-shank"][0][2] < 0.5 * start["right-shank"][0][2], "the knee is low"


@pytest.mark.parametrize(
    ("name", "legs"), [("side-plank", "left right"), ("copenhagen-plank", "left"), ("single-leg-bridge", "left right")]
)
def test_trunk_and_thigh_end_in_one_line(name: str, legs: str, data: Figures) -> None:
    joints, _ = stand(data.body, data.figures[name].poses[1])
    ends = [("chest", "pelvis"), *((f"{side}-thigh", f"{side}-shank") for side in legs.split())]
    trunk, *thighs = [tuple(e - s for s, e in zip(joints[a][0], joints[b][0], strict=True)) for a, b in ends]
    for thigh in thighs:
        cosine = sum(a * b for a, b in zip(trunk, thigh, strict=True)) / math.hypot(*trunk) / math.hypot(*thigh)
        assert cosine > math.cos(math.radians(5))


def test_both_crutches_are_alike_and_stand_on_the_floor(data: Figures) -> None:
    joints, _ = stand(data.body, data.figures["crutches"].poses[0])
    assert joints["right-toes"][0][2] > 0.1 * data.body.height, "the sore leg is lifted"
    lengths = []
    for side in ("left", "right"):
        shaft, cuff = figures.crutch_layers(data.body, joints, side, Eye())
        assert shaft.frame[3] == pytest.approx(0, abs=0.5)
        assert cuff.frame[3] < -joints[f"{side}-fist"][0][2], "the cuff is above the hand"
        (x, y, _), (ex, ey, _) = shaft.hulls[0]
        lengths.append(math.hypot(ex - x, ey - y))
    assert lengths[0] == pytest.approx(lengths[1], rel=0.1)


# The drawing


def test_numbers_are_short() -> None:
    assert [number(v) for v in (1.0, 0.25, -0.5, 12.34, -0.01, 10.0)] == ["1", ".2", "-.5", "12.3", "0", "10"]


def test_a_hull_goes_round_its_discs() -> None:
    assert hull([(0, 0, 5), (0, 0, 2)]) == "M5 0a5 5 0 0 1 -10 0a5 5 0 0 1 10 0z"
    assert hull([(0, 0, 5), (20, 0, 5), (9, 1, 3)]) == "M20-5a5 5 0 0 1 0 10l-20 0a5 5 0 0 1 0-10z"


def test_the_eye_sees_from_the_side_and_from_above() -> None:
    assert Eye().see((3, 4, 5)) == pytest.approx((3, -5, 4))
    assert Eye(above=90).see((3, 4, 5)) == pytest.approx((3, -4, -5))
    assert Eye(turn=90).see((3, 0, 0)) == pytest.approx((0, 0, 3))


def test_the_files_are_what_the_script_draws(drawings: dict[str, str]) -> None:
    files = {file.stem: file.read_text(encoding="utf-8") for file in figures.FOLDER.glob("*.svg")}
    assert sorted(files) == sorted(drawings), "run: python -m scripts.figures"
    assert [name for name in files if files[name] != drawings[name]] == [], "run: python -m scripts.figures"


@pytest.mark.parametrize("name", NAMES)
def test_a_drawing_is_clean(name: str, data: Figures, drawings: dict[str, str]) -> None:
    text, one = drawings[name], data.figures[name]
    assert len(text.encode()) <= 30_000
    root = ElementTree.fromstring(text)
    assert root.findtext(f"{SVG}title") == one.title and root.findtext(f"{SVG}desc") == one.description
    left, top, width, height = map(float, root.attrib["viewBox"].split())
    assert (left, top) == (0, 0)
    assert float(root.attrib["width"]) / float(root.attrib["height"]) == pytest.approx(width / height, rel=0.02)
    ids = [node.attrib["id"] for node in root.iter() if "id" in node.attrib]
    assert len(set(ids)) == len(ids) and all(ident.startswith(f"{name}-") for ident in ids)
    uses = re.findall(r'(?:href="|url\()#([^")]+)', text)
    assert set(uses) <= set(ids)
    tags = {node.tag.removeprefix(SVG) for node in root.iter()}
    assert tags <= {"svg", "title", "desc", "defs", "pattern", "path", "mask", "rect", "g", "use", "circle"}
    assert not {key for node in root.iter() for key in node.attrib} & {"style", "class", "onload"}


def test_color_is_never_alone(data: Figures, drawings: dict[str, str]) -> None:
    for name, one in data.figures.items():
        mark = f'fill="url(#{name}-stripes)"' if one.works else "stroke-dasharray"
        assert drawings[name].count(mark) == len(one.poses) * len(one.works or one.sore), name


def contrast(a: str, b: str) -> float:
    """By WCAG, for two colors as #rrggbb."""

    def light(color: str) -> float:
        parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    high, low = sorted((light(a), light(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", ["#fbf7f0", "#111a1c"])
def test_the_body_and_the_arrow_stand_out_light_and_dark(ground: str) -> None:
    for color in (figures.NEAR, figures.CLAY, figures.ARROW, figures.FLOOR):
        assert contrast(color, ground) >= 3, color


def test_the_sheet_shows_all_on_each_ground(data: Figures, drawings: dict[str, str]) -> None:
    page = figures.sheet(data.figures, drawings)
    assert page.count("<svg") == 3 * len(drawings)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(set(ids)) == len(ids)
    assert set(re.findall(r'(?:href="|url\()#([^")]+)', page)) <= set(ids)


# On the pages


def test_a_marker_becomes_the_picture_with_its_words(data: Figures, pages: dict[str, Page]) -> None:
    one = data.figures["stairs"]
    block = place("Before.\n\n<!-- figure: stairs -->\n", pages["recovery/sleeping"], data.figures)
    image, caption = block.removeprefix("Before.\n\n").split("\n/// caption\n")
    assert image.startswith(f"![{one.description}](../assets/figures/exercises/stairs.svg){{ width=")
    assert caption == f"{one.caption}\n///\n"


def test_a_marker_that_nobody_knows_or_that_stands_twice_is_found(data: Figures, pages: dict[str, Page]) -> None:
    assert check_placed(pages.values(), data.figures) == []
    page = pages["recovery/sleeping"]
    wrong = page.body.replace("figure: stairs", "figure: stair").replace("figure: sit-upright", "figure: sleep-on-back")
    found = check_placed([*pages.values(), replace(page, body=wrong)], data.figures)
    assert [finding.message for finding in found] == [
        '"sleep-on-back" stands twice on the page. Keep one.',
        'no figure "stair". Did you mean "stairs"?',
        '"sleep-on-back" stands twice on the page. Keep one.',
    ]


def test_a_figure_that_no_page_shows_is_found(data: Figures, pages: dict[str, Page]) -> None:
    rest = [page for page in pages.values() if "<!-- figure: walk-and-jog -->" not in page.body]
    assert ["walk-and-jog" in finding.message for finding in check_placed(rest, data.figures)] == [True]
