// The icons in use, as one sprite: `icons.svg#search` and so on.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const NAMES = `
  archive archive-restore arrow-down arrow-left arrow-right arrow-up at-sign ban bell bold book-open calendar calendar-clock check
  chevron-down chevron-left chevron-right chevron-up circle-alert circle-check circle-help clock cloud-off code command copy
  download ellipsis ellipsis-vertical external-link eye eye-off file-pen file-text filter folder globe grip-vertical heading
  history image images inbox info italic key keyboard languages layout-dashboard library link list list-ordered loader-circle
  lock log-out mail menu message-square monitor moon newspaper panel-right pencil plus quote redo refresh-cw rotate-ccw save
  search send settings share signpost split star sun tag tags trash-2 triangle-alert undo upload user user-plus users wifi-off x
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
