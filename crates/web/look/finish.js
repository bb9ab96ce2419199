// Takes the freshly built style sheet, replaces the two brand colours that
// GOV.UK Frontend writes as literals, asserts that nothing of another body's
// brand and no address outside our own server is left, and puts the result in
// ../assets, where the server embeds it.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const ASSETS = new URL("../assets/", import.meta.url);
const OUR_BRAND = "#12504b";
const PAGE_BUDGET = 60 * 1024;

/** What may never appear, and why. */
const FORBIDDEN = [
  [/govuk-crest/i, "the crest"],
  [/#1d70b8/i, "another body's brand blue"],
  [/gds.transport/i, "a typeface licensed for another site"],
  [/@font-face/i, "a downloaded typeface"],
  [/url\(/i, "an address (pictures and fonts are not fetched from the style sheet)"],
  [/https?:\/\/[a-z0-9]/i, "an external address"],
  [/@import/i, "an import"],
  [/expression\(|javascript:/i, "a script in a style sheet"],
];

const built = readFileSync(new URL("build/common-measure.css", import.meta.url), "utf8");
const css = built
  .replace(/#1d70b8/gi, OUR_BRAND)
  .replace(/^\uFEFF/, "")
  .replace(/^@charset "UTF-8";/, "");

const faults = FORBIDDEN.filter(([pattern]) => pattern.test(css)).map(([, why]) => why);
if (faults.length > 0) {
  console.error(`The style sheet still holds: ${faults.join("; ")}. Remove it from src/ and build again.`);
  process.exit(1);
}

const CREDIT = "/*! Common Measure. Contains GOV.UK Frontend 6.6.0 (MIT): see NOTICE.txt beside this file. */\n";
writeFileSync(new URL("common-measure.css", ASSETS), `${CREDIT}${css.trimEnd()}\n`);
copyFileSync(new URL("NOTICE", import.meta.url), new URL("NOTICE.txt", ASSETS));
for (const drawing of ["mark.svg", "favicon.svg"]) {
  copyFileSync(new URL(drawing, import.meta.url), new URL(drawing, ASSETS));
}

const parts = ["common-measure.css", "common-measure.js", "favicon.svg"];
const sizes = parts.map((part) => {
  const bytes = readFileSync(new URL(part, ASSETS));
  return { part, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
});
for (const { part, raw, gzip } of sizes) console.log(`${part}: ${raw} bytes, ${gzip} gzipped`);
const total = sizes.reduce((sum, { gzip }) => sum + gzip, 0);
console.log(`together ${total} gzipped; ${PAGE_BUDGET - total} left of the first page's ${PAGE_BUDGET}`);
if (total > PAGE_BUDGET / 2) {
  console.error("The shared files take more than half of the first page's budget. Drop a component or a rule.");
  process.exit(1);
}
