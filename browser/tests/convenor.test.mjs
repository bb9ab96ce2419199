// A convenor: looks, asks for a use that is not agreed, puts it to the partners, and takes a decision that is marked on the chart.

import assert from "node:assert/strict";
import { look, visit } from "../harness.mjs";
import { MEASURE, PARTNERSHIP, arrive, claim, demonstration, follow, heading, press, said, stepIn, words } from "./steps.mjs";

const story = demonstration();
const CONVENOR = "Demo convenor";

story("one press signs in, and the way from home leads to the chart", async (page) => {
  await visit(page, "/");
  await press(page, "Sign in");
  await press(page, new RegExp(`^${CONVENOR}`));
  assert.equal(new URL(page.url()).pathname, PARTNERSHIP);
  assert.match(await heading(page), /What needs attention/);
  assert.match(await page.getByRole("region", { name: "Where you are" }).innerText(), /Demo convenor for Demo health board/);
  await follow(page, "Framework");
  assert.match(await words(page), /What matters here and nobody measures/);
  await follow(page, "Seen within four hours in A&E");
  const badges = page.getByRole("list", { name: "What it may be used for" });
  for (const [use, word] of [["Target", "granted"], ["Ranking", "not agreed"], ["Payment", "not agreed"]]) {
    assert.match(await badges.getByRole("listitem").filter({ hasText: use }).innerText(), new RegExp(`${use}\\s+${word}`));
  }
  assert.match(await words(page), /Objection\. Demo residents’ forum: “We sign so that the figures can be seen/);
  assert.equal(await page.locator("#chart svg:visible").count(), 1);
  assert.match(await words(page), /A process chart of 36 readings/);
});

story("every way of looking at the measure is a page of its own", async (page) => {
  await stepIn(page, CONVENOR);
  await visit(page, MEASURE);
  const topics = page.getByRole("navigation", { name: "What to ask" });
  const hrefs = (nav) => nav.getByRole("link").evaluateAll((found) => found.map((it) => it.getAttribute("href")));
  const views = page.getByRole("navigation", { name: "Ways of looking at it" });
  const links = [];
  for (const topic of await hrefs(topics)) {
    await visit(page, topic);
    assert.equal(await topics.locator("[aria-current=true]").count(), 1, topic);
    links.push(...((await views.count()) ? await hrefs(views) : [topic]));
  }
  assert.ok(links.length >= 3, `only ${links.length} ways`);
  let charts = 0;
  for (const link of links) {
    await visit(page, link);
    const chart = await page.locator("#chart svg:visible").count();
    charts += chart;
    // A view that this evidence is not enough for says so, and what would be.
    if (!chart) assert.match(await page.locator(".cm-refusal").innerText(), /What you can do\s+\S/, link);
  }
  assert.ok(charts >= 3, `only ${charts} charts`);
  await visit(page, MEASURE);
  await page.getByRole("combobox", { name: "Provider" }).selectOption("RF4");
  await press(page, "Show");
  assert.match(page.url(), /place=RF4/);
  assert.match(await page.locator("#chart .cm-chart__subtitle").innerText(), /RF4/);
});

