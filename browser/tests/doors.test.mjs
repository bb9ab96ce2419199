// Ways in and out that whoever runs the server set up: passkeys, an organisation's own sign-in, letters. A certified
// OpenID Connect provider, a mail server and the browser's own authenticator answer, none of them ours.

import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import { SMTPServer } from "smtp-server";
import { openBrowser, openPage, startDemo, visit } from "../harness.mjs";
import { PARTNERSHIP, beside, follow, heading, hidden, press, words } from "./steps.mjs";

const PASSWORD = "four small words here";
const letters = [];
let [demo, browser, provider, mail, address] = [];

/** A port that is free now. */
const free = () => new Promise((resolve) => {
  const server = createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

before(async () => {
  if (process.env.MEASURE_ADDRESS || !process.env.MEASURE_BIN) return;
  const [ours, theirs, post] = [await free(), await free(), await free()];
  address = `http://localhost:${ours}`;
  const { default: Provider } = await import("oidc-provider");
  const client = { client_id: "measures", client_secret: "a secret for this test", redirect_uris: [`${address}/sign-in/organisation/back`] };
  provider = new Provider(`http://localhost:${theirs}`, { clients: [client] }).listen(theirs);
  mail = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    onData(stream, _session, done) {
      let text = "";
      stream.on("data", (bytes) => { text += bytes; });
      stream.on("end", () => { letters.push(text); done(); });
    },
  });
  mail.listen(post, "127.0.0.1");
  demo = await startDemo({
    port: ours,
    env: {
      MEASURE_OIDC_ISSUER: `http://localhost:${theirs}`,
      MEASURE_OIDC_NAME: "Example Council",
      MEASURE_OIDC_CLIENT_ID: client.client_id,
      MEASURE_OIDC_CLIENT_SECRET: client.client_secret,
      MEASURE_SMTP: `smtp://127.0.0.1:${post}`,
      MEASURE_SMTP_FROM: "Common Measure <measures@example.org>",
    },
  });
  browser = await openBrowser();
});

after(async () => {
  await browser?.close();
  await demo?.stop();
  provider?.closeAllConnections();
  provider?.close();
  mail?.close();
});

function story(name, told) {
  test(name, async (it) => {
    if (!demo) return it.skip("left out: MEASURE_BIN names no binary, or the server is not ours");
    // The provider of this test dresses its page with letters from elsewhere.
    const also = [`http://localhost:${provider.address().port}`, "https://fonts.googleapis.com/"];
    const page = await openPage(browser, address, { also });
    page.setDefaultTimeout(20_000);
    try {
      await told(page);
    } finally {
      await page.context().close();
    }
  });
}

/** The link in the newest letter to somebody, once there is one. */
async function linkTo(whom) {
  for (let tries = 0; tries < 100; tries += 1) {
    const found = letters.findLast((it) => it.includes(`To: ${whom}`));
    const link = found?.replace(/=\r\n/g, "").match(/http:\/\/localhost:\d+(\/[\w/-]+)/);
    if (link) return link[1];
    await new Promise((resolve) => { setTimeout(resolve, 200); });
  }
  throw new Error(`no letter came to ${whom}`);
}

/** Somebody whom the convenor invited by letter, who has just joined with a password. */
async function joined(page, name) {
  const convenor = await beside(browser, address, "demo-convenor");
  const members = await convenor.get(`${PARTNERSHIP}/members`);
  const partner = members.match(/<option value="(demo-[^"]*)"/)[1];
  const answer = await convenor.post(`${PARTNERSHIP}/members/invite`, {
    token: hidden(members, "token"), partner, roles: "analyst", email: `${name}@example.org`,
  });
  assert.match(await answer.text(), /It is on its way to/);
  await convenor.done();
  await visit(page, await linkTo(`${name}@example.org`));
  await page.getByLabel("Your name").fill("Somebody new");
  await page.getByLabel("Sign-in name").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByLabel("The password once more").fill(PASSWORD);
  await press(page, "Join");
}

