// Anyone, in a browser without script: what is published can be read and checked, and what is not stays closed.

import assert from "node:assert/strict";
import { visit } from "../harness.mjs";
import { EDITION, MEASURE, PARTNERSHIP, beside, claim, demonstration, follow, heading, hidden, press, said, stepIn, words } from "./steps.mjs";

const without = demonstration();
const story = (name, told) => without(name, told, { script: false });
const RESIDENT = "Demo member of the public";

story("the front page leads to an edition, and a figure to its entry", async (page) => {
  await visit(page, "/");
  await follow(page, "Four-hour wait partnership");
  assert.equal(await heading(page), "Accounts");
  assert.doesNotMatch(await words(page), /not yet published/);
  await follow(page, /^Four hours in A&E/);
  assert.match(await words(page), /What these figures cannot say/);
  assert.match(await words(page), /Demo residents’ forum, .*We accept that the figures are what was reported/);
  assert.equal(await page.getByRole("button", { name: "Print" }).count(), 0);
  const trail = page.getByRole("link", { name: /^Trail of this figure/ }).first();
  const answer = await page.request.get(await trail.getAttribute("href"));
  assert.match(answer.headers()["content-type"], /application\/json/);
  const entry = await answer.json();
  assert.ok(JSON.stringify(entry).includes("seen-within-four-hours"), "the entry does not name its measure");
});

story("the table under a chart opens without script", async (page) => {
  await visit(page, EDITION);
  await page.locator("summary", { hasText: "All 36 rows as a table" }).first().click();
  assert.ok(await page.getByRole("table").first().isVisible());
  await follow(page, "Verify this edition");
  assert.equal(await heading(page), "Everything holds");
});

story("an edition is verified by sending it", async (page) => {
  const zip = await (await page.request.get(`${EDITION}/folder.zip`)).body();
  await visit(page, "/verify");
  await page.locator("#file").setInputFiles({ name: "edition.zip", mimeType: "application/zip", buffer: zip });
  await press(page, "Verify");
  assert.equal(await heading(page), "Everything holds");
  await visit(page, "/verify");
  await page.locator("#file").setInputFiles({ name: "photo.zip", mimeType: "application/zip", buffer: Buffer.from("no ZIP") });
  await press(page, "Verify", { status: 400 });
  assert.match(await words(page), /What you can do \S/);
});

story("help, what this is, and how accessible it is", async (page) => {
  await visit(page, "/help");
  await follow(page, /XmR/);
  assert.match(await words(page), /\bSource/);
  await visit(page, "/help/no-such-card", { status: 404 });
  await visit(page, "/");
  await follow(page, "What this is, and what it cannot promise");
  await follow(page, "Accessibility statement");
  assert.match(await words(page), /not claimed to conform/);
  await follow(page, "Sources and licences");
  assert.match(await words(page), /Open Government Licence/);
});

const CLOSED = ["/framework", "/framework/outcomes/new", "/evidence", "/learning", "/decisions", "/record", "/record/5", "/accounts/new",
  "/sessions/looking-back-2016-to-2019", "/measures/seen-within-four-hours", "/measures/seen-within-four-hours/data.csv", "/targets", "/measures/seen-within-four-hours/questions",
  "/measures/seen-within-four-hours/agreements/6", "/measures/seen-within-four-hours/agreements/new", "/evidence/12/rows.csv"];

story("what is for members asks whoever is not signed in to sign in", async (page) => {
  for (const path of CLOSED) {
    await visit(page, PARTNERSHIP + path, { status: 401 });
    assert.equal(await heading(page), "Sign in to read this", path);
    assert.doesNotMatch(await words(page), /breaches|attendances/i, path);
  }
  await press(page, "Sign in");
  assert.equal(await heading(page), "Sign in");
});

story("nothing is done for whoever is not signed in", async (page) => {
  for (const path of ["/measures/seen-within-four-hours/ask", "/measures/seen-within-four-hours/agreements/6/sign", "/framework/outcomes/new",
    "/measures/seen-within-four-hours/questions/answer?method=threshold&rule=just-past-the-line", "/sessions/new", "/sessions/looking-back-2016-to-2019/interpret", "/accounts/new", `${EDITION.slice(PARTNERSHIP.length)}/respond`]) {
    const answer = await page.request.post(PARTNERSHIP + path, { form: { method: "ranks", token: "x", text: "x" } });
    assert.equal(answer.status(), 401, path);
  }
});

story("addresses that are nowhere, and names that are made up", async (page) => {
  for (const path of ["/nowhere", "/p/nowhere/accounts", `${PARTNERSHIP}/accounts/nowhere`, `${PARTNERSHIP}/accounts/..%2F..%2Fetc%2Fpasswd`,
    `${EDITION}/files/entries/999999.json`, `${EDITION}/files/..%2f..%2fkey`, "/assets/nowhere.css"]) {
    assert.equal((await page.request.get(path)).status(), 404, path);
  }
  await visit(page, "/nowhere", { status: 404 });
  await stepIn(page, RESIDENT);
  for (const path of ["/measures/nowhere", "/measures/seen-within-four-hours/agreements/99999", "/measures/seen-within-four-hours/agreements/12",
    "/record/99999", "/record/-1", "/record/zero", "/sessions/nowhere", "/decisions/99999", "/decisions/5", "/evidence/5/rows.csv"]) {
    await visit(page, PARTNERSHIP + path, { status: 404 });
    assert.equal(await heading(page), "There is no such page", path);
  }
  await visit(page, "/p/another-partnership/record", { status: 404 });
});

