// Subsets of the two families: each face in a small file for English and two that load only when a page needs them.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import subsetFont from "subset-font";

const require = createRequire(import.meta.url);
const COMMON =
  "U+20-7E, U+A0-A1, U+A3, U+A7, U+A9, U+AB, U+AD-AE, U+B0, U+B7, U+BB, U+BF-C7, U+C8-CB, U+CD-CF, U+D1, U+D3-D7, " +
  "U+D9-DC, U+DF-EF, U+F1-FC, U+FF, U+152-153, U+2013-2014, U+2018-201A, U+201C-201E, U+2020, U+2022, U+2026, " +
  "U+2039-203A, U+20AC, U+2122, U+2212";
const FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "locl", "onum", "lnum", "tnum"];

const FACES = [
  {
    file: "newsreader",
    family: "Newsreader",
    style: "normal",
    weight: "400 600",
    source: "@fontsource-variable/newsreader/files/newsreader-SET-opsz-normal.woff2",
    axes: { wght: { min: 400, max: 600 }, opsz: { min: 16, max: 72 } },
  },
  {
    file: "newsreader-italic",
    family: "Newsreader",
    style: "italic",
    weight: "400",
    source: "@fontsource-variable/newsreader/files/newsreader-SET-opsz-italic.woff2",
    axes: { wght: 400, opsz: 20 },
  },
  {
    file: "public-sans",
    family: "Public Sans",
    style: "normal",
    weight: "400 700",
    source: "@fontsource-variable/public-sans/files/public-sans-SET-wght-normal.woff2",
    axes: { wght: { min: 400, max: 700 } },
  },
];

// A fallback is drawn as wide and as high as the face it stands in for (`wide` was measured on English prose at the
// sizes in use; heights are the face's own, in ems), so that nothing moves when the face arrives.
const SERIF = { family: "Newsreader Fallback", local: ["Times New Roman", "Liberation Serif", "Tinos"], ascent: 0.74, descent: 0.265 };
const SANS = { family: "Public Sans Fallback", local: ["Arial", "Liberation Sans", "Arimo"], ascent: 0.95, descent: 0.225 };
const FALLBACKS = [
  { ...SERIF, style: "normal", weight: "400", wide: 1.002 },
  { ...SERIF, style: "normal", weight: "500 600", wide: 1.07 },
  { ...SERIF, style: "italic", weight: "400", wide: 0.924, cut: " Italic" },
  { ...SANS, style: "normal", weight: "400", wide: 1.038 },
  { ...SANS, style: "normal", weight: "500 700", wide: 0.978, cut: " Bold" },
];

/** The code points of a CSS `unicode-range` value. */
export function codePoints(range) {
  return range.split(",").flatMap((part) => {
    const [first, last = first] = part.trim().slice(2).split("-").map((hex) => parseInt(hex, 16));
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

const text = (points) => String.fromCodePoint(...points.filter((point) => point >= 0x20));

function slices(unicode) {
  const common = new Set(codePoints(COMMON));
  return [
    { suffix: "-ext", set: "latin-ext", range: unicode["latin-ext"], points: codePoints(unicode["latin-ext"]) },
    { suffix: "-more", set: "latin", range: unicode.latin, points: codePoints(unicode.latin).filter((p) => !common.has(p)) },
    { suffix: "", set: "latin", range: COMMON, points: [...common] },
  ];
}

const faceRule = ({ family, style, weight }, file, range) =>
  `@font-face{font-family:"${family}";font-style:${style};font-weight:${weight};font-display:swap;` +
  `src:url("fonts/${file}.woff2") format("woff2");unicode-range:${range}}`;

const percent = (share) => `${Math.round(share * 1000) / 10}%`;

const fallbackRule = ({ family, local, cut = "", style, weight, wide, ascent, descent }) =>
  `@font-face{font-family:"${family}";font-style:${style};font-weight:${weight};` +
  `src:${local.map((name) => `local("${name}${cut}")`).join(",")};size-adjust:${percent(wide)};` +
  `ascent-override:${percent(ascent / wide)};descent-override:${percent(descent / wide)};line-gap-override:0%}`;

/** Every font file as `[name, bytes]`, and the `@font-face` rules; where ranges overlap the later, smaller file wins. */
export async function buildFonts() {
  const files = [];
  const rules = FALLBACKS.map(fallbackRule);
  for (const face of FACES) {
    const home = face.source.split("/files/")[0];
    const unicode = require(`${home}/unicode.json`);
    files.push([`${face.family}-OFL.txt`.replace(" ", ""), await readFile(require.resolve(`${home}/LICENSE`))]);
    for (const { suffix, set, range, points } of slices(unicode)) {
      const source = await readFile(require.resolve(face.source.replace("SET", set)));
      const options = { targetFormat: "woff2", variationAxes: face.axes, keepFeatures: FEATURES, noHinting: true };
      files.push([`${face.file}${suffix}.woff2`, await subsetFont(source, text(points), options)]);
      rules.push(faceRule(face, face.file + suffix, range));
    }
  }
  return { files, css: rules.join("\n") };
}
