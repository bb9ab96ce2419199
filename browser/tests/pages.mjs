// What every page must be, whoever reads it: what axe-core does not ask.

/** Runs in the page: what is wrong with its headings and pictures, in words. */
export function unnamed() {
  const wrong = [];
  const headings = document.querySelectorAll("h1");
  if (headings.length !== 1) wrong.push(`${headings.length} first headings`);
  const named = (it) => {
    const ids = (it.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
    const words = ids.map((id) => document.getElementById(id)?.textContent.trim() ?? "");
    return it.getAttribute("aria-label")?.trim() || (words.length > 0 && words.every(Boolean));
  };
  for (const it of document.querySelectorAll("img")) if (!it.hasAttribute("alt")) wrong.push(`a picture without words: ${it.src}`);
  for (const it of document.querySelectorAll("svg")) {
    const hidden = it.closest("[aria-hidden=true]") !== null;
    const inSvg = it.parentElement?.closest("svg");
    if (!hidden && !inSvg && !named(it)) wrong.push(`a drawing without words: ${it.outerHTML.slice(0, 120)}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((it) => it.id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  if (twice.length > 0) wrong.push(`the same id twice: ${[...new Set(twice)].slice(0, 5).join(", ")}`);
  if (document.title.trim() === "") wrong.push("no title");
  return wrong;
}

/** Runs in the page: whether it scrolls sideways, in words. */
export function tooWide() {
  const { scrollWidth, clientWidth } = document.documentElement;
  return scrollWidth > clientWidth + 1 ? [`scrolls sideways: ${scrollWidth} pixels in a window of ${clientWidth}`] : [];
}

/** The addresses that a page's source links to, without their fragments. */
export function linked(html, base) {
  const found = [...html.matchAll(/<a\s[^>]*?href="([^"]*)"/g)].map((it) => it[1].replaceAll("&amp;", "&").replaceAll("&#38;", "&"));
  const urls = found.filter((it) => it !== "" && !it.startsWith("#")).map((it) => new URL(it, base));
  return [...new Set(urls.filter((it) => it.origin === new URL(base).origin).map((it) => it.pathname + it.search))];
}
