// An analyst: brings a file in, reads the chart, puts an edition together, publishes it, and finds what was changed in it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { look, visit } from "../harness.mjs";
import { MEASURE, PARTNERSHIP, arrive, claim, demonstration, follow, heading, press, said, stepIn, words } from "./steps.mjs";
import { packed, unpacked } from "./zip.mjs";

const story = demonstration();
const ANALYST = "Demo analyst";
const HEADER = "period,org_code,type,attendances,breaches";

const file = (name, lines) => ({ name, mimeType: "text/csv", buffer: Buffer.from([HEADER, ...lines, ""].join("\n")) });
/** Three further months of one provider; `more` keeps the files of two stories apart. */
const months = (place, more = 0) => ["04", "05", "06"].map((month) => `2019-${month}-01,${place},1,${15000 + more},4500`);

/** Sends a file from the evidence page. With script the answer takes the place of the page. */
async function send(page, sent, expected) {
  await visit(page, `${PARTNERSHIP}/evidence?measure=seen-within-four-hours`);
  await page.locator("#file").setInputFiles(sent);
  await page.getByRole("button", { name: "Read the file" }).click();
  await page.getByRole("heading", { level: 1, name: expected }).waitFor();
  await look(page);
}

/** Says that breaches are those whom the measure does not count, and has every row checked. */
async function countOthers(page) {
  await page.getByRole("radio", { name: /^The others/ }).check();
  await press(page, "Check again");
}

/** Brings in what was checked, and waits until it is in. */
async function bring(page, rows) {
  await page.getByRole("textbox", { name: /comes from/i }).fill("NHS England, A&E attendances, Open Government Licence v3.0");
  await page.getByRole("button", { name: `Bring in all ${rows}` }).click();
  await page.getByRole("heading", { level: 1, name: `${rows} are in` }).waitFor();
  await look(page);
}

const MAPPING = "Say what each column means";

story("a file is read, looked over, brought in, and on the chart", async (page) => {
  await stepIn(page, ANALYST);
  await send(page, file("spring.csv", months("RF4")), MAPPING);
  assert.equal(await page.getByRole("combobox", { name: "Period", exact: true }).locator("option:checked").innerText(), "period");
  assert.equal(await page.getByRole("combobox", { name: "Provider" }).locator("option:checked").innerText(), "org_code");
  await countOthers(page);
  assert.match(await words(page), /3 rows read 0 wrong/);
  assert.match(await words(page), /April 2019 to June 2019/);
  assert.match(await words(page), /Bound to Version \d+ of the agreement about its use/);
  await bring(page, "3 rows");
  assert.match(await words(page), /3 new 0 corrected 0 known already/);
  await press(page, "See the chart");
  await visit(page, `${MEASURE}?view=xmr&place=RF4`);
  assert.match(await page.locator(".cm-chart__subtitle").innerText(), /to June 2019/);
  assert.match(await page.locator("#chart-table").textContent(), /June 2019/);
  assert.match(await page.locator("#chart svg:visible").textContent(), /June 2019: 70\.0%/);

  await send(page, file("spring-again.csv", months("RF4")), MAPPING);
  await countOthers(page);
  assert.match(await words(page), /All 3 rows are known already, so there is nothing to bring in/);
  assert.equal(await page.getByRole("button", { name: /^Bring in/ }).count(), 0);
});

story("a reading that differs is taken only as a correction, with its reason", async (page) => {
  await stepIn(page, ANALYST);
  const first = file("first.csv", months("R1H", 1));
  await send(page, first, MAPPING);
  await countOthers(page);
  await bring(page, "3 rows");
  await send(page, file("mended.csv", months("R1H", 2)), MAPPING);
  await countOthers(page);
  assert.match(await words(page), /3 readings differ from what is known/);
  await press(page, "Bring in all 3 rows", { status: 422 });
  assert.match(await page.getByRole("alert").innerText(), /Say why the earlier readings were wrong/);
  await page.getByLabel("This file corrects earlier readings, because…").fill("One attendance was left out each month.");
  await page.getByRole("button", { name: "Bring in all 3 rows" }).click();
  await page.getByRole("heading", { level: 1, name: "3 rows are in" }).waitFor();
  await look(page);
  assert.match(await words(page), /3 corrected/);
});

story("what a column means cannot be changed unseen", async (page) => {
  await stepIn(page, ANALYST);
  await send(page, file("unseen.csv", months("RWE")), MAPPING);
  await page.getByRole("radio", { name: /^The others/ }).check();
  await page.getByRole("textbox", { name: /comes from/i }).fill("NHS England");
  await press(page, "Bring in all 3 rows", { status: 422 });
  assert.match(await words(page), /You changed what a column means/);
});

