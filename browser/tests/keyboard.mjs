// Going about with keys alone, and seeing at every stop where one is.

import { tabTo } from "../harness.mjs";
import { arrive } from "./steps.mjs";

/** Tabs to what is named so and presses a key on it that leads to another page. */
export async function go(page, name, { key = "Enter", ...options } = {}) {
  await tabTo(page, name, { limit: 200 });
  return arrive(page, () => page.keyboard.press(key), options);
}

/** Tabs to what is named so and writes into it. */
export async function write(page, name, text) {
  await tabTo(page, name, { limit: 200 });
  await page.keyboard.type(text);
}

/**
 * Tabs through the whole page once.
 *
 * Gives its `stops`, each with its place in the document and whether it could be seen, and `expected`, the places that
 * must be among them. Fails when the focus does not move on.
 */
export async function walk(page, { limit = 250 } = {}) {
  await page.evaluate(() => document.activeElement?.blur());
  const stops = [];
  for (let count = 0; count < limit; count += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(where);
    if (stop === null) return { stops, expected: await page.evaluate(reachable) };
    if (stops.at(-1)?.at === stop.at) throw new Error(`the focus stays on "${stop.name}"`);
    if (stop.at === stops[0]?.at) return { stops, expected: await page.evaluate(reachable) };
    stops.push(stop);
  }
  throw new Error(`more than ${limit} stops`);
}

/** Runs in the page: which element has the focus, by its place in the document, and whether a person sees it. */
function where() {
  const it = document.activeElement;
  if (!it || it === document.body || it === document.documentElement) return null;
  const [style, box] = [getComputedStyle(it), it.getBoundingClientRect()];
  const outlined = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  const at = [...document.querySelectorAll("*")].indexOf(it);
  const middle = document.elementFromPoint(box.left + Math.min(box.width, innerWidth) / 2, box.top + Math.min(box.height, 40) / 2);
  const covered = middle !== null && !it.contains(middle) && !middle.contains(it) && !it.labels?.[0]?.contains(middle);
  const name = (it.getAttribute("aria-label") ?? it.innerText ?? it.textContent ?? it.localName).trim().slice(0, 60);
  return { at, name, seen: outlined && box.bottom > 0 && box.top < innerHeight, covered };
}

/** Runs in the page: the places of everything that a key must be able to reach. A group of radio buttons is one stop. */
function reachable() {
  const all = [...document.querySelectorAll("*")];
  // A chart's points are passed over on purpose, but for those marked: the table below leads to each.
  const can = "a[href]:not([tabindex='-1']), button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const folded = (it) => (it.localName === "summary" ? it.parentElement.parentElement : it).closest("details:not([open])") !== null;
  const shown = (it) => it.checkVisibility({ visibilityProperty: true }) && !it.disabled && !folded(it);
  const group = (it) => [...document.getElementsByName(it.name)].filter((other) => other.type === "radio" && other.form === it.form);
  const one = (it) => it.type !== "radio" || it === (group(it).find((other) => other.checked) ?? group(it)[0]);
  return [...document.querySelectorAll(can)].filter((it) => shown(it) && one(it)).map((it) => all.indexOf(it));
}
