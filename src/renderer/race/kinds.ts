import type { ExperimentInput, ExperimentSpec, Metric } from '#shared/experiment/spec.ts'
import { sameTable, useExperimentData } from '../stores/experiment-data.ts'
import type { RacingStage } from '../stores/racing-stage.ts'
import * as iris from './iris.ts'
import { firstForm, formOf, recordedMetrics, specOf, type RaceForm } from './form.ts'
import { useTable } from './table.ts'

/** What sets one racing stage's experiments apart from the other's. */
interface StageKind {
  /** @returns the form that the stage opens with the first time */
  firstForm(): RaceForm
  /** @returns the experiment that the form describes */
  specOf(form: RaceForm): ExperimentInput
  /** @returns the form that describes the experiment; undefined where the form cannot hold it */
  formOf(spec: ExperimentSpec): RaceForm | undefined
  /** Whether the stage shows such a race when the page finds one running. */
  shows(spec: ExperimentSpec): boolean
  /** Fills what a spec says beside the form: the data. */
  adopt(spec: ExperimentSpec, name?: string): void
  /** Goes on with the very table that a race found. */
  keepTable(source: ExperimentSpec['dataset']): void
  /** @param shown the race on the chart, if there is one */
  metrics(shown: ExperimentSpec | undefined): readonly Metric[]
  /** @returns steps a second until a person chooses; null is as fast as it goes */
  pace(form: RaceForm): number | null
  /** Whether the table cannot be read. */
  tableMissing(): boolean
  /** Whether lanes keep their results when others are raced from the same start line. */
  readonly keepsResults: boolean
}

const nothing = (): void => undefined

/** The tutorial's experiment: its table and what it records never change. */
const irisKind = (): StageKind => ({
  firstForm: iris.tutorialForm,
  specOf: iris.experimentOf,
  formOf: iris.formOf,
  shows: (spec) => iris.formOf(spec) !== undefined,
  adopt: nothing,
  keepTable: nothing,
  metrics: () => iris.irisMetrics,
  pace: iris.watchablePace,
  tableMissing: () => false,
  keepsResults: false,
})

/** Any table: what to learn from is chosen on the Data stage. */
function raceKind(): StageKind {
  const data = useExperimentData()
  const table = useTable()
  return {
    firstForm,
    specOf: (form) => specOf(form, data.data, table.sizeOf(form)),
    formOf,
    shows: (spec) => iris.formOf(spec) === undefined,
    adopt: (spec, name) => data.adopt(spec, name),
    keepTable(source) {
      if (sameTable(source, data.data.source)) data.choose({ ...data.data, source })
    },
    metrics: (shown) => shown?.record.metrics ?? recordedMetrics(data.data),
    pace: () => null,
    tableMissing: () => table.failure !== undefined,
    keepsResults: true,
  }
}

/** By stage; made where stores are. */
export const kinds: Readonly<Record<RacingStage, () => StageKind>> = {
  iris: irisKind,
  race: raceKind,
}
