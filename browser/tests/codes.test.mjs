// A member of one's own, with a password and one-time codes.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { visit } from "../harness.mjs";
import { PARTNERSHIP, beside, demonstration, follow, heading, hidden, press, words } from "./steps.mjs";

const story = demonstration();
const PASSWORD = "four small words here";

/** The code of RFC 6238 for a secret in base 32, so many half minutes from now. */
function shows(secret, later) {
  const bits = [...secret].map((it) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(it).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((it) => Number.parseInt(it, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const hash = createHmac("sha1", key).update(step).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

/** Somebody whom the convenor invited, who has just joined with a password. */
async function joined(page, { browser, address }) {
  const convenor = await beside(browser, address, "demo-convenor");
  const members = await convenor.get(`${PARTNERSHIP}/members`);
  const partner = members.match(/<option value="(demo-[^"]*)"/)[1];
  const answer = await convenor.post(`${PARTNERSHIP}/members/invite`, { token: hidden(members, "token"), partner, roles: "analyst" });
  const link = (await answer.text()).match(/\/invitation\/[0-9a-f]+/)[0];
  await convenor.done();
  await visit(page, link);
  await page.getByLabel("Your name").fill("Somebody new");
  await page.getByLabel("Sign-in name").fill("somebody");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByLabel("The password once more").fill(PASSWORD);
  await press(page, "Join");
}

async function signIn(page) {
  await visit(page, "/sign-in");
  await page.getByLabel("Sign-in name").fill("somebody");
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await press(page, "Sign in");
}

story("one-time codes are turned on, asked for, recovered from, and turned off", async (page, world) => {
  await joined(page, world);
  await visit(page, "/me");
  await follow(page, "Turn them on");
  await press(page, "Begin");
  const secret = (await page.locator(".cm-codes__secret").innerText()).replace(/\s/g, "");
  assert.ok(await page.getByRole("img", { name: /QR code/ }).isVisible());
  await press(page, "Turn one-time codes on", { status: 422 });
  await page.getByLabel("The code it shows now").fill(shows(secret, 0));
  await page.getByLabel("Your password").fill(PASSWORD);
  await press(page, "Turn one-time codes on");
  assert.match(await words(page), /10 recovery codes are left/);
  const recovery = await page.locator(".cm-codes code").first().innerText();

  await page.context().clearCookies();
  await signIn(page);
  assert.match(await words(page), /The password is right\. Now the code/);
  await page.getByLabel("One-time code").fill("12345");
  await press(page, "Sign in", { status: 422 });
  assert.match(await page.getByRole("alert").innerText(), /The code is not right/);
  await page.getByLabel("One-time code").fill(shows(secret, 1));
  await press(page, "Sign in");
  assert.match(await heading(page), /What needs attention/);

  await page.context().clearCookies();
  await signIn(page);
  await page.getByLabel("One-time code").fill(recovery);
  await press(page, "Sign in");
  await visit(page, "/me");
  assert.match(await words(page), /Signed in with the password and a recovery code/);
  await follow(page, "Recovery codes, and turning them off");
  assert.match(await words(page), /9 recovery codes are left/);
  await page.getByLabel("Your password").fill(PASSWORD);
  await press(page, "Turn one-time codes off");
  assert.match(await words(page), /They are off: the password alone/);
});
