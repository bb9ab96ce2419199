// What every browser test needs: a demonstration to visit, a browser, and visits that look for what people stumble on.
//
//   MEASURE_BIN          the binary to start                 MEASURE_ADDRESS  a server that runs already, instead
//   MEASURE_SCREENSHOTS  a folder for pictures (none taken without it)
//   CHROMIUM             the browser, when it is not where Debian puts it

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const PHONE = { width: 360, height: 740 };
export const DESKTOP = { width: 1280, height: 900 };

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
// Nothing but the page: no first-run pages, no updates, no look-ups of its maker's hosts.
const FLAGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const FILLING = 180_000;

/**
 * Starts the demonstration on a free port with a store of its own.
 *
 * `env` is what is set beside what is set here. Gives `{ address, stop }`, or `{ left: why }` when there is nothing to
 * visit.
 */
export async function startDemo({ env = {}, port = 0 } = {}) {
  if (process.env.MEASURE_ADDRESS) {
    return { address: process.env.MEASURE_ADDRESS.replace(/\/$/, ""), stop: async () => {} };
  }
  const binary = process.env.MEASURE_BIN;
  if (!binary) return { left: "left out: MEASURE_BIN names no binary; scripts/browser-tests builds one" };
  const folder = await mkdtemp(join(tmpdir(), "measure-demo-"));
  const demo = spawn(binary, ["demo", "--no-open", "--port", String(port), "--store", join(folder, "demo.db")], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  const stop = async () => {
    await end(demo);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { address: await printedAddress(demo), stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}

/** Starts a server over a store with nothing in it. Gives also the `link` by which its first partnership is started. */
export async function startNew() {
  const binary = process.env.MEASURE_BIN;
  if (process.env.MEASURE_ADDRESS || !binary) return { left: "left out: MEASURE_BIN names no binary, or the server is not ours" };
  const folder = await mkdtemp(join(tmpdir(), "measure-new-"));
  const server = spawn(binary, ["serve", "--new", "--json", "--port", "0", "--store", join(folder, "new.db")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const stop = async () => {
    await end(server);
    await rm(folder, { recursive: true, force: true });
  };
  const [line] = await once(server.stdout, "data");
  const { serving, start } = JSON.parse(line);
  return { address: serving, link: start, stop };
}

/** The address a server prints. */
function printedAddress(server) {
  return new Promise((resolve, reject) => {
    let said = "";
    const late = setTimeout(() => reject(new Error(`no address after ${FILLING / 1000} s; it said:\n${said}`)), FILLING);
    const settle = (how, what) => {
      clearTimeout(late);
      how(what);
    };
    const listen = (bytes) => {
      said += bytes;
      const found = said.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (found) settle(resolve, found[0]);
    };
    server.stdout.on("data", listen);
    server.stderr.on("data", listen);
    server.on("error", (fault) => settle(reject, fault));
    server.on("close", (code) => {
      settle(reject, new Error(`it ended with ${code} before it printed an address; it said:\n${said}`));
    });
  });
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await gone;
  clearTimeout(late);
}

/** Opens Chromium. Its sandbox cannot work for root, nor in some containers; the pages are our own. */
export async function openBrowser() {
  const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const executablePath = places.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error("Chromium is not here. On Debian: apt-get install chromium");
  const options = { executablePath, headless: true, args: FLAGS };
  if (process.getuid?.() === 0) return chromium.launch({ ...options, chromiumSandbox: false });
  try {
    return await chromium.launch({ ...options, chromiumSandbox: true });
  } catch {
    return chromium.launch({ ...options, chromiumSandbox: false });
  }
}

const troubles = new WeakMap();
const scriptless = new WeakSet();

/**
 * A new page with its own sign-in. `script: false` is a browser without script; `size` is the window; `also` are other
 * servers that may be asked.
 */
export async function openPage(browser, address, { size = DESKTOP, script = true, also = [] } = {}) {
  const context = await browser.newContext({
    baseURL: address,
    viewport: size,
    javaScriptEnabled: script,
    locale: "en-GB",
    timezoneId: "Europe/London",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const found = [];
  troubles.set(page, found);
  if (!script) scriptless.add(page);
  page.on("pageerror", (fault) => found.push(`the script failed: ${fault.message}`));
  page.on("console", (it) => {
    // A page that answers 403 or 404 on purpose is also told to the console; `visit` checks the answer itself.
    if (it.type() === "error" && !it.text().startsWith("Failed to load resource")) found.push(`console: ${it.text()}`);
  });
  page.on("request", (it) => {
    const here = it.url().startsWith(`${address}/`) || it.url().startsWith("data:") || it.url().startsWith("blob:");
    if (!here && !also.some((other) => it.url().startsWith(other))) found.push(`asks another server: ${it.url()}`);
  });
  page.on("response", (it) => {
    // What a script sends for a person may be refused with a page, which it shows.
    const sent = it.request().isNavigationRequest() || it.request().method() === "POST";
    if (it.status() >= 400 && !sent) found.push(`${it.status()} for ${it.url()}`);
  });
  return page;
}

/** Goes to a page, checks its answer, and looks at what came. */
export async function visit(page, path, { status = 200 } = {}) {
  const answer = await page.goto(path);
  if (answer.status() !== status) throw new Error(`${path} answered ${answer.status()}, not ${status}`);
  await look(page);
  return answer;
}

/** Looks at the page that is open: accessibility, width, faults of script, requests to others. Fails with all it found. */
export async function look(page) {
  // A heading can be seen before the style sheet has arrived; what is judged is the page as a person gets it.
  await page.waitForLoadState("load");
  const found = troubles.get(page)?.splice(0) ?? [];
  found.push(...(await unreadable(page)), ...(await tooWide(page)));
  if (found.length > 0) throw new Error(`${new URL(page.url()).pathname}:\n- ${found.join("\n- ")}`);
}

/** What breaks WCAG 2.0 to 2.2, level A or AA, as far as axe-core can see. */
async function unreadable(page) {
  if (scriptless.has(page)) await page.evaluate(timersAtOnce);
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (values) => globalThis.axe.run({ runOnly: { type: "tag", values }, resultTypes: ["violations"], preload: false }),
    RULES,
  );
  return violations.map(({ id, impact, help, nodes }) => {
    const places = nodes.slice(0, 5).map((it) => `    ${it.target.join(" ")}\n    ${it.failureSummary.replaceAll("\n", "\n    ")}`);
    const more = nodes.length > places.length ? [`    and ${nodes.length - places.length} more`] : [];
    return [`${id} (${impact}): ${help}`, ...places, ...more].join("\n");
  });
}

/**
 * Runs in a page without script, where no timer or observer ever calls back; a promise still does.
 * So axe-core, which waits for both, is given timers that ring at once and no observers.
 */
function timersAtOnce() {
  globalThis.MutationObserver = undefined;
  globalThis.WebKitMutationObserver = undefined;
  globalThis.setTimeout = (ring) => {
    Promise.resolve().then(ring);
    return 0;
  };
}

/** A page never scrolls sideways; a wide table scrolls inside its own box (WCAG 1.4.10). */
async function tooWide(page) {
  const [wide, has] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  return wide > has + 1 ? [`scrolls sideways: ${wide} pixels in a window of ${has}`] : [];
}

/** Presses Tab until what has the focus is named so. Every stop on the way must be seen. Gives the names passed. */
export async function tabTo(page, name, { limit = 80 } = {}) {
  const passed = [];
  while (passed.length < limit) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(focused);
    passed.push(stop.name);
    if (stop.name !== "" && !stop.seen) throw new Error(`the focus cannot be seen on "${stop.name}"`);
    if (typeof name === "string" ? stop.name === name : name.test(stop.name)) return passed;
  }
  throw new Error(`Tab never reached ${name}; it passed:\n  ${passed.join("\n  ")}`);
}

/** Runs in the page: the name of what has the focus, and whether a person would see that it has. */
function focused() {
  const it = document.activeElement;
  if (!it || it === document.body) return { name: "", seen: true };
  const label = it.labels?.[0]?.innerText ?? it.getAttribute("aria-label") ?? it.innerText ?? it.value ?? "";
  const [style, box] = [getComputedStyle(it), it.getBoundingClientRect()];
  const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const inWindow = box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight;
  return { name: label.trim().replace(/\s+/g, " "), seen: (outlined || style.boxShadow !== "none") && inWindow };
}

/** A picture of the whole page, `NAME.png`, in the folder that MEASURE_SCREENSHOTS names. */
export async function picture(page, name) {
  const folder = process.env.MEASURE_SCREENSHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
