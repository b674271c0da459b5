import { lineStyle } from '#shared/charts/palette.ts'
import { inks, sans } from '#shared/charts/theme.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'

const mono = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace"

/** The report's dress: light, dark on a screen that asks for it, and always light on paper. */
export function styleOf(spec: Pick<ExperimentSpec, 'lanes'>): string {
  return `
:root {
  color-scheme: light dark;
  --page: #fafaf7; --panel: #ffffff; --ink: #1b1c20; --second: #5b6069;
  --hairline: #e3e3dd; --accent: #2f5dd0;
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 14px/1.55 ${sans}; font-variant-numeric: tabular-nums;
}
main { max-width: 1088px; margin: 0 auto; padding: 40px 24px 64px; }
header { border-bottom: 1px solid var(--hairline); padding-bottom: 20px; }
.kind { color: var(--second); margin: 0 0 4px; font-size: 12.5px; }
h1 { font-size: 26px; line-height: 1.25; font-weight: 600; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 15px; font-weight: 600; margin: 40px 0 12px; }
h3 { font-size: 13px; font-weight: 600; margin: 24px 0 8px; }
.about { color: var(--second); margin: 8px 0 0; }
.verdict {
  font-size: 18px; line-height: 1.5; margin: 24px 0 0; max-width: 46em; overflow-wrap: anywhere;
}
p { max-width: 72em; margin: 8px 0; }
.note { color: var(--second); font-size: 12.5px; }
.damage { margin: 16px 0; padding: 4px 16px; border: 1px solid; border-left-width: 4px; }
td .note, th .note { display: block; font-weight: 400; }
figure { margin: 0 0 20px; break-inside: avoid; }
figure svg { display: block; width: 100%; height: auto; overflow: visible; }
figure svg.narrow { display: none; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
th, td {
  text-align: left; vertical-align: top; padding: 7px 16px 7px 0;
  border-bottom: 1px solid var(--hairline);
}
thead th { color: var(--second); font-weight: 500; font-size: 12.5px; white-space: nowrap; }
tbody th { font-weight: 600; }
.number { text-align: right; white-space: nowrap; }
thead .number { white-space: normal; }
.ordered { font-weight: 600; }
.code { font-family: ${mono}; font-size: 12px; overflow-wrap: anywhere; min-width: 6em; }
.lane { display: flex; align-items: baseline; gap: 8px; }
.lane span { min-width: 0; max-width: 18em; overflow-wrap: break-word; }
.swatch { flex: none; position: relative; top: -1px; }
.verdict-cell { min-width: 13em; }
.columns { display: grid; grid-template-columns: 3fr 2fr; gap: 0 48px; }
dl { margin: 0; }
dl div {
  display: grid; grid-template-columns: 9em 1fr; gap: 12px; padding: 5px 0;
  border-bottom: 1px solid var(--hairline); font-size: 13px; break-inside: avoid;
}
dt { color: var(--second); }
dd { margin: 0; overflow-wrap: anywhere; }
ul { padding-left: 1.2em; margin: 8px 0; }
li { margin: 4px 0; overflow-wrap: anywhere; }
details { margin-top: 16px; }
summary { cursor: pointer; color: var(--accent); }
pre {
  font: 12px/1.5 ${mono}; background: var(--panel); border: 1px solid var(--hairline);
  border-radius: 6px; padding: 12px 16px; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere;
}
@media (max-width: 900px) {
  figure svg.wide { display: none; }
  figure svg.narrow { display: block; }
  .columns { grid-template-columns: 1fr; }
  main { padding: 28px 20px 48px; }
  th, td { padding-right: 12px; }
  .number .note { white-space: normal; }
  .verdict-cell { min-width: 11em; }
}
@media print {
  :root { color-scheme: light; --page: #ffffff; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  h2 { break-after: avoid; }
  tr { break-inside: avoid; }
  .scroll { overflow: visible; }
  .number { white-space: normal; }
  .verdict-cell { min-width: 0; }
  th, td { padding-right: 10px; }
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #131417; --panel: #1a1b1f; --ink: #ecece8; --second: #a6a9b0;
    --hairline: #2c2e34; --accent: #7c9cff;
  }
${darkPictures(spec)}
}`
}

/** What the pictures have in light inks, in dark ones: a rule of a style outdoes a colour of a shape. */
function darkPictures(spec: Pick<ExperimentSpec, 'lanes'>): string {
  const pairs = new Map<string, string>()
  for (const key of Object.keys(inks.light) as (keyof typeof inks.light)[]) {
    pairs.set(inks.light[key], inks.dark[key])
  }
  for (const lane of spec.lanes) {
    pairs.set(lineStyle(lane, 'light').colour, lineStyle(lane, 'dark').colour)
  }
  return [...pairs]
    .flatMap(([light, dark]) =>
      ['fill', 'stroke'].map((what) => `  svg [${what}="${light}" i] { ${what}: ${dark}; }`),
    )
    .join('\n')
}
