/** What can be done where the right button was pressed. */
export interface Place {
  /** A number that stands there, as it is shown. */
  readonly value?: string
  /** What a chart's pointer reads off there: a name and its number on each line. */
  readonly readings?: string
  /** The button that opens the menu of the chart's export. */
  readonly exporting?: HTMLElement
  /** The run in whose row it was. */
  readonly run?: string
}

/** Letters of the longest text that is still a number with its unit, or an interval. */
const longest = 48

/** A minus as spreadsheets and programs read it. */
const plain = (text: string): string => text.trim().replaceAll('−', '-')

/** @returns nothing where the system's own menu is the right one: over fields, and over marked text */
export function placeOf(target: Element, marked: string): Place | undefined {
  if (marked.trim() !== '' || target.closest('input, textarea, select, [contenteditable]')) {
    return undefined
  }
  const chart = target.closest('[role="img"], [role="application"], canvas, svg')
  const part = chart ? exportedPart(chart) : undefined
  const exporting = part?.querySelector<HTMLElement>('.export-trigger')
  const read = chart?.closest('.curve-chart')?.querySelectorAll('.readings p')
  const readings = [...(read ?? [])].map(wordsOf).join('\n')
  const row = target.closest('.run-row')
  const value = chart ? undefined : numberAt(target)
  const place = {
    ...(value === undefined ? {} : { value }),
    ...(readings === '' ? {} : { readings }),
    ...(exporting ? { exporting } : {}),
    ...(row ? { run: row.id.replace(/^run-/, '') } : {}),
  }
  return Object.keys(place).length > 0 ? place : undefined
}

/** @returns the texts of an element's parts, apart from one another as in a table */
function wordsOf(line: Element): string {
  const parts = line.children.length > 0 ? [...line.children] : [line]
  return parts
    .map((part) => plain(part.textContent))
    .filter((text) => text !== '')
    .join('\t')
}

/** @returns the number that the element itself shows, in a table, a list of facts or set as a number */
function numberAt(element: Element): string | undefined {
  if (!element.closest('td, dd, [role="cell"], [role="gridcell"], .mono, .now')) return undefined
  const text = plain(element.textContent)
  return /\d/.test(text) && text.length <= longest ? text : undefined
}

/** @returns the nearest part around a chart that has an export of its own */
function exportedPart(chart: Element): Element | undefined {
  let part = chart.parentElement
  while (part && !part.querySelector('.export-trigger')) part = part.parentElement
  return part && !part.matches('main, body, .app') ? part : undefined
}
