// The harness notices what it promises to notice: each bad page is caught, and a good one is not.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { PHONE, openBrowser, openPage, tabTo, visit } from "../harness.mjs";

const page = (body, head = "") =>
  `<!doctype html><html lang="en"><head><title>A page</title><link rel="icon" href="data:,">${head}</head><body><main><h1>A page</h1>${body}</main></body></html>`;

const PAGES = {
  "/good": page('<p>Text</p><a href="#a">First</a> <label>Name <input></label> <button>Send it</button>'),
  "/pale": page('<p style="color:#ccc;background:#fff">Pale</p>'),
  "/wide": page('<div style="width:2000px">Wide</div>'),
  "/nameless": page("<img src='data:,'>"),
  "/broken": page("", "<script>throw new Error('oh')</script>"),
  "/missing": page("", '<link rel="stylesheet" href="/nowhere.css">'),
  "/unseen": page('<a href="#a" style="outline:none">Quiet</a>'),
  "/policy": page('<p style="color:#000">Text</p>'),
};

let server;
let browser;
let address;

before(async () => {
  server = createServer((asked, answer) => {
    const html = PAGES[asked.url];
    const policy = asked.url === "/policy" ? { "content-security-policy": "default-src 'self'; img-src data:" } : {};
    answer.writeHead(html ? 200 : 404, { "content-type": "text/html; charset=utf-8", ...policy });
    answer.end(html ?? page("<p>Not here</p>"));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  address = `http://127.0.0.1:${server.address().port}`;
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  server?.close();
});

const catches = (name, path, what, options) =>
  test(name, async () => {
    const open = await openPage(browser, address, options);
    await assert.rejects(visit(open, path), what);
  });

catches("pale text is caught", "/pale", /color-contrast/);
catches("pale text is caught without script", "/pale", /color-contrast/, { script: false });
catches("a picture without words is caught", "/nameless", /image-alt/);
catches("a page wider than a phone is caught", "/wide", /scrolls sideways/, { size: PHONE });
catches("a failing script is caught", "/broken", /the script failed: oh/);
catches("a missing style sheet is caught", "/missing", /404 for/);
catches("a style that the content policy drops is caught", "/policy", /Content Security Policy/i);
catches("a page that is not there is caught", "/nowhere", /answered 404/);

test("a good page passes, with script and without", async () => {
  await visit(await openPage(browser, address, { size: PHONE }), "/good");
  await visit(await openPage(browser, address, { script: false }), "/good");
  await visit(await openPage(browser, address), "/nowhere", { status: 404 });
});

test("Tab passes every stop by name", async () => {
  const open = await openPage(browser, address);
  await visit(open, "/good");
  assert.deepEqual(await tabTo(open, "Send it"), ["First", "Name", "Send it"]);
  await assert.rejects(tabTo(open, "Nothing", { limit: 5 }), /Tab never reached/);
});

test("a focus that cannot be seen is caught", async () => {
  const open = await openPage(browser, address);
  await visit(open, "/unseen");
  await assert.rejects(tabTo(open, "Quiet"), /cannot be seen/);
});
