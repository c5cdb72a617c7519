// Builds app/static/build from the sources here; the same sources give the same bytes, so a check can rebuild and compare.
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { compile } from "tailwindcss";
import { buildFonts } from "./fonts.mjs";
import { buildIcons } from "./icons.mjs";

const require = createRequire(import.meta.url);
const here = dirname(fileURLToPath(import.meta.url));
const target = process.env.OUT_DIR ?? join(here, "../static/build");
const out = await mkdtemp(`${target}-`);
const TARGET = ["chrome123", "firefox128", "safari17.5"];

async function loadStylesheet(id, base) {
  const path = id.startsWith(".") ? join(base, id) : require.resolve(id);
  return { path, base: dirname(path), content: await readFile(path, "utf8") };
}

async function buildCss(name, fontRules) {
  const { base, content } = await loadStylesheet(`./${name}.css`, join(here, "styles"));
  const { build } = await compile(content, { base, loadStylesheet });
  const { code } = await esbuild.transform(fontRules + build([]), { loader: "css", minify: true, target: TARGET, legalComments: "none" });
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

await mkdir(join(out, "fonts"));
const fonts = await buildFonts();
await Promise.all([
  ...fonts.files.map(([name, bytes]) => writeFile(join(out, "fonts", name), bytes)),
  buildIcons().then((sprite) => writeFile(join(out, "icons.svg"), sprite)),
  buildCss("reader", fonts.css),
  buildCss("desk", fonts.css),
  buildScripts(),
]);

// All at once, so that whoever collects the files meanwhile finds the old ones or the new ones.
await chmod(out, 0o755);
await rm(target, { recursive: true, force: true });
await rename(out, target);
