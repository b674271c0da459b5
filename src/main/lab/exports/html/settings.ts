import { optimizerName } from '#shared/optimizers/index.ts'
import { clippingText, decayText, hyperText, scheduleText } from '#shared/words/lane-names.ts'
import { settingsOf } from '#shared/words/settings.ts'
import type { ReportData } from './data.ts'
import { html, type Html } from './escape.ts'
import { laneName } from './standings.ts'

type Row = readonly [name: string, value: string]

/** Every lane with everything that makes it what it is. */
export function lanesTable({ run, names, text, words, language }: ReportData): Html {
  const { settings } = text
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>${text.lane}</th>
          <th>${settings.optimizer}</th>
          <th>${settings.hyper}</th>
          <th>${settings.schedule}</th>
          <th>${settings.clipping}</th>
          <th>${settings.decay}</th>
        </tr>
      </thead>
      <tbody>
        ${run.spec.lanes.map(
          (lane, at) =>
            html`<tr>
              <th scope="row">${laneName(lane, run.spec.lanes, names[at]!)}</th>
              <td>
                ${optimizerName(lane.optimizer)}
                <span class="note">${words.conventions[lane.convention]}</span>
              </td>
              <td>${hyperText(lane, language) || settings.none}</td>
              <td>${scheduleText(lane.schedule, language) || '–'}</td>
              <td>${clippingText(lane.clipping, language) || '–'}</td>
              <td>${decayText(lane.weightDecay, language) || '–'}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** Every rule that a person wrote, as its file has it: the lanes' names alone would not say what they did. */
export function ownRules({ run, text }: ReportData): Html {
  const rules = new Map(
    run.spec.lanes.flatMap(({ optimizer, rule }) =>
      rule === undefined ? [] : [[rule, optimizerName(optimizer)] as const],
    ),
  )
  return html`${[...rules].map(
    ([rule, name], at) =>
      html`<h3>${text.ownRule(name)}</h3>
        <pre>${rule.trim()}</pre>
        ${at === rules.size - 1 ? html`<p class="note">${text.ownRuleText}</p>` : ''}`,
  )}`
}

/** What every lane had in common, as the page says it, and how much that came to. */
export function experimentRows({ run, text, format, language }: ReportData): Row[] {
  const { shape, spec } = run
  const size = text.rows(
    format.whole(shape.trainRows),
    format.whole(shape.validationRows),
    format.whole(shape.parameters),
  )
  return [...settingsOf(spec, language), [text.settings.rows, size]]
}

/** On what it ran. */
export function versionRows({ run, text, format }: ReportData): Row[] {
  const { info } = run
  const { settings } = text
  const { package: js, library } = info.tensorflow
  const gradients =
    info.engine === 'native' ? `TensorFlow ${library} (tfjs-node ${js})` : 'float64 reference'
  return [
    [settings.run, info.id],
    [settings.created, format.date(info.created)],
    ['Descent Lab', info.app],
    [settings.engine, gradients],
    ...(info.updates ? [[settings.updates, text.updates[info.updates]] as const] : []),
    ['Node', info.node],
    ...(info.electron ? [['Electron', info.electron] as const] : []),
    [settings.platform, info.platform],
  ]
}

export function rowsTable(rows: readonly Row[]): Html {
  return html`<dl>
    ${rows.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`
}
