// Steps that several stories share.

import { after, before, test } from "node:test";
import { look, openBrowser, openPage, picture, startDemo } from "../harness.mjs";

export const PARTNERSHIP = "/p/four-hours";
export const MEASURE = `${PARTNERSHIP}/measures/seen-within-four-hours`;
export const EDITION = `${PARTNERSHIP}/accounts/four-hours-in-a-e-april-2016-to-march-2019`;

/** Longest wait for anything on a page, in milliseconds; two busy cores are slow. */
const PATIENCE = 20_000;

/**
 * A demonstration and a browser for one file.
 *
 * Gives `story(name, told, options)`: a test that is told a fresh page, left out when there is nothing to visit.
 */
export function demonstration() {
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
  return (name, told, options) =>
    test(name, async (it) => {
      if (demo.left) return it.skip(demo.left);
      const page = await openPage(browser, demo.address, options);
      page.setDefaultTimeout(PATIENCE);
      try {
        await told(page, { browser, address: demo.address });
      } catch (fault) {
        await picture(page, `failed-${name.replace(/\W+/g, "-")}`).catch(() => {});
        throw fault;
      } finally {
        await page.context().close();
      }
    });
}

/** Does what leads to another page, checks how that is answered, and looks at it. */
export async function arrive(page, act, { status = 200 } = {}) {
  const [answer] = await Promise.all([page.waitForNavigation(), act()]);
  if (answer && answer.status() !== status) {
    throw new Error(`${answer.url()} answered ${answer.status()}, not ${status}: ${await heading(page)}`);
  }
  await look(page);
  return answer;
}

/** Follows a link or presses a button by its name, whole unless it is a pattern. */
export const follow = (page, name, options) => arrive(page, () => named(page, "link", name).click(), options);
export const press = (page, name, options) => arrive(page, () => named(page, "button", name).click(), options);

const named = (page, role, name) =>
  page.getByRole(role, { name, exact: typeof name === "string" }).filter({ visible: true }).first();

/** Steps into the demonstration with one press. */
export async function stepIn(page, member) {
  await page.goto("/sign-in");
  await press(page, new RegExp(`^${member}`));
}

/** What the page says first. */
export const heading = (page) => page.locator("h1").first().innerText();

/** All words of the page's own part. */
export const words = async (page) => (await page.locator("main").innerText()).replace(/\s+/g, " ");

/** What a person would be told was just done. */
export const said = (page) => page.locator("main [role=status]").first().innerText();

/** A member's own sign-in beside the pages, for what a story needs but does not tell. Gives `get` and `post`. */
export async function beside(browser, address, signInName) {
  const context = await browser.newContext({ baseURL: address });
  const { request } = context;
  const post = async (path, form) => {
    const sent = typeof form === "string" ? { data: form, headers: { "content-type": "application/x-www-form-urlencoded" } } : { form };
    const answer = await request.post(path, sent);
    if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`);
    return answer;
  };
  await post("/sign-in/demonstration", { as: signInName });
  const get = async (path) => (await request.get(path)).text();
  return { get, post, done: () => context.close() };
}

/** The value of a hidden field in a page's source. */
export function hidden(html, name) {
  return html.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1] ?? "";
}

/** Says how strong a claim is, and what it rests on. */
export async function claim(page, strength, grounds) {
  await page.getByRole("radio", { name: strength, exact: true }).check();
  await page.getByLabel("What the claim rests on").fill(grounds);
}
