import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import type { Problem } from '#shared/training/problem.ts'

/** A lane's rate changed by hand, as the log has it. */
export interface HandRate {
  /** The lane's id. */
  readonly lane: string
  readonly rate: number
  /** The rate is in force after this step. */
  readonly step: number
  /** The seeds whose process tells it: processes change at steps of their own. @default all */
  readonly seeds?: readonly number[]
}

/** What a script repeats. */
export interface ScriptInput {
  readonly spec: ExperimentSpec
  /** One per seed of the spec; seeds that share a split share the object. */
  readonly problems: readonly Problem[]
  /** Names the files, and the race where the spec has no title. */
  readonly name: string
  readonly appVersion: string
  /** What of the run is damaged, a sentence each. @default nothing */
  readonly damage?: readonly string[]
  /** Rates changed by hand, in the log's order. @default none */
  readonly rates?: readonly HandRate[]
  /** The budget the race ended with, extensions included. @default the spec's */
  readonly steps?: number
  /**
   * Steps recorded only because a budget ended there, before the race was extended. @default none
   */
  readonly alsoRecorded?: readonly number[]
}

/** One of the files, to lie side by side in a folder. */
export interface ScriptFile {
  readonly name: string
  readonly content: string
}