story("a broken file says where, why and what to do", async (page) => {
  await stepIn(page, ANALYST);
  await send(page, file("broken.csv", ["2019-04-01,RF4,1,15000,4500", "2019-05-01,RF4,1,many,4500", "someday,RF4,1,15000,4500"]), MAPPING);
  await page.getByRole("combobox", { name: "Count" }).selectOption({ label: "breaches" });
  await page.getByRole("combobox", { name: "Out of" }).selectOption({ label: "attendances" });
  await countOthers(page);
  const rows = page.getByRole("table", { name: "What is wrong" }).getByRole("row");
  const complaints = await rows.evaluateAll((all) => all.slice(1).map((it) => it.innerText.replace(/\s+/g, " ")));
  assert.equal(complaints.length, 2, complaints.join("\n"));
  assert.match(complaints[0], /^(Line )?3 .*attendances .*many .*\w+.*\.$/);
  assert.match(complaints[1], /^(Line )?4 .*period .*someday .*\w+.*\.$/);
  assert.equal(await page.getByRole("button", { name: /^Bring in/ }).count(), 0);
});

story("what is no table is refused on the page it was sent from", async (page) => {
  await stepIn(page, ANALYST);
  await send(page, { name: "photo.csv", mimeType: "text/csv", buffer: Buffer.from([0, 1, 2, 255, 254, 0]) }, "Evidence");
  assert.match(await page.getByRole("alert").innerText(), /What you can do\s+\S/);
});

/** Fills in everything an edition needs. */
async function compose(page, title) {
  await visit(page, `${PARTNERSHIP}/accounts`);
  await press(page, "Put an edition together");
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Which stretch of time it accounts for").fill("April 2016 to March 2019");
  await page.getByLabel("To whom it is addressed").fill("The public");
  await page.getByLabel("What it says first").fill("A chart over three years, and what it cannot tell.");
  await page.getByRole("checkbox", { name: /the mean, with its chart over time/ }).check();
  await page.getByLabel("What the figures cannot say").fill("How anyone fared afterwards.");
  await press(page, "Put it together");
  assert.match(await said(page), /put together/);
  assert.equal(await heading(page), title);
}

async function downloaded(page, name) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).first().click()]);
  return readFile(await download.path());
}

/** Has a ZIP verified on the page for anyone; gives what the page says first. */
async function verify(page, name, buffer) {
  await visit(page, "/verify");
  await page.locator("#file").setInputFiles({ name, mimeType: "application/zip", buffer });
  await page.getByRole("button", { name: "Verify" }).click();
  await page.locator("h1", { hasText: /hold/ }).waitFor();
  await look(page);
  return heading(page);
}

story("an edition is put together, confirmed, sealed, and found out when changed", async (page) => {
  const title = "Three years, put together for a test";
  await stepIn(page, ANALYST);
  await compose(page, title);
  assert.match(await words(page), /Not yet published/);
  await press(page, "Publish and seal…");
  assert.match(await words(page), /Publishing cannot be undone/);
  assert.match(await words(page), /These partners have not responded: .*Demo scrutiny panel/);
  await press(page, "Publish and seal");
  assert.match(await said(page), /published and sealed/);
  const zip = await downloaded(page, "Download to keep and check (ZIP)");

  assert.equal(await verify(page, "edition.zip", zip), "Everything holds");
  assert.equal(await verify(page, "again.zip", packed(unpacked(zip))), "Everything holds");
  const figures = await page.getByRole("region", { name: "Figures and their trails" }).innerText();
  assert.match(figures, /Yes/);

  for (const name of ["account.json", "figures.csv", [...unpacked(zip).keys()].find((it) => it.startsWith("pictures/"))]) {
    const files = unpacked(zip);
    const content = files.get(name);
    const at = content.findLastIndex((byte) => byte >= 0x30 && byte <= 0x38);
    content[at] += 1;
    assert.equal(await verify(page, "changed.zip", packed(files)), "Something does not hold", name);
    assert.match(await words(page), /Does not hold: \w+.+\./, name);
  }
  const fewer = unpacked(zip);
  fewer.delete("figures.csv");
  assert.equal(await verify(page, "fewer.zip", packed(fewer)), "Something does not hold");
  assert.match(await words(page), /figures\.csv/);
});

