import { LabError } from '#shared/contract/errors.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import { hyperFault } from '#shared/rules/ranges.ts'
import { ruleOf } from '#shared/own/lane.ts'

/**
 * Checks that a lane can take another learning rate while it runs.
 *
 * @param id the lane's
 * @returns its place in the spec
 * @throws LabError `bad-spec` when there is no such lane, its rule has no rate or not that one
 */
export function laneWithRate({ lanes }: ExperimentSpec, id: string, rate: number): number {
  const index = lanes.findIndex((each) => each.id === id)
  const lane = lanes[index]
  if (!lane) {
    throw refused(`lane: there is no '${id}', only ${lanes.map((each) => each.id).join(', ')}`)
  }
  const { optimizer, convention } = lane
  const rule = ruleOf(lane)
  if (!rule?.hyper.some(({ key }) => key === 'lr')) {
    throw refused(`lanes[${index}]: ${optimizer} (${convention}) has no learning rate`)
  }
  const fault = hyperFault(rule, 'lr', rate)
  if (fault) throw refused(`rate: ${fault}`)
  return index
}

function refused(fault: string): LabError {
  return new LabError('bad-spec', `The learning rate cannot be changed: ${fault}.`, {
    parameters: { first: fault, count: 1 },
    details: [fault],
  })
}
