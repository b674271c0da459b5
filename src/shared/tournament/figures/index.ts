/* What a tournament shows as pictures: on the page, in exports and in the report. */
export * from './failures.ts'
export * from './matrix.ts'
export * from './profiles.ts'
export * from './ranks.ts'
export * from './tuning.ts'
export type { CurveFigure, FigureInput, NoFigure } from './types.ts'
