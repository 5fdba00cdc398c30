"""Pictures of parts of pages. Usage: page_pictures.py REPORTS FOLDER"""

import pathlib
import shutil
import sys

from playwright.sync_api import sync_playwright

# Name of the picture, page, what it ends with, and whether it begins at the top of the page.
PICTURES = [
    ("page-answer", "trade-doubling/index.html", "#answer", True),
    ("page-history", "trade-doubling/index.html", "#history svg >> nth=0", False),
]
WIDTH = 1024
AIR = 16
# All of them together, so that a clone stays small.
MOST_BYTES = 300_000


def main() -> int:
    reports, folder = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    folder.mkdir(parents=True, exist_ok=True)
    total = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": WIDTH, "height": 900}, color_scheme="light")
        for name, file, section, from_top in PICTURES:
            page.goto((reports / file).as_uri())
            box = page.locator(section).bounding_box()
            left, top = (0, 0) if from_top else (box["x"], box["y"])
            right = WIDTH if from_top else box["x"] + box["width"]
            bottom = box["y"] + box["height"] + (AIR if from_top else 0)
            picture = folder / f"{name}.png"
            page.screenshot(
                path=picture, full_page=True,
                clip={"x": left, "y": top, "width": right - left, "height": bottom - top},
            )
            total += picture.stat().st_size
        browser.close()
    print(f"pictures: {len(PICTURES)} in {folder.name}, {total} bytes")
    if total > MOST_BYTES:
        print(f"pictures: more than {MOST_BYTES} bytes", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
