// Every page, on a phone and on a desk: nothing scrolls sideways, nothing is unnamed, nothing comes from elsewhere.

import assert from "node:assert/strict";
import { look, picture, visit } from "../harness.mjs";
import { linked, tooWide, unnamed } from "./pages.mjs";
import { EDITION, MEASURE, PARTNERSHIP, beside, demonstration, stepIn } from "./steps.mjs";

const story = demonstration();
/** Most bytes of a first visit, with style sheet and script, as they travel. */
const FIRST_VISIT = 60_000;

const PUBLIC = ["/", "/about", "/about/licences", "/accessibility", "/sign-in", "/help", "/help/xmr", "/verify",
  `${PARTNERSHIP}/accounts`, EDITION, `${EDITION}/verify`];
const MEMBERS = ["", "/framework", "/framework/outcomes/new", "/framework/measures/new", "/evidence",
  "/evidence?measure=seen-within-four-hours", "/learning", "/sessions/new?measure=seen-within-four-hours",
  "/sessions/looking-back-2016-to-2019", "/sessions/looking-back-2016-to-2019/decide", "/decisions", "/decisions?show=due", "/duties", "/duties/new", "/candour", "/candour/new", "/accounts",
  "/accounts/new", "/record", "/record?kind=refused"].map((it) => PARTNERSHIP + it);
const OF_MEASURE = ["", "?view=xmr&place=RF4&group=1", "?view=funnel", "?view=threshold", "/agreements/new"].map((it) => MEASURE + it);

/** Looks at one page 320, 375 and 1280 pixels wide. Every answer on the way must bring the policy that keeps strangers out. */
async function everyWidth(page, path) {
  const wrong = [];
  const policy = (answer) => {
    const csp = answer.headers()["content-security-policy"] ?? "";
    if (!csp.includes("default-src 'none'") || csp.includes("unsafe-inline")) wrong.push(`policy of ${answer.url()}: ${csp}`);
  };
  page.on("response", policy);
  try {
    await page.setViewportSize({ width: 320, height: 800 });
    await visit(page, path);
    wrong.push(...(await page.evaluate(unnamed)));
    await page.setViewportSize({ width: 375, height: 800 });
    wrong.push(...(await page.evaluate(tooWide)));
    await page.setViewportSize({ width: 1280, height: 800 });
    await look(page);
  } finally {
    page.off("response", policy);
  }
  assert.deepEqual(wrong, [], path);
}

async function all(page, paths) {
  const wrong = [];
  for (const path of paths) await everyWidth(page, path).catch((fault) => wrong.push(`${path}: ${fault.message}`));
  assert.equal(wrong.length, 0, wrong.join("\n\n"));
}

story("pages for anyone", (page) => all(page, PUBLIC));

story("pages for members", async (page) => {
  await stepIn(page, "Demo analyst");
  await all(page, MEMBERS);
});

story("pages of the measure, and of entries of each kind", async (page) => {
  await stepIn(page, "Demo convenor");
  await all(page, OF_MEASURE);
  const measure = linked(await page.request.get(MEASURE).then((it) => it.text()), "http://x/");
  const agreement = measure.find((it) => /\/agreements\/\d+$/.test(it));
  const decision = measure.find((it) => /\/decisions\/\d+$/.test(it));
  const batch = measure.find((it) => /\/record\/\d+$/.test(it));
  for (const it of [agreement, decision, batch]) assert.ok(it, `the measure leads to none: ${measure.join(" ")}`);
  await all(page, [agreement, decision, batch]);
});

story("every link on every page leads somewhere", async (page, { address }) => {
  await stepIn(page, "Demo analyst");
  const [known, wrong] = [new Set(["/", PARTNERSHIP]), []];
  for (const path of known) {
    const answer = await page.request.get(path, { maxRedirects: 0 });
    if (answer.status() >= 400) wrong.push(`${path} answers ${answer.status()}`);
    const csp = answer.headers()["content-security-policy"] ?? "";
    if (!csp.includes("default-src 'none'") || csp.includes("unsafe-inline")) wrong.push(`${path} has the policy ${csp}`);
    if (!/text\/html/.test(answer.headers()["content-type"] ?? "")) continue;
    const found = linked(await answer.text(), new URL(path, address));
    found.filter((it) => !tooMany(it)).forEach((it) => known.add(it));
  }
  assert.deepEqual(wrong, []);
  assert.ok(known.size > 60, `only ${known.size} addresses were found`);
});

/** One chart for every place and every row of evidence would be the same page hundreds of times. */
const tooMany = (path) => /[?&](place|group)=/.test(path);

story("a first visit to the chart is small", async (page) => {
  await stepIn(page, "Demo convenor");
  const cold = await page.context().newCDPSession(page);
  await cold.send("Network.enable");
  await cold.send("Network.setCacheDisabled", { cacheDisabled: true });
  let bytes = 0;
  cold.on("Network.loadingFinished", (it) => (bytes += it.encodedDataLength));
  await page.goto(MEASURE, { waitUntil: "networkidle" });
  assert.ok(bytes > 5_000, `${bytes} bytes cannot be right`);
  assert.ok(bytes <= FIRST_VISIT, `${bytes} bytes travelled; at most ${FIRST_VISIT}`);
});

story("colours of one's own, and text twice as large", async (page) => {
  await stepIn(page, "Demo convenor");
  for (const [name, path] of [["home", PARTNERSHIP], ["measure", MEASURE], ["edition", EDITION], ["record", `${PARTNERSHIP}/record`]]) {
    await visit(page, path);
    await page.emulateMedia({ forcedColors: "active" });
    await picture(page, `own-colours-${name}`);
    await page.emulateMedia({ forcedColors: "none" });
    await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
    await look(page);
    await picture(page, `large-text-${name}`);
  }
});

story("a sign-in elsewhere does not make this page a member's", async (page, { browser, address }) => {
  const member = await beside(browser, address, "demo-convenor");
  assert.match(await member.get(`${PARTNERSHIP}/framework`), /Map of uses/);
  await member.done();
  await visit(page, `${PARTNERSHIP}/framework`, { status: 401 });
});