story("asking for the ranking is refused in words, and the no stands under Record", async (page) => {
  await stepIn(page, CONVENOR);
  await visit(page, MEASURE);
  await press(page, "Rank the providers", { status: 409 });
  const refusal = page.getByRole("region", { name: /ranking/i });
  assert.match(await refusal.innerText(), /What you can do\s+\S/);
  assert.match(await refusal.innerText(), /Code framework\/motive-not-agreed/);
  await arrive(page, () => refusal.getByRole("link", { name: "Record" }).click());
  await follow(page, /^Refused uses \([1-9]/);
  const newest = page.getByRole("article").first();
  assert.match(await newest.innerText(), /Ranking of “Seen within four hours in A&E”/);
  assert.match(await newest.innerText(), /Asked by\s+Demo health board/);
  assert.match(await newest.innerText(), /What would make it possible\s+\S/);
  await arrive(page, () => newest.getByRole("link", { name: /^Entry \d/ }).click());
  assert.match(await words(page), /What would make it possible/);
});

story("a new use is put to the partners, signed, and waits for the others", async (page) => {
  await stepIn(page, CONVENOR);
  await visit(page, MEASURE);
  await follow(page, "Propose a change of use");
  await press(page, "See what it changes", { status: 422 });
  assert.match(await page.title(), /^Error: /);
  assert.match(await page.getByRole("alert").innerText(), /Say why these uses/);
  await page.getByRole("checkbox", { name: "Ranking" }).check();
  await page.getByLabel("Why these uses, and why not the others?").fill("The panel asks for an order of providers.");
  await press(page, "See what it changes");
  assert.match(await words(page), /Look at it once more.*Adds ranking/);
  await press(page, "Put it to the partners");
  assert.match(await said(page), /put forward and on record/);
  assert.match(await words(page), /Waits for Demo .*Demo health board/);
  await press(page, "Sign for Demo health board");
  assert.match(await said(page), /signature is on record/);
  const stands = await page.getByRole("region", { name: /Waits for/ }).innerText();
  assert.doesNotMatch(stands, /Demo health board/);
  for (const partner of ["Demo analysis unit", "Demo scrutiny panel", "Demo residents’ forum"]) {
    assert.ok(stands.includes(partner), `${partner} is not waited for: ${stands}`);
  }
  await follow(page, "Back to the measure");
  assert.match(await words(page), /Ranking not agreed/);
  await follow(page, /^Version 3 waits for signatures/);
  assert.match(await heading(page), /version 3/);
});

story("a session on the chart, a decision with a forecast, and its mark on the chart", async (page) => {
  const label = "Night rota changed";
  await stepIn(page, CONVENOR);
  await visit(page, `${PARTNERSHIP}/learning`);
  await press(page, "Open a session");
  await visit(page, `${PARTNERSHIP}/sessions/new?measure=seen-within-four-hours`);
  assert.ok((await page.getByRole("checkbox", { checked: true }).count()) >= 1, "the chart it came from is not ticked");
  await press(page, "Open the session", { status: 422 });
  assert.match(await page.getByRole("alert").innerText(), /Enter what the session is called/);
  await page.getByLabel("What the session is called").fill("Winter, looked back at in spring");
  await page.getByLabel("The question it is about").fill("Is each winter lower than the one before?");
  await press(page, "Open the session");
  assert.equal(await heading(page), "Winter, looked back at in spring");
  assert.equal(await page.locator("figure svg:visible").count(), 1);
  assert.match(await words(page), /Frozen as known when the session was opened/);
  assert.match(await words(page), /Not heard yet: .*Demo residents’ forum/);

  await page.getByLabel("What your partner makes of it").fill("Each winter starts lower.");
  await page.getByLabel("What would change your mind").fill("A winter inside the limits of its summer.");
  await claim(page, "Observed", "On the chart.");
  await press(page, "Put it on record for Demo health board");
  assert.match(await page.getByRole("article").filter({ hasText: "Demo health board" }).first().innerText(), /Each winter starts lower/);

  await press(page, "Decide");
  await press(page, "Put the decision on record", { status: 422 });
  await page.getByLabel("What we will do").fill("Change the night rota before December.");
  await page.getByLabel("Why", { exact: true }).fill("Nights are where the wait is longest.");
  await claim(page, "We cannot honestly say", "A ward where the rota stays as it is.");
  await page.getByLabel("What we expect to see").fill("In March 2027 the share lies above 88%.");
  await page.getByLabel("By which day").fill("1 April 2027");
  await page.getByRole("radio", { name: "75%" }).check();
  await page.getByLabel("When we look back").fill("15 April 2027");
  await press(page, "Put the decision on record");
  assert.match(await said(page), /on record/);
  assert.equal(await heading(page), "Change the night rota before December.");
  assert.match(await words(page), /75% sure In March 2027 the share lies above 88%/);

  await page.getByText("Record something done differently").click();
  const form = page.locator("form[action$='/adapt']");
  await look(page);
  const inputs = await form.locator("input[type=text], textarea").evaluateAll((all) => all.map((it) => it.name));
  for (const name of inputs) await form.locator(`[name="${name}"]`).fill(answer(name, label));
  await arrive(page, () => form.getByRole("button", { name: "Put it on record" }).click());
  await follow(page, /^See the marks? on the chart$/);
  assert.ok((await page.locator("#chart svg:visible").textContent()).includes(label), "the mark is not on the chart");
  assert.match(await words(page), /In March 2027 the share lies above 88%/);
});

/** What an adaptation is asked, by the name of the field. */
const answer = (name, label) => (name === "label" ? label : name === "from" ? "1 December 2017" : "Two more at the door from ten at night.");
