import { computed, ref, shallowRef, watch } from 'vue'
import { metrics, type Metric } from '#shared/experiment/spec.ts'
import { metricOf } from '#shared/metrics/index.ts'
import { z } from '#shared/schema.ts'
import { sameTable, useExperimentData } from '../stores/experiment-data.ts'
import { defineStageStore, type RacingStage } from '../stores/racing-stage.ts'
import { place } from '../stores/track.ts'
import type { Preset } from './presets.ts'
import { useExperiment } from './store.ts'
import { useLiveRace } from '../stores/race.ts'
import { suggestedTarget } from './target.ts'

/** What the horizontal axis counts. */
export const axes = ['step', 'epoch', 'seconds'] as const
export type Axis = (typeof axes)[number]

/** What is to be seen below the chart. */
export const tabs = ['standings', 'confusion', 'boundary', 'paths', 'sweep'] as const
export type Tab = (typeof tabs)[number]

/** How the stage was looked at, as it is kept. */
export const viewSchema = z.object({
  /** What the Race stage shows. */
  mode: z.enum(['race', 'tournament']).catch('race'),
  metric: z.enum(metrics).catch('validationLoss'),
  axis: z.enum(axes).catch('epoch'),
  logarithmic: z.boolean().catch(true),
  smoothing: z.number().min(0).max(0.99).catch(0),
  seeds: z.boolean().catch(false),
  tab: z.enum(tabs).nullable().catch('confusion'),
  /** Whether strips stand below the chart. */
  strips: z.boolean().catch(false),
  /** Whether the vertical axis is the tutorial's, where it has one. */
  window: z.boolean().catch(false),
  /** Those that a person set; null is none. */
  targets: z.partialRecord(z.enum(metrics), z.number().nullable()).catch({}),
})
export type KeptView = z.output<typeof viewSchema>

/** @returns how a stage is looked at until a person chooses */
export function firstView(id: RacingStage): KeptView {
  return viewSchema.parse(id === 'iris' ? { metric: 'trainLoss', logarithmic: false } : {})
}

/** How a racing stage is looked at. */
export const useRaceView = defineStageStore('view', (id) => {
  const stage = useExperiment(id)
  const data = useExperimentData()
  const live = useLiveRace(id)

  const kept = shallowRef(firstView(id))
  const change = (part: Partial<KeptView>): void => {
    kept.value = { ...kept.value, ...part }
  }

  /** Metrics to choose from: what is shown has recorded them, or what is planned will. */
  const choices = computed<readonly Metric[]>(() => stage.kind.metrics(stage.newest?.spec))
  const metric = computed<Metric>(() => {
    const wanted = kept.value.metric
    if (choices.value.includes(wanted)) return wanted
    // What of another task comes nearest to it.
    const near = metricOf(wanted).instead ?? 'trainLoss'
    return choices.value.find((each) => each === near) ?? choices.value[0] ?? 'trainLoss'
  })

  const chosenTarget = computed(() => stage.judged && kept.value.targets[stage.judged])
  /** While runs go on nobody knows which lanes will come where. */
  const suggested = computed(() => {
    void stage.glance
    if (!stage.newest || !stage.judged || live.active) return undefined
    return suggestedTarget(stage.raced, stage.newest.spec, stage.judged)
  })
  /** Of the metric that counts, whatever is looked at. */
  const target = computed<number | undefined>(() =>
    chosenTarget.value === undefined ? suggested.value : (chosenTarget.value ?? undefined),
  )
  /** @param value null for none, undefined for the one suggested */
  function setTarget(value: number | null | undefined): void {
    if (Number.isNaN(value) || !stage.judged) return
    const targets = Object.entries({ ...kept.value.targets, [stage.judged]: value })
    change({ targets: Object.fromEntries(targets.filter(([, each]) => each !== undefined)) })
  }
  /** The target where the chart has a place for it. */
  const line = computed(() => (metric.value === stage.judged ? target.value : undefined))

  /** Of the form, as long as it is as the preset left it. */
  const preset = ref<Preset['id']>()
  watch(
    () => [stage.form, data.data] as const,
    ([form, table], [formBefore, before]) => {
      // A start notes what the table's file was: it is the same table.
      const same = sameTable(table.source, before.source)
      const treated = JSON.stringify({ ...table, source: before.source })
      if (form === formBefore && same && treated === JSON.stringify(before)) return
      preset.value = undefined
    },
    { flush: 'sync' },
  )

  /** What the strips have taken the room of. */
  let before: Tab | null = null
  /** Opens or closes the strips below the chart. */
  function toggleStrips(): void {
    const { strips, tab } = kept.value
    if (!strips) before = tab
    change({ strips: !strips, tab: strips ? (tab ?? before) : null })
  }

  /** A recorded step; undefined follows the newest. */
  const scrubbed = ref<number>()
  /** Recorded steps that every run of the newest heat has reached. */
  const steps = computed<readonly number[]>(() => {
    void stage.version
    const longest = stage.heats.reduce<(typeof stage.heats)[number] | undefined>(
      (best, heat) =>
        best && best.recording.settledStep() >= heat.recording.settledStep() ? best : heat,
      undefined,
    )
    if (!longest) return []
    const { recording } = longest
    return recording.steps.slice(0, place(recording.steps, recording.settledStep() + 1))
  })
  const position = computed(() => {
    const last = steps.value.length - 1
    // Where the recording was thinned meanwhile, the next step that is left.
    const wanted = scrubbed.value === undefined ? last : place(steps.value, scrubbed.value)
    return Math.max(0, Math.min(wanted, last))
  })
  /** The step looked at; undefined before the first point. */
  const step = computed(() => steps.value[position.value])

  function scrub(to: number): void {
    const last = steps.value.length - 1
    if (last < 0) return
    scrubbed.value = to >= last ? undefined : steps.value[Math.max(0, Math.round(to))]
  }

  /** A step that is pointed at, on the chart or on the strips below it. */
  const pointed = ref<number>()

  watch(
    () => stage.newest?.id,
    () => {
      scrubbed.value = undefined
      pointed.value = undefined
    },
  )

  return {
    kept,
    change,
    toggleStrips,
    choices,
    metric,
    target,
    line,
    chosenTarget,
    setTarget,
    preset,
    steps,
    position,
    step,
    pointed,
    following: computed(() => scrubbed.value === undefined),
    scrub,
  }
})
