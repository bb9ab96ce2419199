// Partners before and beside the agreement: what they say, what they take from elsewhere, and how a definition changes.

import assert from "node:assert/strict";
import { visit } from "../harness.mjs";
import { MEASURE, PARTNERSHIP, demonstration, follow, heading, press, said, stepIn, words } from "./steps.mjs";

const story = demonstration();

story("a comment is made on a measure, and answered below it", async (page) => {
  await stepIn(page, "Demo member of the public");
  await visit(page, MEASURE);
  await follow(page, /comments, vetoes, definitions and own names/);
  assert.match(await heading(page), /What partners say/);
  await press(page, "Say it", { status: 422 });
  assert.match(await page.getByRole("alert").innerText(), /Write what you want to say/);
  await page.getByLabel("What your partner says").fill("Who left before being seen is not in it.");
  await press(page, "Say it");
  assert.match(await said(page), /on record/);
  const comment = page.getByRole("listitem").filter({ hasText: "Who left before being seen" });
  assert.match(await comment.innerText(), /Demo residents’ forum/);
  await stepIn(page, "Demo analyst");
  await visit(page, `${MEASURE}/discussion`);
  await page.getByRole("listitem").filter({ hasText: "Who left before being seen" }).getByRole("link", { name: /^Answer/ }).click();
  await page.waitForURL(/answers=/);
  await page.getByLabel("Your answer").fill("They are counted from April.");
  await press(page, "Answer");
  const answer = page.getByRole("listitem").filter({ hasText: "They are counted from April." });
  assert.match(await answer.getAttribute("class"), /answer/);
});

story("outcomes are taken from a published framework and cite it", async (page) => {
  await stepIn(page, "Demo convenor");
  await visit(page, `${PARTNERSHIP}/framework`);
  await follow(page, "Library of frameworks");
  await follow(page, "Supporting Families: the ten headline outcomes");
  assert.match(await words(page), /Open Government Licence v3\.0/);
  await page.getByRole("checkbox", { name: "Secure housing" }).check();
  await page.getByLabel("Why partners want them").fill("People without a home come to A&E more often.");
  await press(page, "Put them forward");
  await follow(page, "Secure housing");
  assert.match(await words(page), /Taken from Supporting Families/);
  await page.getByLabel("What matters and is left without a measure").fill("Whether a home feels safe");
  await page.getByLabel("Why it is not measured").fill("Asking would need a visit nobody can promise.");
  await press(page, "Leave it unmeasured, on record");
  assert.match(await words(page), /Whether a home feels safe/);
});

story("another definition is looked at part by part before it goes to the partners", async (page) => {
  await stepIn(page, "Demo convenor");
  await visit(page, `${MEASURE}/discussion`);
  await follow(page, "Propose another definition");
  await page.getByLabel("What is counted").fill("Attendances that ended within four hours, walk-in centres left out");
  await page.getByLabel("From which day does it hold?").fill("1 April 2018");
  await press(page, "See what it changes", { status: 422 });
  assert.match(await page.getByRole("alert").innerText(), /Choose how the two compare/);
  await page.getByRole("radio", { name: /may not be compared/ }).check();
  await page.getByLabel("What changes, and how you know how the two compare").fill("Walk-in centres are faster.");
  await press(page, "See what it changes");
  assert.match(await words(page), /What it changes from 1 April 2018 on.*walk-in centres left out/s);
  await press(page, "Put it to the partners");
  assert.match(await words(page), /Defines the measure anew from 1 April 2018/);
});

story("a partner that leaves is asked once more, and its page keeps what it learned", async (page) => {
  await stepIn(page, "Demo convenor");
  await visit(page, `${PARTNERSHIP}/framework`);
  await follow(page, "Demo analysis unit");
  assert.match(await words(page), /Evidence it brought in/);
  await follow(page, "Demo analysis unit leaves the partnership");
  await page.getByRole("radio", { name: "Demo scrutiny panel" }).check();
  await page.getByLabel("Why it leaves").fill("Its contract ended.");
  await press(page, "Go on");
  assert.match(await heading(page), /Does Demo analysis unit leave\?/);
  await press(page, "Demo analysis unit leaves");
  await visit(page, `${PARTNERSHIP}/partners/demo-analysis-unit`);
  assert.match(await words(page), /Left the partnership on .*Demo scrutiny panel follows it/s);
  assert.match(await words(page), /12,765 rows/);
});
