import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowRef } from 'vue'
import type { LongEntry } from '#shared/contract/long-work.ts'
import type { SweepPlan, SweepRecord, SweepStatus } from '#shared/contract/sweeps.ts'
import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import {
  parseSweep,
  sweepResults,
  tunedRace,
  type ContestantResult,
  type SweepSpec,
  type TrialResult,
  type TunedRace,
} from '#shared/experiment/sweep/index.ts'
import { useBridge } from '../composables/useBridge.ts'
import { useCluster } from '../stores/cluster.ts'
import { useJob } from '../stores/job.ts'
import { firstForm, sweepOf, type SweepForm } from './sweep-form.ts'

/** The one sweep the page shows, and the form of the next. */
export const useSweep = defineStore('sweep', () => {
  const bridge = useBridge()
  const { laboratory } = bridge
  const cluster = useCluster()

  const form = shallowRef<SweepForm>(firstForm)
  const job = useJob<SweepSpec, SweepStatus, SweepRecord, TrialResult, SweepPlan, LongEntry>({
    resultsOf: ({ results }) => results,
    placeOf: ({ index }) => index,
    begin: (of) => laboratory.startSweep(of),
    resume: (of) => laboratory.resumeSweep(of),
    wait: (work) =>
      laboratory.queueWork(
        'spec' in work ? { kind: 'sweep', spec: work.spec } : { kind: 'sweep-rest', id: work.id },
      ),
    submit: (of) => laboratory.submitSweep(of),
    plan: (of) => laboratory.planSweep(of),
    current: () => laboratory.currentSweep(),
    read: (of) => laboratory.readSweep(of),
    follow: (of) => laboratory.followSweep(of),
    list: () => laboratory.listSweeps(),
  })
  onScopeDispose(
    bridge.onEvent((event) => {
      if (event.kind === 'sweep') job.hear(event)
    }),
  )

  /** What is known of each contestant so far. */
  const contestants = computed<readonly ContestantResult[]>(() =>
    job.spec.value ? sweepResults(job.spec.value, [...job.results.value.values()]) : [],
  )

  const start = (experiment: ExperimentSpec): Promise<void> =>
    job.start(
      () => parseSweep(sweepOf(form.value, experiment)),
      cluster.chosen ? cluster.asked : undefined,
    )

  /** Asks how much work the form's sweep is. */
  async function ask(experiment: ExperimentSpec | undefined): Promise<void> {
    const input = experiment && sweepOf(form.value, experiment)
    await job.ask(input && input.experiment.lanes.length > 0 ? () => parseSweep(input) : undefined)
  }

  /** @param seeds how many @returns undefined while no contestant has come through, or while it runs */
  function tuned(seeds: number): TunedRace | undefined {
    const { spec, running, results } = job
    if (!spec.value || running.value || !contestants.value.some(({ best }) => best))
      return undefined
    return tunedRace(spec.value, [...results.value.values()], seeds)
  }

  function change(part: Partial<SweepForm>): void {
    form.value = { ...form.value, ...part }
  }

  const stop = (): Promise<void> => job.halt(laboratory.stopSweep)

  return { ...job, form, contestants, change, start, stop, ask, tuned }
})
