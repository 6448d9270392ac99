/** The report as one HTML file that asks for nothing else: its styles, curves and pictures are inside. */
import { CURVE_DESCRIPTORS, SCALAR_DESCRIPTORS, type Curve } from '../../contract/measure.ts';
import { layoutChart } from '../chart.ts';
import {
  CURVE_WORDS,
  MEASURES,
  describeSegmentation,
  formatMean,
  formatMeasure,
  formatNumber,
  formatSpread,
  judge,
  labelOf,
  meaningOf,
  scalarWords,
} from '../measureWords.ts';
import { language, local } from '../language/language.svelte.ts';
import { spoken, spokenSteps } from '../language/spoken.ts';
import { measuresWords } from '../language/measures.ts';
import { measureScreenWords } from '../language/measure.ts';
import { PAPER_TABLES } from '../paper.ts';
import { MATERIAL_NAMES } from '../words.ts';
import type { Report, ReportedSet } from './data.ts';
import css from './report.css?raw';

/** Contact sheets of the first images of each set, as data URLs. */
export interface Sheets {
  reference: string;
  synthetic: string;
}

export function toHtml(report: Report, sheets: Sheets): string {
  const { result, settings } = report;
  const words = measuresWords().report;
  const { numbers: numberWords, physics, curves, reference, synthetic } = measureScreenWords();
  const material = MATERIAL_NAMES[settings.material];
  return `<!doctype html>
<html lang="${language.code}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${words.title(material)}</title>
<style>${css}</style>
</head>
<body>
<h1>${words.heading(local().inSentence(material))}</h1>
<p class="quiet">Specimen ${escape(report.version)}, ${escape(report.at)}. ${words.notMeasurements}</p>
<div class="sets">${setHead(reference, report.reference, sheets.reference)}${setHead(synthetic, report.synthetic, sheets.synthetic)}</div>
<h2>${numberWords.heading}</h2>
${numbers(report)}
${result.notes.map((note) => `<p class="quiet">${escape(spoken(note))}</p>`).join('\n')}
<h2>${physics.heading}</h2>
<p class="quiet">${escape(describeSegmentation(result.segmentation, settings.material))}</p>
${scalars(report)}
<h2>${curves.heading}</h2>
<p class="quiet">${words.curves}</p>
<div class="curves">${CURVE_DESCRIPTORS.map((name) => curve(report, name)).join('\n')}</div>
<h2>${words.paper}</h2>
${paper(report)}
<h2>${words.how}</h2>
${table(
  [words.setting, words.value],
  Object.entries(settings).map(([name, value]) => [name, describeSetting(value)]),
)}
${setDetails(reference, report.reference)}
${setDetails(synthetic, report.synthetic)}
</body>
</html>
`;
}

function describeSetting(value: unknown): string {
  return value === null ? measuresWords().report.leftOut : typeof value === 'string' ? value : JSON.stringify(value);
}

const setHead = (title: string, { n, width, height }: ReportedSet, sheet: string) =>
  `<figure><img src="${sheet}" alt="${measuresWords().report.sheet(title)}"><figcaption><b>${title}</b> N = ${n}, ${width}×${height} px</figcaption></figure>`;

function numbers({ result }: Report): string {
  const { numbers: words } = measureScreenWords();
  const { report } = measuresWords();
  const rows = MEASURES.flatMap((name) => {
    const measured = result[name];
    if (!measured) return [];
    const notes = [
      meaningOf(name, measured),
      measured.extractor && words.featuresSentence(spoken(measured.extractor)),
      measured.warning && spoken(measured.warning),
    ];
    const plain = formatSpread(name, measured);
    const spread = measured.ci ? report.spread(plain) : plain;
    const value = formatMeasure(name, measured.value);
    return [[labelOf(name, measured), value, spread, String(measured.n), notes.filter(Boolean).join(' ')]];
  });
  return table([words.measure, words.value, words.spread, 'N', words.meaning], rows);
}

