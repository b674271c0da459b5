import { sourceName } from '#shared/experiment/source.ts'
import { metrics, type Metric } from '#shared/experiment/spec.ts'
import { byRank, isJudged } from '#shared/metrics/index.ts'
import { damageLines, eventLines } from '#shared/words/index.ts'
import { valueText } from '#shared/words/settings.ts'
import { chartOf } from './chart.ts'
import type { ReportData } from './data.ts'
import type { drawSvg } from './draw.ts'
import { html } from './escape.ts'
import { reportPage } from './report-page.ts'
import { experimentRows, lanesTable, ownRules, rowsTable, versionRows } from './settings.ts'
import { standingsTable, verdictOf } from './standings.ts'

/** So many charts are read; the numbers of all are in the run. */
const mostCharts = 4

/** @returns the report as one page that needs nothing beside itself, neither a script */
export function pageOf(data: ReportData, draw: typeof drawSvg): string {
  const { run, title, language, text, words, format, recorded } = data
  const { spec, shape, info } = run
  const step = recorded.end?.step ?? recorded.columns.step.reduce((a, b) => Math.max(a, b), 0)
  const ending = text.ending[recorded.end?.reason ?? 'open'](
    format.whole(step),
    format.whole(Math.max(step, shape.steps)),
  )
  const about = [
    valueText({ path: ['dataset'] }, spec.dataset, language),
    words.lanes(format.whole(spec.lanes.length)),
    words.seeds(format.whole(spec.seeds.length)),
    ending,
    format.date(info.created),
  ].join(' · ')
  const present = metricsOf(data)
  const events = eventLines(spec, recorded.events, recorded.rates, data, data.names)
  const file = 'file' in spec.dataset ? sourceName(spec.dataset) : ''
  const body = html`${
      run.damage
        ? html`<section class="damage">
            <p>${text.damaged}</p>
            <ul>
              ${damageLines(run.damage, data).map((line) => html`<li>${line}</li>`)}
            </ul>
          </section>`
        : ''
    }
    <p class="verdict">${verdictOf(data)}</p>

    <h2>${text.curves}</h2>
    ${present.map((metric) => chartOf(data, metric, draw))}
    <p class="note">${spec.seeds.length > 1 ? text.bands : text.single}</p>

    <h2>${text.standings}</h2>
    ${standingsTable(data)}
    ${
      events.length > 0
        ? html`<h2>${text.events}</h2>
            <ul>
              ${events.map((line) => html`<li>${line}</li>`)}
            </ul>`
        : ''
    }

    <h2>${text.lanes}</h2>
    ${lanesTable(data)} ${ownRules(data)}

    <div class="columns">
      <section>
        <h2>${text.experiment}</h2>
        ${rowsTable(experimentRows(data))}
      </section>
      <section>
        <h2>${text.madeWith}</h2>
        ${rowsTable(versionRows(data))}
      </section>
    </div>`
  const head = { language, app: info.app, title, about, lanes: spec }
  const note = file ? html`<p>${text.repeatFile(file)}</p>` : ''
  return reportPage(head, text, body, { spec, note })
}

/** The recorded metrics that are drawn: what judges a run, else whatever there is. */
function metricsOf({ recorded }: ReportData): Metric[] {
  const present = metrics.filter((metric) => recorded.columns.metrics[metric])
  const judged = byRank.filter((metric) => present.includes(metric))
  const others = present.filter((metric) => !isJudged(metric))
  return (judged.length > 0 ? judged : others).slice(0, mostCharts)
}
