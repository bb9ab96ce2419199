// Somebody who answers to nobody here and is answered to, with a keyboard alone: no story in this file moves a mouse.

import assert from "node:assert/strict";
import { look, tabTo, visit } from "../harness.mjs";
import { go, walk, write } from "./keyboard.mjs";
import { EDITION, MEASURE, PARTNERSHIP, beside, demonstration, heading, hidden, said, words } from "./steps.mjs";

const story = demonstration();
const HOLDER = /^Demo account-holder/;

/** Signs in from the front page with keys alone. */
async function signIn(page) {
  await visit(page, "/");
  await go(page, "Sign in");
  await go(page, HOLDER);
  assert.match(await heading(page), /What needs attention/);
}

/** Puts an edition together as the analyst does, for the account-holder to respond to. Gives its address. */
async function draft(browser, address, title) {
  const analyst = await beside(browser, address, "demo-analyst");
  const input = await analyst.get(`${PARTNERSHIP}/accounts/new`);
  const figure = input.match(/name="figure"[^>]*value="([^"]*\|mean\|[^"]*)"/)[1].replaceAll("&#124;", "|");
  const made = await analyst.post(`${PARTNERSHIP}/accounts/new`, {
    token: hidden(input, "token"), title, covers: "April 2016 to March 2019", addressed_to: "Demo scrutiny panel", summary: "Three years in one chart.",
    figure, learned: "", cannot_say: "How long the long waits were.", attribution: "NHS England",
  });
  await analyst.done();
  return new URL(made.url()).pathname;
}

story("the first stop skips to the content", async (page) => {
  await visit(page, EDITION);
  assert.deepEqual(await tabTo(page, "Skip to main content", { limit: 1 }), ["Skip to main content"]);
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  const next = await tabTo(page, /./, { limit: 1 });
  assert.deepEqual(next, ["Verify this edition"]);
});

story("from the front page to an edition, a response, and out again", async (page) => {
  const text = "We read it without a mouse, and ask who waits longest.";
  await signIn(page);
  await go(page, "Accounts");
  await go(page, /^Four hours in A&E/);
  assert.match(await words(page), /What these figures cannot say/);
  await write(page, /^Your partner’s response/, text);
  await go(page, "Put the response on record");
  assert.match(await said(page), /stands beside the edition/);
  const response = await page.getByRole("article").filter({ hasText: text }).last().innerText();
  assert.match(response, /^Demo scrutiny panel, .*after the edition was sealed/);
  await go(page, "Sign out");
  assert.equal(new URL(page.url()).pathname, "/");
  await visit(page, EDITION);
  assert.ok((await words(page)).includes(text), "the response is not there for everyone");
  assert.equal(await page.getByRole("button", { name: "Put the response on record" }).count(), 0);
});

story("a draft waits on the home page, and a response becomes part of it", async (page, { browser, address }) => {
  const at = await draft(browser, address, "A draft to respond to");
  await signIn(page);
  await go(page, /^“A draft to respond to” is put together/);
  assert.equal(new URL(page.url()).pathname, at);
  await write(page, /^Your partner’s response/, "Say it in plainer words.");
  await go(page, "Put the response on record", { key: "Space" });
  assert.match(await words(page), /Demo scrutiny panel, .*Say it in plainer words\./);
  assert.equal(await page.getByRole("button", { name: /^Publish/ }).count(), 0);
});

story("choices are made with arrows, tables unfold with the space bar and scroll", async (page) => {
  await signIn(page);
  await visit(page, MEASURE);
  await tabTo(page, "Provider");
  await page.keyboard.type("RF4");
  assert.equal(await page.getByRole("combobox", { name: "Provider" }).inputValue(), "RF4");
  await tabTo(page, "Type of department");
  await page.keyboard.press("ArrowDown");
  await go(page, "Show");
  assert.match(page.url(), /place=RF4&group=1/);
  await tabTo(page, /rows as a table$/);
  await page.keyboard.press("Space");
  await look(page);
  await tabTo(page, /^./, { limit: 1 });
  const region = page.getByRole("region", { name: /Seen within four hours/ });
  assert.ok(await region.evaluate((it) => it === document.activeElement), "the table cannot be scrolled with keys");
  await page.keyboard.press("End");
  await page.waitForFunction(() => document.activeElement.scrollTop > 0);
});

story("asking and being refused, signing and objecting, all from the keyboard", async (page) => {
  await signIn(page);
  await go(page, "Framework");
  await go(page, "Seen within four hours in A&E");
  await go(page, "Rank the providers", { status: 409 });
  await go(page, "Record");
  await go(page, /^Refused uses/);
  assert.match(await words(page), /Asked by Demo scrutiny panel/);
  await visit(page, MEASURE);
  await go(page, /^Agreed for learning/);
  await write(page, "Why your partner objects", "Nobody asked those who wait.");
  await go(page, "Object for Demo scrutiny panel");
  assert.match(await words(page), /Objection\. Demo scrutiny panel: “Nobody asked those who wait\.”/);
});

story("every stop is reached once, in the order of the page, and seen", async (page) => {
  await signIn(page);
  const wrong = [];
  const paths = ["", "/framework", "/summary", "/equity", "/evidence", "/learning", "/accounts", "/record?kind=refused", "/measures/seen-within-four-hours",
    "/sessions/looking-back-2016-to-2019"].map((it) => PARTNERSHIP + it);
  for (const path of ["/sign-in", ...paths, EDITION]) {
    await visit(page, path);
    const { stops, expected } = await walk(page);
    const order = stops.map((it) => it.at);
    if (order.some((at, index) => index > 0 && at < order[index - 1])) wrong.push(`${path}: the order of the stops is not that of the page`);
    for (const it of stops.filter((it) => !it.seen)) wrong.push(`${path}: the focus cannot be seen on "${it.name}"`);
    for (const it of stops.filter((it) => it.covered)) wrong.push(`${path}: something lies over "${it.name}"`);
    const missed = expected.filter((at) => !order.includes(at));
    if (missed.length > 0) wrong.push(`${path}: ${missed.length} of ${expected.length} cannot be reached`);
  }
  assert.deepEqual(wrong, []);
});
