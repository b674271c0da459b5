import { damageLines, speech } from '#shared/words/index.ts'
import type { LaneSpec } from '#shared/experiment/spec.ts'
import { metricOf } from '#shared/metrics/index.ts'
import { folderNames } from './folder-names.ts'
import { pointsOf } from './rows.ts'
import { onItsWay, withScratch } from './scratch.ts'
import type { ExportedRun, WriteFiles } from './types.ts'
import type { ExportFile } from './write.ts'
import { scalarEvent, textEvent, versionEvent } from './tensorboard-event.ts'
import { frame } from './tensorboard-record.ts'
import { Spool } from './tensorboard-spool.ts'

/** Event files: a run of TensorBoard's per lane and seed. */
export const tensorboardFiles: WriteFiles = (run) =>
  withScratch((scratch) => eventFiles(run, scratch))

async function* eventFiles(run: ExportedRun, scratch: string): AsyncGenerator<ExportFile> {
  const { spec, info } = run
  const began = Date.parse(info.created) / 1000
  const spool = new Spool(scratch)
  const runs = spec.lanes.flatMap((lane) => spec.seeds.map((seed) => ({ lane, seed })))
  for (const [index, { lane, seed }] of runs.entries()) {
    await spool.add(index, frame(versionEvent(began)))
    await spool.add(index, frame(textEvent(began, 'settings', settings(run, lane, seed))))
  }
  for await (const { step, seconds, runs: indices, metrics } of pointsOf(run)) {
    for (const [at, index] of indices.entries()) {
      const values = metrics.flatMap(({ metric, values }) => {
        const value = values[at]!
        // A rule without a rate has none; of everything else NaN says that it diverged.
        if (metric === 'rate' && Number.isNaN(value)) return []
        return [{ tag: metricOf(metric).tag, value }]
      })
      await spool.add(index, frame(scalarEvent(began + seconds, step, values)))
    }
  }
  const folders = folderNames(spec.lanes.map(({ id }) => id))
  const name = `events.out.tfevents.${Math.floor(began)}.descent-lab`
  for (const [index, { seed }] of runs.entries()) {
    const folder = folders[Math.floor(index / spec.seeds.length)]!
    yield { name: `${folder}/seed-${seed}/${name}`, content: onItsWay(spool.read(index)) }
  }
}

/** What made the run, as a table in Markdown. */
function settings({ spec, info, stem, damage }: ExportedRun, lane: LaneSpec, seed: number): string {
  const { schedule, clipping, weightDecay, hyper } = lane
  const rows: [string, unknown][] = [
    ['run', spec.title ?? stem],
    ['lane', lane.id],
    ['optimizer', `${lane.optimizer} (${lane.convention})`],
    ...Object.entries(hyper),
    ['schedule', schedule],
    ['clipping', clipping],
    ['weight decay', weightDecay],
    ['seed', seed],
    ['dataset', spec.dataset],
    ['model', spec.model],
    ['loss', spec.loss],
    ['batch size', spec.batchSize],
    ['budget', spec.budget],
    ['Descent Lab', info.app],
    ...(damage ? [['damage', damageLines(damage, speech.en).join(' ')] as [string, string]] : []),
  ]
  const cell = (value: unknown): string =>
    (typeof value === 'string' ? value : JSON.stringify(value)).replace(/[|\\`<>\r\n]/g, (letter) =>
      letter === '\n' || letter === '\r' ? ' ' : `\\${letter}`,
    )
  return [
    '| setting | value |',
    '| --- | --- |',
    ...rows.map(([name, value]) => `| ${cell(name)} | ${cell(value)} |`),
  ].join('\n')
}
