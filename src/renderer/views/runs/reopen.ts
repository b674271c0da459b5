import { diffSpecs, type SpecDifference } from '#shared/experiment/diff.ts'
import { parseSpec, specSchema, type ExperimentSpec } from '#shared/experiment/spec.ts'
import { fromSpec } from '#renderer/stores/experiment-data.ts'
import { experimentOf, formOf as irisFormOf } from '#renderer/race/iris.ts'
import { formOf as raceFormOf, specOf } from '#renderer/race/form.ts'

/** How an experiment comes into a form. */
export interface Reopening {
  readonly stage: 'iris' | 'race'
  /** What the form can hold of it. */
  readonly spec: ExperimentSpec
  /** What it cannot: of each part the run's own value, then the form's. */
  readonly losses: readonly SpecDifference[]
}

/** What a person does not set in a form, and what decides no number. */
const unset = [/^title$/, /^version$/, /^record\.(metrics|paths|state|strips)$/]

/** @returns the stage whose form holds most of the experiment, and what it cannot hold */
export function planReopening(spec: ExperimentSpec): Reopening {
  const iris = asIris(spec)
  if (iris && differences(spec, iris).length === 0) return { stage: 'iris', spec, losses: [] }
  const plain = asConsecutive(spec)
  return { stage: 'race', spec: plain, losses: differences(spec, asRace(plain)) }
}

function differences(spec: ExperimentSpec, other: ExperimentSpec): SpecDifference[] {
  return diffSpecs([spec, other]).filter(
    ({ path }) => !unset.some((part) => part.test(path.join('.'))),
  )
}

/** @returns the experiment as the Iris stage's form would run it; undefined where it is none of its */
function asIris(spec: ExperimentSpec): ExperimentSpec | undefined {
  const form = spec.start ? undefined : irisFormOf(spec)
  // Lanes of another convention may leave a form that says nothing that can be run.
  return form && specSchema.safeParse(experimentOf(form)).data
}

/** @returns the experiment as the Race stage's form would run it */
function asRace(spec: ExperimentSpec): ExperimentSpec {
  const form = raceFormOf(spec)
  return form ? parseSpec(specOf(form, fromSpec(spec))) : spec
}

/** @returns the experiment without a written-down start, its seeds counted on from the first */
function asConsecutive(whole: ExperimentSpec): ExperimentSpec {
  const spec = { ...whole }
  delete spec.start
  const [first = 1] = spec.seeds
  const from = Math.min(first, 0xffffffff - spec.seeds.length + 1)
  return { ...spec, seeds: spec.seeds.map((_seed, index) => from + index) }
}
