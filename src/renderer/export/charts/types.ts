import type * as charts from './index.ts'

/** Every chart that can leave the page. They are loaded when one is asked for. */
export type Charts = typeof charts
