import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import type { Race } from '#shared/contract/calls.ts'
import type { RunSummary } from '#shared/contract/runs.ts'
import { freshSeeds } from '#shared/experiment/sweep/index.ts'
import { parseSpec, type ExperimentSpec } from '#shared/experiment/spec.ts'
import { useUi } from '#renderer/app/ui.ts'
import { useBridge } from '#renderer/composables/useBridge.ts'
import { tableNameOf } from '#renderer/composables/useTableName.ts'
import { formOf as irisFormOf } from '#renderer/race/iris.ts'
import { usePersistedRace } from '#renderer/race/kept.ts'
import { useLiveRace } from '#renderer/stores/race.ts'
import type { RacingStage } from '#renderer/stores/racing-stage.ts'
import { useExperiment } from '#renderer/race/store.ts'
import { planReopening, type Reopening } from './reopen.ts'

export interface RunActions {
  /** A reopening that waits to be agreed to, since the form cannot hold all of it. */
  readonly doubtful: Readonly<ShallowRef<Reopening | undefined>>
  /** Of the last action that was refused. */
  readonly failure: Readonly<ShallowRef<ErrorData | undefined>>
  readonly busy: Readonly<Ref<boolean>>
  /** Fills a form with the run's experiment and shows it; what it cannot hold is said first. */
  reopen(run: RunSummary): Promise<void>
  /** Opens what is doubtful all the same. */
  openAnyway(run: RunSummary): Promise<void>
  /** Goes on with the run from its last checkpoint, on its stage. */
  resume(run: RunSummary): Promise<void>
  /** Adds seeds to the run, on the Race stage. */
  addSeeds(run: RunSummary, seeds: number): Promise<void>
  showFolder(run: RunSummary): Promise<void>
  /** Forgets what is doubtful and what failed. */
  clear(): void
}

/** What can be done with a run beside looking at it. */
export function useRunActions(): RunActions {
  const { laboratory } = useBridge()
  const ui = useUi()
  const iris = useExperiment('iris')
  const race = useExperiment('race')
  const keptRace = usePersistedRace()
  const live = { iris: useLiveRace('iris'), race: useLiveRace('race') }

  const doubtful = shallowRef<Reopening>()
  const failure = shallowRef<ErrorData>()
  const busy = ref(false)

  function clear(): void {
    doubtful.value = undefined
    failure.value = undefined
  }

  async function attempt(call: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    clear()
    try {
      await call()
    } catch (thrown) {
      failure.value = toErrorData(thrown)
    }
    busy.value = false
  }

  /** @param name what the table is called */
  async function fill({ stage, spec }: Reopening, name: string): Promise<void> {
    if (stage === 'iris') iris.applyForm(spec)
    else {
      // The form as it was left comes first, or it would cover this one.
      await keptRace.opened
      race.apply(spec, name)
    }
    ui.show(stage)
  }

  const reopen = (run: RunSummary): Promise<void> =>
    attempt(async () => {
      const plan = planReopening(await laboratory.readRunSpec({ id: run.id }))
      if (plan.losses.length > 0) doubtful.value = plan
      else await fill(plan, tableNameOf(run.dataset))
    })

  const openAnyway = (run: RunSummary): Promise<void> => {
    const { value: plan } = doubtful
    return attempt(async () => {
      if (plan) await fill(plan, tableNameOf(run.dataset))
    })
  }

  /**
   * Begins on a stage of its own what the laboratory does with a run.
   *
   * @param ask lets the stage ask what is to become of other work
   * @param of the experiment that the run then has
   */
  const goOn = (
    run: RunSummary,
    begin: () => Promise<Race>,
    ask: (stage: RacingStage) => Promise<void>,
    of = (spec: ExperimentSpec): ExperimentSpec => spec,
  ): Promise<void> =>
    attempt(async () => {
      await keptRace.opened
      const begun = await begin().catch((thrown: unknown) => {
        if (toErrorData(thrown).code !== 'lab-busy') throw thrown
      })
      const spec = begun?.spec ?? of(parseSpec(await laboratory.readRunSpec({ id: run.id })))
      const stage = await follow(spec, tableNameOf(run.dataset))
      if (!begun) await ask(stage)
    })

  const resume = (run: RunSummary): Promise<void> => {
    const { id } = run
    return goOn(
      run,
      () => laboratory.resumeRun({ id, pace: null }),
      (stage) => live[stage].goOn(id, null),
    )
  }

  const addSeeds = (run: RunSummary, seeds: number): Promise<void> => {
    const { id } = run
    const more = { seeds }
    return goOn(
      run,
      () => laboratory.growRace({ id, pace: null, more }),
      (stage) => live[stage].grow(id, more, null),
      (spec) => ({ ...spec, seeds: [...spec.seeds, ...freshSeeds(spec.seeds, seeds)] }),
    )
  }

  /** Each stage knows its own races. */
  async function follow(spec: ExperimentSpec, name: string): Promise<RacingStage> {
    if (irisFormOf(spec)) {
      await iris.pickUp()
      iris.adopt()
      ui.show('iris')
      return 'iris'
    }
    race.apply(planReopening(spec).spec, name)
    await race.pickUp()
    ui.show('race')
    return 'race'
  }

  const showFolder = (run: RunSummary): Promise<void> =>
    attempt(async () => {
      await laboratory.showRunFolder({ id: run.id })
    })

  return { doubtful, failure, busy, reopen, openAnyway, resume, addSeeds, showFolder, clear }
}
