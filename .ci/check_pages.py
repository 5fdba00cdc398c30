"""Pages of a run in headless Chromium. Usage: check_pages.py FOLDER

Prints a line a fault, with the page, the width and the scheme, and exits with 1 if there is one.
"""

import concurrent.futures
import os
import pathlib
import shutil
import sys

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

WIDTHS = (360, 1024, 1600)
# A4 at 96 dots an inch, without the margins of the page's own style.
PAPER = 673

# What is folded is read too.
OPEN = "document.querySelectorAll('details').forEach(d => { d.open = true })"

# Texts whose boxes meet by more than this are said to cover each other; a glyph's box has some air.
MEASURE = """() => {
  const slack = 2, faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth + 1)
    faults.push(`runs over by ${root.scrollWidth - root.clientWidth} px`);
  const short = text => text.trim().replace(/\\s+/g, ' ').slice(0, 40);
  const cover = (boxes, where) => {
    boxes.sort((a, b) => a.top - b.top);
    for (let i = 0; i < boxes.length; i++)
      for (let j = i + 1; j < boxes.length && boxes[j].top < boxes[i].bottom - slack; j++) {
        const a = boxes[i], b = boxes[j];
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > slack && high > slack && a.owner !== b.owner)
          faults.push(`${where}: '${a.text}' and '${b.text}' cover each other`);
      }
  };
  for (const svg of document.querySelectorAll('svg.chart')) {
    const frame = svg.getBoundingClientRect();
    if (!frame.width) continue;
    const name = short(svg.querySelector('title')?.textContent ?? 'chart');
    const boxes = [...svg.querySelectorAll('text')].map(text => {
      const box = text.getBoundingClientRect();
      return { left: box.left, right: box.right, top: box.top, bottom: box.bottom, owner: text,
               text: short(text.lastChild?.textContent ?? '') };
    }).filter(box => box.right > box.left);
    for (const box of boxes)
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1
          || box.bottom > frame.bottom + 1)
        faults.push(`${name}: '${box.text}' is cut off`);
    cover(boxes, name);
  }
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, node =>
    node.parentElement.closest('svg, style, .skip') || !node.textContent.trim()
      ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const range = document.createRange();
  while (walker.nextNode()) {
    const node = walker.currentNode;
    range.selectNodeContents(node);
    // What is scrolled out of a table's region is not seen, whatever stands beside the region.
    const region = node.parentElement.closest('.scroll');
    const seen = region && getComputedStyle(region).overflowX !== 'visible'
      ? region.getBoundingClientRect() : { left: -Infinity, right: Infinity };
    for (const box of range.getClientRects()) {
      const left = Math.max(box.left, seen.left), right = Math.min(box.right, seen.right);
      if (right > left && box.height)
        boxes.push({ left, right, top: box.top, bottom: box.bottom,
                     owner: node, text: short(node.textContent) });
    }
    const style = getComputedStyle(node.parentElement);
    if (/hidden|clip/.test(style.overflowX) && node.parentElement.scrollWidth
        > node.parentElement.clientWidth + 1)
      faults.push(`'${short(node.textContent)}' is cut off`);
  }
  cover(boxes, 'text');
  return [...new Set(faults)].slice(0, 20);
}"""


def faults_of(browser, axe, file: pathlib.Path) -> list[str]:
    faults: list[str] = []
    page = browser.new_page(viewport={"width": 1024, "height": 900})
    page.on("console", lambda message: faults.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on(
        "request",
        lambda request: None
        if request.url.startswith(("file:", "data:"))
        else faults.append(f"asks for {request.url}"),
    )
    page.goto(file.as_uri())
    page.evaluate(OPEN)
    for scheme in ("light", "dark"):
        page.emulate_media(media="screen", color_scheme=scheme)
        # Sizes do not depend on the scheme: one width is enough to see that they do not.
        for width in WIDTHS if scheme == "light" else WIDTHS[:1]:
            page.set_viewport_size({"width": width, "height": 900})
            faults += [f"{width} px, {scheme}: {fault}" for fault in page.evaluate(MEASURE)]
        page.set_viewport_size({"width": 1024, "height": 900})
        # Colours alone differ in the dark.
        options = {} if scheme == "light" else {"runOnly": ["color-contrast"]}
        for violation in axe.run(page, options=options)["violations"]:
            if violation["impact"] in ("serious", "critical"):
                node = violation["nodes"][0]["target"][0]
                faults.append(f"{scheme}: {violation['id']} at {node}")
    page.emulate_media(media="print", color_scheme="light")
    page.set_viewport_size({"width": PAPER, "height": 900})
    faults += [f"print: {fault}" for fault in page.evaluate(MEASURE)]
    page.close()
    return faults


def check(files: list[pathlib.Path]) -> list[tuple[pathlib.Path, list[str]]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        axe = Axe()
        found = [(file, faults_of(browser, axe, file)) for file in files]
        browser.close()
        return found


def main() -> int:
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "reports").resolve()
    files = sorted(root.glob("index.html")) + sorted(root.glob("*/index.html"))
    if len(files) < 2:
        print(f"check: no pages in {root.name}", file=sys.stderr)
        return 1
    # Largest first, dealt out in turn, so that no browser is left alone with the long ones.
    files.sort(key=lambda file: -file.stat().st_size)
    count = min(os.cpu_count() or 1, 4)
    with concurrent.futures.ProcessPoolExecutor(count) as pool:
        results = [item for part in pool.map(check, [files[i::count] for i in range(count)]) for item in part]
    broken = 0
    for file, faults in sorted(results):
        for fault in faults:
            print(f"check: {file.relative_to(root)}: {fault}", file=sys.stderr)
        broken += bool(faults)
    if broken:
        print(f"check: {broken} of {len(files)} pages have faults", file=sys.stderr)
        return 1
    print(f"check: {len(files)} pages hold at {', '.join(map(str, WIDTHS))} px, in dark and in print")
    return 0


if __name__ == "__main__":
    sys.exit(main())
