import { sourceName } from '#shared/experiment/source.ts'
import type { LaneSpec } from '#shared/experiment/spec.ts'
import { optimizerName } from '#shared/optimizers/index.ts'
import { isConstant } from '#shared/schedules/index.ts'
import type { ReportData } from './data.ts'
import { html, type Html } from './escape.ts'
import { laneName } from './standings.ts'

type Row = readonly [name: string, value: string]

/** @returns a small thing of the experiment as `key value, key value` */
function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(', ')
  if (value === null || typeof value !== 'object') return String(value)
  return Object.entries(value)
    .map(([key, each]) => `${key} ${plain(each)}`)
    .join(', ')
}

/** Every lane with everything that makes it what it is. */
export function lanesTable({ run, names, text, words }: ReportData): Html {
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
              <td class="code">${plain(lane.hyper) || settings.none}</td>
              <td class="code">${scheduleOf(lane, text)}</td>
              <td class="code">${lane.clipping ? Object.values(lane.clipping).join(' ') : '–'}</td>
              <td class="code">
                ${lane.weightDecay ? Object.values(lane.weightDecay).join(' ') : '–'}
              </td>
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

function scheduleOf({ schedule }: LaneSpec, text: ReportData['text']): string {
  if (isConstant(schedule)) return '–'
  const { kind, parameters, warmup } = schedule
  return [kind, plain(parameters), warmup > 0 ? text.warmup(String(warmup)) : '']
    .filter((each) => each !== '')
    .join(', ')
}

/** What every lane had in common. */
export function experimentRows({ run, text, format }: ReportData): Row[] {
  const { spec, shape } = run
  const { settings } = text
  const { hidden, activation, initial } = spec.model
  const sha256 = 'file' in spec.dataset ? spec.dataset.sha256 : undefined
  const size = text.rows(
    format.whole(shape.trainRows),
    format.whole(shape.validationRows),
    format.whole(shape.parameters),
  )
  return [
    [settings.dataset, sourceName(spec.dataset)],
    ...(sha256 ? [[settings.fingerprint, sha256] as const] : []),
    [settings.target, spec.target ?? settings.defaults],
    [settings.features, spec.features ? format.list(spec.features) : settings.all],
    [settings.rows, size],
    [settings.missing, plain(spec.missing)],
    [settings.scaling, plain(spec.scaling)],
    [settings.split, spec.start ? 'start' : plain(spec.split)],
    [
      settings.model,
      hidden.length > 0
        ? `${[shape.featureNames.length, ...hidden].join('–')}, ${activation}, ${plain(initial)}`
        : `${text.noHidden}, ${plain(initial)}`,
    ],
    [settings.loss, spec.loss],
    [settings.batch, String(spec.batchSize)],
    [settings.budget, plain(spec.budget)],
    [settings.seeds, format.list(spec.seeds.map(String))],
    [settings.recorded, `${format.list(spec.record.metrics)}; ${plain(spec.record.every)}`],
    [settings.stop, plain(spec.stop)],
  ]
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
