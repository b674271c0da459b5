import { runSummarySchema } from '#shared/contract/runs.ts'
import { sourceName } from '#shared/experiment/source.ts'
import type { LaneSpec } from '#shared/experiment/spec.ts'
import { ruleHash } from '#shared/own/hash.ts'
import { optimizerOf } from '#shared/own/lane.ts'
import { z } from '#shared/schema.ts'
import { readRunFolder } from '../run-reader.ts'

const { about, created, dataset, lanes, seeds } = runSummarySchema.shape

/** What a list says of a run from its start on. */
export const knownSchema = z.object({
  /** The spec's title, or what its table is called. */
  name: z.string(),
  created,
  dataset,
  lanes,
  seeds,
  about,
  /** The form of its folder. */
  version: z.number(),
  /** Of `run.json` and `spec.json`. */
  altered: z.array(z.string()),
})

export type Known = z.output<typeof knownSchema>

/** @throws LabError what reading the folder throws */
export async function readKnown(folder: string): Promise<Known> {
  const { spec, info, altered } = await readRunFolder(folder)
  const table = sourceName(spec.dataset)
  return {
    name: spec.title || table,
    created: info.created,
    dataset: table,
    lanes: spec.lanes.map((lane) => {
      const kin = spec.lanes.filter(({ optimizer }) => optimizer === lane.optimizer)
      return { ...laneOf(lane), ...(kin.length > 1 && { whole: lane }) }
    }),
    seeds: spec.seeds.length,
    about: {
      model: spec.model,
      loss: spec.loss,
      batchSize: spec.batchSize,
      budget: spec.budget,
    },
    version: info.version,
    altered: [...altered],
  }
}

function laneOf(lane: LaneSpec): Known['lanes'][number] {
  const { id, optimizer, convention, hyper } = lane
  const own = lane.rule === undefined ? undefined : optimizerOf(lane)
  const rule = own?.rules.own
  if (!rule) return { id, optimizer, convention, hyper }
  const colour = own.colour === undefined ? {} : { colour: own.colour }
  return { id, optimizer, convention, hyper, rule: { hash: ruleHash(rule).slice(0, 4), ...colour } }
}