story("a post from another site is turned away", async (page) => {
  const answer = await page.request.post("/sign-in/demonstration", { form: { as: "demo-convenor" }, headers: { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" } });
  assert.equal(answer.status(), 403);
});

story("a member of the public says what they make of it, and asks", async (page, { browser, address }) => {
  const convenor = await beside(browser, address, "demo-convenor");
  const input = await convenor.get(`${PARTNERSHIP}/sessions/new?measure=seen-within-four-hours`);
  const insight = input.match(/name="insight"[^>]*value="([^"]*)"/)[1].replaceAll("&#38;", "&").replaceAll("&amp;", "&");
  await convenor.post(`${PARTNERSHIP}/sessions/new`, {
    token: hidden(input, "token"), title: "Read together", question: "What does it hide?", "held-on": "3 December 2026", insight,
  });
  await convenor.done();
  await stepIn(page, RESIDENT);
  await follow(page, "Learning");
  await follow(page, "Read together");
  assert.match(await words(page), /Demo residents’ forum Has not said/);
  await press(page, "Put it on record for Demo residents’ forum", { status: 422 });
  assert.match(await page.getByRole("alert").innerText(), /Say what your partner makes of it/);
  await page.getByLabel("What your partner makes of it").fill("The long waits are not in here.");
  await page.getByLabel("What would change your mind").fill("A count of those over twelve hours.");
  await claim(page, "We cannot honestly say", "A count of those over twelve hours.");
  await press(page, "Put it on record for Demo residents’ forum");
  assert.match(await words(page), /Demo residents’ forum Demo member of the public The long waits are not in here/);
  await page.getByLabel("A question that stays open").fill("Who waits longest?");
  await press(page, "Leave the question open for Demo residents’ forum");
  assert.match(await words(page), /Who waits longest\? Demo member of the public for Demo residents’ forum/);
  assert.equal(await page.getByRole("button", { name: "Decide" }).count(), 0);
});

story("a member of the public objects to a new use, and the objection travels with it", async (page, { browser, address }) => {
  const convenor = await beside(browser, address, "demo-convenor");
  const input = await convenor.get(`${MEASURE}/agreements/new`);
  const partners = [...input.matchAll(/name="signatory"[^>]*value="([^"]*)"/g)].map((it) => it[1]);
  const form = new URLSearchParams([["token", hidden(input, "token")], ["motive", "learning"], ["motive", "payment"], ["rule", "all"],
    ["review-by", "1 December 2027"], ["reason", "To pay by it."], ["step", "propose"], ...partners.map((it) => ["signatory", it])]);
  const made = await convenor.post(`${MEASURE}/agreements/new`, form.toString());
  await convenor.done();
  await stepIn(page, RESIDENT);
  await follow(page, /waits for your partner's signature/);
  assert.equal(page.url(), made.url());
  await press(page, "Object for Demo residents’ forum", { status: 422 });
  assert.match(await page.getByRole("alert").innerText(), /Say why your partner objects/);
  await page.getByLabel("Why your partner objects").fill("Money will bend the count.");
  await press(page, "Object for Demo residents’ forum");
  assert.match(await said(page), /objection is on record/);
  assert.match(await words(page), /Objection\. Demo residents’ forum: “Money will bend the count\.”/);
  await press(page, "Take the objection of Demo residents’ forum back");
  assert.match(await said(page), /taken back/);
});

story("a member of the public responds to an edition, and everyone reads it beside", async (page) => {
  await stepIn(page, RESIDENT);
  await follow(page, "Accounts");
  await follow(page, /^Four hours in A&E/);
  await page.getByLabel("Your partner’s response").fill("Count the long waits too.");
  await press(page, "Put the response on record");
  assert.match(await said(page), /stands beside the edition/);
  await press(page, "Sign out");
  await visit(page, EDITION);
  assert.match(await words(page), /after the edition was sealed Count the long waits too\./);
  await follow(page, "Verify this edition");
  assert.equal(await heading(page), "Everything holds");
});

story("a role that does not include a deed is told so", async (page) => {
  await stepIn(page, RESIDENT);
  for (const path of ["/framework/outcomes/new", "/measures/seen-within-four-hours/agreements/new", "/sessions/new", "/accounts/new"]) {
    await visit(page, PARTNERSHIP + path, { status: 403 });
    assert.equal(await heading(page), "Your role does not include this", path);
  }
  await visit(page, `${PARTNERSHIP}/evidence`);
  assert.match(await words(page), /does not include bringing evidence in/);
});
