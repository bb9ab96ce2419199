// Tokens for programs, the help about them, and the page of power and burden.

import assert from "node:assert/strict";
import { visit } from "../harness.mjs";
import { PARTNERSHIP, demonstration, follow, heading, press, said, stepIn, words } from "./steps.mjs";

const story = demonstration();

story("a token is made, shown once, used by a program, and revoked after a second question", async (page, { address }) => {
  await stepIn(page, "Demo analyst");
  await visit(page, "/me/tokens");
  await page.getByLabel("Name", { exact: true }).fill("Monthly report");
  await page.getByRole("radio", { name: /^Read$/i }).check();
  await page.getByLabel("For how many days does it work?").fill("7");
  await press(page, /^Make/);
  const token = (await page.content()).match(/cmt_[0-9A-Za-z_]+/)[0];
  const ask = () => fetch(`${address}/api/v1/partnerships`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal((await ask()).status, 200);
  await visit(page, "/me/tokens");
  assert.doesNotMatch(await page.content(), new RegExp(token));
  assert.match(await words(page), /Monthly report/);
  await press(page, /^Revoke/);
  assert.match(await words(page), /Monthly report/);
  await press(page, /^Revoke/);
  assert.match(await said(page), /is revoked/);
  assert.equal((await ask()).status, 401);
});

story("the help for programs and the page of power are found and read", async (page) => {
  await stepIn(page, "Demo convenor");
  await visit(page, "/help/api");
  assert.match(await words(page), /\/api\/v1\/partnerships/);
  await visit(page, `${PARTNERSHIP}/framework`);
  await follow(page, /power/i);
  assert.match(await heading(page), /Power and burden/);
  assert.match(await words(page), /Numbers of measures, and time a year/);
  assert.match(await words(page), /Can stop a use at once/);
});
