import { importMeasurement } from './import.ts'
import { largerMeasurements } from './larger.ts'
import { peersMeasurement } from './peers.ts'
import { raceMeasurement } from './race.ts'
import { rulesMeasurement } from './rules.ts'
import { stackedMeasurement } from './stacked.ts'
import { streamingMeasurement } from './streaming.ts'
import { tournamentMeasurement } from './tournament.ts'
import type { Measurement } from './types.ts'

/** Everything that is measured, in the order of the report. */
export const measurements: readonly Measurement[] = [
  stackedMeasurement,
  ...largerMeasurements,
  peersMeasurement,
  raceMeasurement,
  streamingMeasurement,
  rulesMeasurement,
  importMeasurement,
  tournamentMeasurement,
]
