// A newcomer with no manual: from an empty store to a partnership of three with an outcome and two measures, signed, and
// a contributor at the page where a file is brought in. Whoever does it follows what the pages say and nothing else.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, openPage, startNew, visit } from "../harness.mjs";
import { arrive, follow, press, words } from "./steps.mjs";

const PASSWORD = "four small words here";
let [server, browser] = [];

before(async () => {
  server = await startNew();
  if (server.address) browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop?.();
});

async function fill(page, all) {
  for (const [label, value] of Object.entries(all)) {
    const field = page.locator("main").getByLabel(label, { exact: true });
    if ((await field.evaluate((it) => it.tagName)) === "SELECT") await field.selectOption(value);
    else await field.fill(value);
  }
}

const tick = (page, ...labels) => Promise.all(labels.map((it) => page.locator("main").getByLabel(it, { exact: true }).check()));

async function joins(address, link, name) {
  const page = await openPage(browser, address);
  page.setDefaultTimeout(20_000);
  await visit(page, link);
  await fill(page, { "Your name": name, "Sign-in name": name, Password: PASSWORD, "The password once more": PASSWORD });
  await press(page, "Join");
  return page;
}

/** Signs whatever waits for this member's partner, from their first page on. */
async function signsAll(page, times) {
  for (let at = 0; at < times; at += 1) {
    await visit(page, "/p/warm-homes");
    await follow(page, /^“.*waits for your/);
    await press(page, /^Sign for/);
  }
}

test("three partners, an outcome, two measures, signed, and a file brought in", async (it) => {
  if (server.left) return it.skip(server.left);
  const { address } = server;
  const ann = await openPage(browser, address);
  ann.setDefaultTimeout(20_000);
  await visit(ann, server.link);
  await fill(ann, { "What the partnership is called": "Warm homes", "Your organisation or group": "Leith Council", "What kind it is": "council" });
  await fill(ann, { "Your name": "Ann", "Sign-in name": "ann", Password: PASSWORD, "The password once more": PASSWORD });
  await press(ann, "Start it");

  await follow(ann, /^Take the other partners in/);
  await fill(ann, { "Its name": "Warm Hands", "What kind of partner it is": "charity" });
  await press(ann, "Take it in");
  await press(ann, "Take another partner in");
  await fill(ann, { "Its name": "Tenants Together", "What kind of partner it is": "residents’ group" });
  await press(ann, "Take it in");

  const pages = [];
  for (const [role, name] of [["Contributor", "bob"], ["Resident", "cat"]]) {
    await tick(ann, role);
    await press(ann, "Make an invitation");
    const link = (await ann.content()).match(/\/invitation\/[0-9a-f]+/)[0];
    pages.push(await joins(address, link, name));
    await visit(ann, "/p/warm-homes/members");
  }

  await visit(ann, "/p/warm-homes");
  await follow(ann, /^Put an outcome forward/);
  await fill(ann, { "The change, in a few words": "Homes are warm enough", "Why partners want it": "Cold homes make people ill." });
  await press(ann, "Put it forward");
  for (const title of ["Homes at 18 degrees", "Nights in hospital"]) {
    await follow(ann, "Framework");
    await arrive(ann, () => ann.locator("main").getByText("Put forward a measure", { exact: true }).click());
    await fill(ann, {
      Name: title, "The question it helps to answer": "Are homes warm enough?", "Out of what (only for a share)": "Homes that were visited",
      "Whom it is about, and as of when": "All tenants of the council", "What is a place?": "ward", "Minutes one return takes": "20",
      "What could go wrong if it is used badly": "Only easy homes are visited.", "Where the definition comes from": "agreed here",
    });
    await ann.locator("main input[name=numerator]").fill("Homes at 18 degrees or more");
    await tick(ann, "A share", "Higher");
    await press(ann, "Put it forward");
    await fill(ann, { "Why these uses, and why not the others?": "We learn first." });
    await press(ann, "See what it changes");
    await press(ann, "Put it to the partners");
    await press(ann, "Sign for Leith Council");
  }
  const [bob, cat] = pages;
  await signsAll(cat, 2);
  await signsAll(bob, 2);

  await visit(bob, "/p/warm-homes");
  await follow(bob, /^Bring the first evidence/);
  const such = await bob.locator("main pre").first().innerText();
  assert.match(such, /^period,ward,numerator,denominator\n2026-01,/);
  await fill(bob, { "Which measure it is evidence of": "homes-at-18-degrees" });
  await bob.locator("input[type=file]").setInputFiles({ name: "homes.csv", mimeType: "text/csv", buffer: Buffer.from(`${such}\n`) });
  await arrive(bob, () => bob.getByRole("button", { name: "Read the file" }).click());
  assert.match(await words(bob), /1 reading|1 row/);
});
