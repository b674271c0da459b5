import type { ExperimentSpec } from '../experiment/spec.ts'
import { metricOf, taskFault, type Metric } from '../metrics/index.ts'
import { taskOf } from '../models.ts'
import type { Fault } from './faults.ts'

/**
 * Checks every metric that a spec names, to record it or to stop by it, against its task and split. What
 * a run stops by must be recorded: otherwise nobody could see why it did.
 */
export function checkMetrics(spec: ExperimentSpec, held: number, faults: Fault[]): void {
  const note = (path: string, message: string | undefined): void => {
    if (message) faults.push({ path, message })
  }
  const stopFault = (metric: Metric): string | undefined => {
    const recorded = spec.record.metrics.includes(metric)
    const missing = recorded ? undefined : `${metric} is not recorded; add it to record.metrics`
    return metricFault(spec, held, metric) ?? missing
  }
  spec.record.metrics.forEach((metric, index) =>
    note(`record.metrics[${index}]`, metricFault(spec, held, metric)),
  )
  const { target, patience } = spec.stop
  if (target) note('stop.target.metric', stopFault(target.metric))
  if (patience) note('stop.patience.metric', stopFault(patience.metric))
}

function metricFault({ loss }: ExperimentSpec, held: number, metric: Metric): string | undefined {
  const { instead, part } = metricOf(metric)
  const wrong = taskFault(metric, taskOf(loss))
  if (wrong) return `${wrong}; take ${instead}`
  if (held > 0 || part !== 'validation') return undefined
  return `${metric} needs held-out rows, and there are none`
}
