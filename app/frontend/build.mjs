// Builds app/static/build from the sources here; the same sources give the same bytes, so a check can rebuild and compare.
import { execFile } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as esbuild from "esbuild";
import { buildFonts } from "./fonts.mjs";
import { buildIcons } from "./icons.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.env.OUT_DIR ?? join(here, "../static/build");
const TARGET = ["chrome123", "firefox128", "safari17.5"];

async function buildCss(name, fontRules) {
  const cli = join(here, "node_modules/.bin/tailwindcss");
  const run = promisify(execFile);
  const { stdout } = await run(cli, ["--input", `styles/${name}.css`], { cwd: here, maxBuffer: 1 << 24 });
  const { code } = await esbuild.transform(fontRules + stdout, { loader: "css", minify: true, target: TARGET, legalComments: "none" });
  await writeFile(join(out, `${name}.css`), code);
}

async function buildScripts() {
  await esbuild.build({
    absWorkingDir: here,
    entryPoints: { reader: "elements/reader.js", desk: "elements/desk.js" },
    outdir: out,
    bundle: true,
    format: "esm",
    minify: true,
    target: TARGET,
    legalComments: "none",
  });
}

await rm(out, { recursive: true, force: true });
await mkdir(join(out, "fonts"), { recursive: true });
const fonts = await buildFonts();
await Promise.all([
  ...fonts.files.map(([name, bytes]) => writeFile(join(out, "fonts", name), bytes)),
  buildIcons().then((sprite) => writeFile(join(out, "icons.svg"), sprite)),
  buildCss("reader", fonts.css),
  buildCss("desk", fonts.css),
  buildScripts(),
]);
