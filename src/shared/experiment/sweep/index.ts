/* A sweep, from its description to the race of the tuned. */

export { defaultRange, leadOf } from './ranges.ts'
export { sweepResults, type ContestantResult, type ScoredTrial } from './results.ts'
export { RunScores, scoreOf, type TrialResult } from './scores.ts'
export { parseSweep, sweepSchema, type SweepInput, type SweepSpec } from './spec.ts'
export { chunkSpec, laneOf, trialsOf, type Trial } from './trials.ts'
export { freshSeeds, tunedRace, tunedSeeds, type TunedRace } from './tuned.ts'
