/*
 * What a race shows, and what it does not: each lane's numbers over its seeds with their intervals,
 * and a verdict on any two lanes that never says more than the seeds hold.
 */
export * from './answer.ts'
export * from './best-of.ts'
export * from './compare.ts'
export * from './estimate.ts'
export * from './friedman.ts'
export { holm } from './holm.ts'
export { meanRankSpan } from './mean-rank.ts'
export * from './profiles.ts'
export { rankLanes } from './ranking.ts'
export * from './score.ts'
export { signedRank } from './signed-rank.ts'
export * from './standings.ts'
export { suggestTarget } from './target.ts'
export { higherIsBetter, type Judged } from '../metrics/index.ts'
