/* A tournament, from its description to what it shows. */

export * from './cell.ts'
export * from './presets.ts'
export * from './results.ts'
export * from './spec.ts'
