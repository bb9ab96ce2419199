// What may be said without being cited, and what is owed without excuse.

import assert from "node:assert/strict";
import { visit } from "../harness.mjs";
import { MEASURE, PARTNERSHIP, demonstration, follow, heading, press, said, stepIn, words } from "./steps.mjs";

const story = demonstration();
const [CONVENOR, ANALYST, RESIDENT] = ["Demo convenor", "Demo analyst", "Demo member of the public"];
const SAID = "In December two nights were counted by guess, because nobody kept the board.";

story("what is said in a candour room is heard by its audience and cited by nobody", async (page) => {
  await stepIn(page, CONVENOR);
  await follow(page, "Learning");
  await follow(page, "Candour rooms");
  assert.match(await words(page), /No candour room is open/);
  assert.match(await words(page), /safeguarding comes first/);
  await press(page, "Open a candour room");
  await press(page, "Open the room", { status: 422 });
  assert.match(await page.getByRole("alert").innerText(), /Choose at least one other partner that hears/);
  await page.getByLabel("What it is called").fill("Winter nights");
  await page.getByLabel("What it is about").fill("How the board was kept");
  await page.getByRole("checkbox", { name: "Demo analysis unit" }).check();
  await page.getByLabel("The last day").fill("30 June 2027");
  await press(page, "Open the room");
  assert.equal(await heading(page), "Winter nights");
  await page.getByLabel("What you want them to hear").fill(SAID);
  await press(page, /^Say it to /);
  assert.match(await words(page), /two nights were counted by guess/);
  await press(page, "Put on record that a review was held");
  assert.match(await words(page), /Last reviewed on/);

  await stepIn(page, ANALYST);
  await visit(page, `${PARTNERSHIP}/candour/winter-nights`);
  assert.match(await words(page), /two nights were counted by guess/);
  await visit(page, `${MEASURE}/discussion`);
  await page.getByLabel("What your partner says").fill("We hear that two nights were counted by guess because nobody kept the board");
  await press(page, "Say it", { status: 409 });
  assert.match(await words(page), /nobody may cite/);
  await stepIn(page, RESIDENT);
  await visit(page, `${PARTNERSHIP}/candour/winter-nights`);
  assert.match(await words(page), /Your partner is not in the audience/);
  assert.match(await words(page), /Demo analysis unit tried to cite Demo health board in: Comment/);
  assert.doesNotMatch(await words(page), /counted by guess/);
});

story("a minimum duty is put forward, taken on, and ended with its reason", async (page) => {
  await stepIn(page, CONVENOR);
  await follow(page, "Framework");
  await follow(page, "Minimum duties");
  await press(page, "Put forward a minimum duty");
  await press(page, "Put it forward", { status: 422 });
  await page.getByLabel("What it is called").fill("Board kept");
  await page.getByLabel("The question, answered yes or no").fill("Was the board kept on every shift?");
  await page.getByLabel("The law, contract or standard it rests on").fill("The contract, schedule 2");
  await page.getByRole("checkbox", { name: "Demo analysis unit" }).check();
  await page.getByRole("radio", { name: "Every month" }).check();
  await page.getByLabel("Which partner takes it up then").selectOption({ label: "Demo health board" });
  await page.getByLabel("Which post there").fill("director of care");
  await press(page, "Put it forward");
  assert.match(await words(page), /Demo analysis unit .* Has not taken it on/);
  await stepIn(page, ANALYST);
  await visit(page, `${PARTNERSHIP}/duties/board-kept`);
  await press(page, /^Take it on for/);
  assert.match(await said(page), /on record/);
  assert.match(await words(page), /No period is due yet/);
  await stepIn(page, CONVENOR);
  await visit(page, `${PARTNERSHIP}/duties/board-kept`);
  await page.getByText("End this duty").click();
  await page.getByLabel("Why it is no longer owed").fill("The contract ended.");
  await press(page, "End it for everyone");
  assert.match(await words(page), /No longer owed since/);
});
