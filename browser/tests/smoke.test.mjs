// The first page, as different people meet it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESKTOP, PHONE, openBrowser, openPage, picture, startDemo, tabTo, visit } from "../harness.mjs";

let demo;
let browser;

before(async () => {
  demo = await startDemo();
  if (demo.address) browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await demo?.stop?.();
});

function story(name, told) {
  test(name, async (it) => (demo.left ? it.skip(demo.left) : told(it)));
}

for (const [name, size] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
  story(`the first page opens on a ${name}`, async () => {
    const page = await openPage(browser, demo.address, { size });
    await visit(page, "/");
    assert.notEqual(await page.title(), "");
    assert.equal(await page.locator("h1").count(), 1);
    await picture(page, `first-${name}`);
  });
}

story("the first page works without script", async () => {
  const page = await openPage(browser, demo.address, { script: false });
  await visit(page, "/");
  assert.notEqual((await page.locator("h1").innerText()).trim(), "");
});

story("a keyboard can skip to the content first of all", async () => {
  const page = await openPage(browser, demo.address);
  await visit(page, "/");
  const passed = await tabTo(page, /skip to/i, { limit: 1 });
  assert.equal(passed.length, 1);
  await page.keyboard.press("Enter");
  assert.match(page.url(), /#/);
});

story("an address that is nowhere is answered with a page", async () => {
  const page = await openPage(browser, demo.address);
  await visit(page, "/no-such-page", { status: 404 });
});
