// The icons in use, as one sprite: `icons.svg#search` and so on.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const NAMES = `
  arrow-down arrow-left arrow-right arrow-up ban calendar-clock check chevron-down circle-alert ellipsis external-link
  eye eye-off file-pen file-text history image images inbox info key keyboard layout-dashboard lock log-out
  panel-right plus rotate-ccw search settings signpost tags trash-2 triangle-alert user-plus users x
`.trim().split(/\s+/);

const inner = (svg) => svg.replace(/<!--.*?-->/s, "").replace(/^\s*<svg[^>]*>|<\/svg>\s*$/g, "").replace(/\s+/g, " ").trim();

/** The sprite's text; raises when a name is not in the set. */
export async function buildIcons() {
  const symbols = await Promise.all(
    NAMES.map(async (name) => {
      const svg = await readFile(require.resolve(`lucide-static/icons/${name}.svg`), "utf8");
      return `<symbol id="${name}" viewBox="0 0 24 24">${inner(svg)}</symbol>`;
    }),
  );
  return `<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, ISC licence -->\n${symbols.join("\n")}\n</svg>\n`;
}