function scalars({ result, settings }: Report): string {
  const { physics: words, reference: referenceName, synthetic: syntheticName } = measureScreenWords();
  const rows = SCALAR_DESCRIPTORS.map((name) => {
    const comparison = result.descriptors[name];
    const { label, unit } = scalarWords(name, settings.material);
    const [reference, synthetic] = [comparison.reference, comparison.synthetic].map((found) =>
      formatMean(found as { mean: number; std: number }),
    );
    const { value, floor } = comparison;
    const [difference, chance] = [value, floor].map((number) => (number === null ? '–' : formatNumber(number)));
    return [`${label}${unit && `, ${unit}`}`, reference!, synthetic!, difference!, chance!, judge(comparison)];
  });
  return table([words.descriptor, referenceName, syntheticName, words.difference, words.chance, words.words], rows);
}

function curve({ result }: Report, name: (typeof CURVE_DESCRIPTORS)[number]): string {
  const comparison = result.descriptors[name];
  const { label, meaning, xLabel, yLabel } = CURVE_WORDS[name];
  const curves = [comparison.reference, comparison.synthetic] as Curve[];
  const {
    width,
    height,
    left,
    right,
    bottom,
    xTicks,
    yTicks,
    curves: paths,
  } = layoutChart(curves, { width: 320, height: 190 });
  const lines = [
    ...yTicks.map(
      ({ at, label }) =>
        `<line class="grid" x1="${left}" x2="${right}" y1="${at}" y2="${at}"/><text x="${left - 6}" y="${at + 4}" text-anchor="end">${label}</text>`,
    ),
    ...xTicks.map(({ at, label }) => `<text x="${at}" y="${bottom + 16}" text-anchor="middle">${label}</text>`),
    `<line class="axis" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>`,
    ...paths.map(({ band, line }, k) => `<path class="band s${k}" d="${band}"/><path class="line s${k}" d="${line}"/>`),
  ];
  const words = measuresWords().report;
  const difference = comparison.value === null ? '' : words.rms(formatNumber(comparison.value));
  return `<figure><figcaption><b>${escape(label)}</b><br>${escape(meaning)}<br><small>${escape(words.axes(yLabel, xLabel))}</small></figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(label)}">${lines.join('')}</svg>
<p>${escape(difference + judge(comparison))}</p></figure>`;
}

function paper({ settings }: Report): string {
  const { table: number, rows } = PAPER_TABLES[settings.material];
  const { decimal } = local();
  const { report: words, comparable } = measuresWords();
  const spread = (value: [number, number] | null) =>
    value ? `${decimal(value[0], 3)} ± ${decimal(value[1], 3)}` : '–';
  return `<p class="quiet">${words.paperTable(number)}</p>
${table(
  [measureScreenWords().paper.method, 'SSIM', 'LPIPS', 'FID', 'CLIPScore'],
  rows.map(({ model, ssim, lpips, fid, clipScore }) => [
    model,
    spread(ssim),
    spread(lpips),
    decimal(fid, 1),
    spread(clipScore),
  ]),
)}
<ul>${comparable.map(({ measure, words }) => `<li><b>${measure}.</b> ${escape(words)}</li>`).join('')}</ul>`;
}

function setDetails(title: string, { source, intake, pixelsSha256, images, refused }: ReportedSet): string {
  const words = measuresWords().report;
  const { controls } = measureScreenWords();
  return `<h3>${title}</h3>
<p><code>${escape(JSON.stringify(source))}</code></p>
<p>${words.brought(intake.side, controls[intake.fit], controls[intake.range])} ${words.pixels} <code>${pixelsSha256}</code></p>
<details><summary>${words.images(images.length)}</summary>
${table(
  [words.image, words.imageHow, words.file],
  images.map(({ name, how, sha256 }) => [name, spokenSteps(how), sha256 ?? '–']),
)}
</details>
${
  refused.length > 0
    ? table(
        [words.refused, words.why],
        refused.map(({ name, why }) => [name, spoken(why)]),
      )
    : ''
}`;
}

function table(head: string[], rows: string[][]): string {
  const row = (cells: string[], tag: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${row(head, 'th')}</thead><tbody>${rows.map((cells) => row(cells, 'td')).join('')}</tbody></table>`;
}

/** Names of files are other people's text. */
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
