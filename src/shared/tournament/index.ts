/* A tournament, from its description to what it shows. */

export * from './analysis.ts'
export * from './answer.ts'
export * from './cell.ts'
export * from './presets.ts'
export * from './ranking.ts'
export * from './results.ts'
export * from './spec.ts'