story("an edition that lacks something is shown again with what was written", async (page) => {
  await stepIn(page, ANALYST);
  await visit(page, `${PARTNERSHIP}/accounts/new`);
  await page.getByLabel("Title").fill("Nothing in it");
  await page.getByLabel("Which stretch of time it accounts for").fill("2019");
  await page.getByLabel("What it says first").fill("Nothing.");
  await page.getByLabel("What the figures cannot say").fill("Anything.");
  await press(page, "Put it together", { status: 422 });
  assert.match(await page.getByRole("alert").innerText(), /\S/);
  assert.equal(await page.getByLabel("Title").inputValue(), "Nothing in it");
});

story("the chart's data and its picture can be taken away", async (page) => {
  await stepIn(page, ANALYST);
  await visit(page, MEASURE);
  const csv = (await downloaded(page, "Download data (CSV)")).toString("utf8").trimEnd().split("\r\n");
  assert.ok(csv.length > 36, `${csv.length} lines`);
  const columns = csv[0].split(",").length;
  assert.ok(columns >= 3, csv[0]);
  assert.ok(csv.some((line) => line.startsWith("2019-03,")), csv.at(-1));
  const svg = (await downloaded(page, "Download picture (SVG)")).toString("utf8");
  const read = await page.evaluate((text) => {
    const tree = new DOMParser().parseFromString(text, "image/svg+xml");
    return { root: tree.documentElement.localName, broken: tree.querySelector("parsererror")?.textContent ?? "", words: tree.documentElement.textContent };
  }, svg);
  assert.equal(read.broken, "");
  assert.equal(read.root, "svg");
  assert.match(read.words, /Mean/);
  assert.doesNotMatch(svg, /<script|href="http/);
});

story("a question about the target is read with its grounds, and the answer to it is corrected", async (page) => {
  await stepIn(page, ANALYST);
  await visit(page, `${PARTNERSHIP}/targets`);
  await follow(page, /^Read .*them/);
  assert.equal(await heading(page), "Questions about its target");
  assert.match(await words(page), /Innocent causes .* Rests on/);
  const question = page.locator("section", { has: page.getByRole("heading", { name: /just reach it/ }) }).first();
  assert.match(await question.innerText(), /We do not know yet/);
  await arrive(page, () => question.getByRole("button", { name: /^Correct your partner/ }).click());
  await press(page, /^Put it on record/, { status: 422 });
  assert.match(await page.getByRole("alert").innerText(), /Choose what kind of thing lies behind it\s+Say what lies behind it/);
  await page.getByRole("radio", { name: "Something in how we count" }).check();
  await page.getByLabel("What lies behind it, in your words").fill("Departures are written down in steps of five minutes.");
  await claim(page, "Contributed", "Times are rounded down before they are counted.");
  await press(page, /^Put it on record/, { status: 422 });
  assert.match(await page.getByRole("alert").innerText(), /Say what else could explain it/);
  await page.getByLabel("What else could explain it").fill("Effort for the last few.");
  await press(page, /^Put it on record/);
  assert.match(await said(page), /answer is on record/);
  assert.match(await words(page), /Something in how we count\. Departures are written down.*Contributed What was done is one cause among others\. How it could have worked: Times are rounded/);
  assert.match(await words(page), /1 earlier answer, since corrected/);
});

/** As many rows as take a while: months of forty years in a few dozen places. */
function many() {
  const lines = [];
  for (let place = 0; place < 60; place += 1) {
    for (let month = 0; month < 480; month += 1) {
      const date = `${1970 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}-01`;
      lines.push(`${date},OLD${place},1,${10_000 + ((month * 37 + place) % 900)},${900 + (month % 60)}`);
    }
  }
  return file("forty-years.csv", lines);
}

story("a long import says how far it is, and ends by itself on the page that says how it went", async (page) => {
  await stepIn(page, ANALYST);
  await send(page, many(), MAPPING);
  await countOthers(page);
  await page.getByRole("textbox", { name: /comes from/i }).fill("Made up for a test");
  // The page asks again by itself; the answer is held back until it has been looked at.
  let goOn;
  const looked = new Promise((done) => (goOn = done));
  await page.route("**/progress", async (route) => {
    if (route.request().resourceType() === "fetch") await looked;
    await route.continue();
  });
  await page.getByRole("button", { name: "Bring in all 28,800 rows" }).click();
  await page.getByRole("heading", { level: 1, name: "Bringing the file in" }).waitFor();
  await look(page);
  assert.ok(await page.getByRole("progressbar", { name: "Rows read" }).isVisible());
  assert.match(await said(page), /are read|is being opened/);
  assert.match(await page.getByRole("link", { name: "Look again" }).evaluate((it) => it.href), /\/progress$/);
  goOn();
  await page.getByRole("heading", { level: 1, name: "28,800 rows are in" }).waitFor();
  await look(page);
});
