import type { ExperimentSpec, Metric } from '../experiment/spec.ts'
import type { Fault } from './faults.ts'

/** Checks every metric that a spec names, to record it or to stop by it, against its task and split. */
export function checkMetrics(spec: ExperimentSpec, held: number, faults: Fault[]): void {
  const check = (path: string, metric: Metric): void => {
    const message = metricFault(spec, held, metric)
    if (message) faults.push({ path, message })
  }
  spec.record.metrics.forEach((metric, index) => check(`record.metrics[${index}]`, metric))
  const { target, patience } = spec.stop
  if (target) check('stop.target.metric', target.metric)
  if (patience) check('stop.patience.metric', patience.metric)
}

function metricFault({ loss }: ExperimentSpec, held: number, metric: Metric): string | undefined {
  if (loss === 'meanSquaredError' && metric.endsWith('Accuracy')) {
    return `a regression has no accuracy; take ${metric.replace('Accuracy', 'R2')}`
  }
  if (loss === 'crossEntropy' && metric.endsWith('R2')) {
    return `a classification has no R²; take ${metric.replace('R2', 'Accuracy')}`
  }
  if (held === 0 && metric.startsWith('validation')) {
    return `${metric} needs held-out rows, and there are none`
  }
  return undefined
}