story("a passkey is made, signs in, and is taken away", async (page) => {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await joined(page, "passes");
  await visit(page, "/me");
  await follow(page, "Make one");
  await page.getByLabel("Name of the device").fill("This laptop");
  await page.getByLabel("Your password").fill("not the password");
  await press(page, "Make a passkey", { status: 422 });
  await page.getByLabel("Your password").fill(PASSWORD);
  await press(page, "Make a passkey");
  await press(page, "Make the passkey");
  assert.match(await words(page), /This laptop Made .* not used yet/);

  await page.context().clearCookies();
  await visit(page, "/sign-in");
  await press(page, "Sign in with a passkey");
  await press(page, "Use the passkey");
  assert.match(await heading(page), /What needs attention/);
  await visit(page, "/me");
  assert.match(await words(page), /Signed in with a passkey/);

  await visit(page, "/me/passkeys");
  await page.getByLabel("This laptop").check();
  await page.locator("#drop-present").fill(PASSWORD);
  await press(page, "Take the chosen one away");
  await page.context().clearCookies();
  await visit(page, "/sign-in");
  await press(page, "Sign in with a passkey");
  await press(page, "Use the passkey", { status: 409 });
  assert.match(await words(page), /does not open a sign-in here/);
});

story("a sign-in at an organisation is connected, opens, and is disconnected", async (page) => {
  await joined(page, "works");
  const atWork = async () => {
    if (await page.locator("input[name=login]").count()) {
      await page.locator("input[name=login]").fill("works-there");
      await page.locator("input[name=password]").fill("anything");
      await Promise.all([page.waitForNavigation(), page.locator("button[type=submit]").click()]);
    }
    while (!page.url().startsWith(address)) {
      await Promise.all([page.waitForNavigation(), page.locator("button[type=submit]").click()]);
    }
  };
  await visit(page, "/me/organisation");
  await page.getByLabel("Your password").fill(PASSWORD);
  await press(page, "Connect with Example Council");
  await page.getByRole("button", { name: "Go on to Example Council" }).or(page.getByRole("link", { name: "Go on to Example Council" })).click();
  await page.waitForLoadState();
  await atWork();
  assert.match(await words(page), /It is connected/);

  await page.context().clearCookies({ name: "cm-sign-in" });
  await visit(page, "/sign-in");
  await page.getByText("Sign in at Example Council").click();
  await page.waitForLoadState();
  await atWork();
  assert.match(await heading(page), /What needs attention/);
  await visit(page, "/me");
  assert.match(await words(page), /Signed in at the organisation/);

  await visit(page, "/me/organisation");
  await page.getByLabel("Your password").fill(PASSWORD);
  await press(page, "Disconnect it");
  await page.context().clearCookies({ name: "cm-sign-in" });
  await visit(page, "/sign-in");
  await page.getByText("Sign in at Example Council").click();
  await page.waitForLoadState();
  await atWork();
  assert.match(await words(page), /Nobody here is connected with this sign-in/);
});

story("what comes back to a browser that never left is refused", async (page) => {
  await page.goto("/sign-in/organisation/back?code=stolen&state=made-up");
  assert.match(await words(page), /This is not the sign-in that was begun in this browser/);
  await page.goto("/sign-in/organisation/back?error=access_denied");
  assert.match(await words(page), /Your organisation did not sign you in/);
});

story("an address for letters is confirmed, and brings back whoever lost the password", async (page) => {
  await joined(page, "writes");
  await visit(page, "/me");
  await follow(page, "Give an address");
  await page.getByLabel("E-mail address").fill("no address");
  await page.getByLabel("Your password").fill(PASSWORD);
  await press(page, "Send the letter with the link", { status: 422 });
  await page.getByLabel("E-mail address").fill("home@example.org");
  await page.getByLabel("Your password").fill(PASSWORD);
  await press(page, "Send the letter with the link");
  await visit(page, await linkTo("home@example.org"));
  await press(page, "Yes, it is mine");
  assert.match(await words(page), /They go to home@example\.org/);

  const before = letters.length;
  await page.context().clearCookies();
  await visit(page, "/sign-in");
  await follow(page, "I cannot get in");
  await page.getByLabel("Sign-in name").fill("writes");
  await press(page, "Send me a way back in");
  const same = await words(page);
  while (letters.length === before) await new Promise((resolve) => { setTimeout(resolve, 200); });
  const link = await linkTo("home@example.org");
  assert.match(link, /^\/recovery\//);
  await visit(page, "/sign-in/lost");
  await page.getByLabel("Sign-in name").fill("nobody-at-all");
  await press(page, "Send me a way back in");
  assert.equal(await words(page), same, "whether there is such a member is not told");
  await visit(page, link);
  await page.getByLabel(/New password|Password/).first().fill("five other words go here");
  await page.getByLabel(/once more/).fill("five other words go here");
  await page.locator("main button[type=submit]").click();
  await page.waitForLoadState();
  assert.match(await heading(page), /What needs attention/);
});
