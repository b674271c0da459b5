import { defineStore } from 'pinia'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { HyperValues } from '#shared/optimizers/index.ts'
import { ruleOf, type RuleChoice } from '#shared/own/lane.ts'
import { fitRate } from '#shared/surfaces/fit-rate.ts'
import {
  findSurface,
  surfaces,
  type Domain,
  type Point,
  type Surface,
} from '#shared/surfaces/index.ts'
import { gradientNoise } from '#shared/surfaces/noise.ts'
import {
  mostLanes,
  type BasinColour,
  type OwnSurface,
  type SurfaceSetting,
  type SurfaceView,
} from '#shared/surfaces/setting.ts'
import { useOffers } from '#renderer/stores/offers.ts'
import { useRules } from '#renderer/stores/rules.ts'
import { useSettings } from '#renderer/stores/settings.ts'
import { useStages } from '#renderer/stores/stages.ts'
import { firstOwn, ownId, ownSurface, readOwn } from './own.ts'
import type { Preset } from './presets.ts'
import { createLane, race, ranked, toSetting, type Lane } from './lanes.ts'
import { readSetting } from './share.ts'
import { tick, type Clock } from './clock.ts'
import { useRuns } from './useRuns.ts'

/** Someone looked at: a lane at a step. */
export interface Look {
  readonly lane: number
  readonly step: number
}

const firstLanes = (): readonly Lane[] => [
  createLane('sgd', 'tutorial', { lr: 0.0015 }),
  createLane('momentum', 'tutorial', { lr: 0.0005, momentum: 0.9 }),
  createLane('adagrad', 'tutorial', { lr: 0.3 }),
  createLane('adadelta', 'tutorial'),
  createLane('rmsprop', 'tutorial', { lr: 0.02 }),
  createLane('adam', 'tutorial', { lr: 0.05 }),
]

/** The Surface stage: what is on it, where everyone went, and the moment that is shown. */
export const useSurface = defineStore('surface', () => {
  const settings = useSettings()
  const { faults } = useStages()

  const surfaceId = ref('rosenbrock')
  const own = shallowRef<OwnSurface>(firstOwn)
  const start = shallowRef<Point>({ x: -1.2, y: 1 })
  const steps = ref(1000)
  const noise = shallowRef({ deviation: 0, seed: 1 })
  const lanes = shallowRef<readonly Lane[]>(ranked(firstLanes()))
  const selectedId = ref(lanes.value[0]?.id ?? 0)
  const view = ref<SurfaceView>('contours')
  const frame = shallowRef<Domain>()
  const logarithmic = ref(true)
  const colour = ref<BasinColour>('minimum')
  /** Whether basins of all lanes are shown side by side. */
  const everyBasin = ref(false)
  const clock = shallowRef<Clock>({ step: steps.value, rest: 0, playing: false })
  const speed = ref(1)
  const loop = ref(false)
  const hovered = shallowRef<Look>()
  /** Whether strips stand below the values. */
  const inside = ref(false)
  const dragging = ref(false)
  /** What a preset asks to look for, until something else is chosen. */
  const preset = shallowRef<Preset>()

  /** The last readable formula: while a wrong one is typed, its surface stays. */
  let readable: Surface | undefined
  const surface = computed<Surface>(() => {
    if (surfaceId.value !== ownId) return findSurface(surfaceId.value) ?? surfaces[0]!
    const { text, domain, minima } = own.value
    const reading = readOwn(text)
    if (reading.ok) readable = ownSurface(reading.formula, domain, minima)
    return readable ?? findSurface('quadratic')!
  })

  const deviates = computed(() =>
    gradientNoise(noise.value.deviation, noise.value.seed, steps.value),
  )
  const { runs, shown, shownStart, stale, charted } = useRuns(
    (allocate) =>
      race({
        surface: surface.value,
        lanes: lanes.value,
        start: start.value,
        steps: steps.value,
        noise: deviates.value,
        allocate,
      }),
    start,
    dragging,
  )

  const step = computed(() => Math.min(clock.value.step, steps.value))
  const selected = computed(
    () => lanes.value.find(({ id }) => id === selectedId.value) ?? lanes.value[0],
  )
  const look = computed<Look | undefined>(
    () => hovered.value ?? (selected.value && { lane: selected.value.id, step: step.value }),
  )
  /** The run looked at; the selected one may be switched off, then the first that runs. */
  const lookedAt = computed(
    () => shown.value.find(({ lane }) => lane.id === look.value?.lane) ?? shown.value[0],
  )

  let frameId = 0
  let before = 0
  function advance(now: number): void {
    const elapsed = before === 0 ? 0 : (now - before) / 1000
    before = now
    clock.value = tick(clock.value, elapsed, speed.value, steps.value, loop.value)
    frameId = clock.value.playing ? requestAnimationFrame(advance) : 0
  }
  function play(): void {
    if (clock.value.playing) return
    const at = step.value >= steps.value ? 0 : step.value
    clock.value = { step: at, rest: 0, playing: true }
    before = 0
    frameId = requestAnimationFrame(advance)
  }
  function pause(): void {
    cancelAnimationFrame(frameId)
    clock.value = { step: step.value, rest: 0, playing: false }
  }
  function seek(to: number): void {
    pause()
    clock.value = {
      step: Math.max(0, Math.min(steps.value, Math.round(to))),
      rest: 0,
      playing: false,
    }
  }
  function toggle(): void {
    if (clock.value.playing) pause()
    else play()
  }

  /** Of each surface that was left, the rates of its lanes: they fit no other. */
  const ratesOf = new Map<string, ReadonlyMap<number, number>>()

  function keepRates(): void {
    const rates = lanes.value.flatMap(({ id, hyper }) =>
      typeof hyper.lr === 'number' ? [[id, hyper.lr] as const] : [],
    )
    ratesOf.set(surfaceId.value, new Map(rates))
  }

  /** Shows a surface, with the rates that its lanes had on it, or else with such as fit it. */
  function setSurface(id: string): void {
    if (id === surfaceId.value) return
    keepRates()
    stand(id)
    fitRates(ratesOf.get(id))
  }

  function stand(id: string): void {
    surfaceId.value = id
    preset.value = undefined
    frame.value = undefined
    hovered.value = undefined
    start.value = surface.value.starts[0] ?? { x: 0, y: 0 }
  }

  /** Gives every lane the rate that leads it lowest from the start. @param known rates to keep */
  function fitRates(known?: ReadonlyMap<number, number>): void {
    lanes.value = lanes.value.map((lane) => {
      const { hyper } = lane
      const rule = ruleOf(lane)
      const lr =
        known?.get(lane.id) ??
        (rule && fitRate(surface.value, rule, hyper, start.value, steps.value))
      return lr === undefined || lr === hyper.lr ? lane : { ...lane, hyper: { ...hyper, lr } }
    })
  }
  function setStart(point: Point): void {
    if (Number.isFinite(point.x + point.y)) start.value = point
  }
  function setSteps(count: number): void {
    const atEnd = step.value >= steps.value
    steps.value = count
    if (atEnd || clock.value.step > count) clock.value = { ...clock.value, step: count }
  }

  function add({ optimizer, convention, rule }: RuleChoice, hyper?: HyperValues): void {
    if (lanes.value.length >= mostLanes) return
    const lane = createLane(optimizer, convention, hyper, true, rule)
    lanes.value = ranked([...lanes.value, lane])
    selectedId.value = lane.id
  }
  function duplicate(id: number): void {
    const place = lanes.value.findIndex((lane) => lane.id === id)
    const lane = lanes.value[place]
    if (!lane || lanes.value.length >= mostLanes) return
    const copy = createLane(lane.optimizer, lane.convention, lane.hyper, true, lane.rule)
    lanes.value = ranked(lanes.value.toSpliced(place + 1, 0, copy))
    selectedId.value = copy.id
  }
  function remove(id: number): void {
    const place = lanes.value.findIndex((lane) => lane.id === id)
    lanes.value = ranked(lanes.value.filter((lane) => lane.id !== id))
    const next = lanes.value[place] ?? lanes.value.at(-1)
    if (selectedId.value === id && next) selectedId.value = next.id
    hovered.value = undefined
  }
  function change(id: number, part: Partial<Omit<Lane, 'id' | 'rank'>>): void {
    lanes.value = ranked(
      lanes.value.map((lane) => {
        if (lane.id !== id) return lane
        const { optimizer = lane.optimizer, convention = lane.convention } = part
        // Another rule has other hyper-parameters: only the switch is kept.
        const anew = optimizer !== lane.optimizer || convention !== lane.convention
        return anew
          ? { ...createLane(optimizer, convention, part.hyper, lane.on), id }
          : { ...lane, ...part }
      }),
    )
  }

  /** Back to the surface's own start and whole domain, at the end of the walk. */
  function reset(): void {
    pause()
    frame.value = undefined
    hovered.value = undefined
    start.value = preset.value?.start ?? surface.value.starts[0] ?? { x: 0, y: 0 }
    clock.value = { step: steps.value, rest: 0, playing: false }
  }

  function setPreset(chosen: Preset): void {
    keepRates()
    stand(chosen.surface)
    lanes.value = ranked(
      chosen.lanes.map((lane) => createLane(lane.optimizer, lane.convention, lane.hyper)),
    )
    selectedId.value = lanes.value[chosen.selected]?.id ?? 0
    start.value = chosen.start
    steps.value = chosen.steps
    frame.value = chosen.frame
    noise.value = { ...noise.value, deviation: 0 }
    if (view.value === 'basins') view.value = 'contours'
    preset.value = chosen
    clock.value = { step: chosen.steps, rest: 0, playing: false }
  }

  /** Everything that makes the picture, as links, files and the settings hold it. */
  const setting = computed<SurfaceSetting>(() => ({
    version: 1,
    surface: surfaceId.value,
    own: own.value,
    start: start.value,
    steps: steps.value,
    step: step.value,
    noise: noise.value,
    lanes: lanes.value.map(toSetting),
    selected: Math.max(
      0,
      lanes.value.findIndex(({ id }) => id === selectedId.value),
    ),
    view: view.value,
    frame: frame.value,
    logarithmic: logarithmic.value,
    colour: colour.value,
  }))

  /** Shows a picture that was kept or came from outside; it has been checked. */
  function apply(picture: SurfaceSetting): void {
    pause()
    preset.value = undefined
    hovered.value = undefined
    if (picture.own) own.value = picture.own
    surfaceId.value = picture.surface
    start.value = picture.start
    steps.value = picture.steps
    noise.value = picture.noise
    lanes.value = ranked(
      picture.lanes.map((each) =>
        createLane(each.optimizer, each.convention, each.hyper, each.on, each.rule),
      ),
    )
    selectedId.value = lanes.value[picture.selected]?.id ?? lanes.value[0]?.id ?? 0
    view.value = picture.view
    frame.value = picture.frame
    logarithmic.value = picture.logarithmic
    colour.value = picture.colour
    clock.value = { step: Math.min(picture.step, picture.steps), rest: 0, playing: false }
  }

  /** What the stage opens with the first time. */
  const first = setting.value
  const toDefaults = (): void => apply(first)

  const kept = settings.settings.surface
  if (kept) {
    if (kept.own) own.value = kept.own
    // A formula being typed when the program was closed is shown again, wrong as it may be.
    const opened = readSetting(kept, true)
    if (opened.ok) apply(opened.setting)
  }

  // A rule that the Optimizers stage sends here joins what was on the stage.
  const rules = useRules()
  watch(
    () => rules.offered,
    (offered) => {
      if (!offered) return
      rules.offered = undefined
      add(offered.choice, offered.hyper)
    },
    { immediate: true },
  )

  const offers = useOffers()
  watch(
    () => offers.surface,
    (offered) => {
      if (!offered) return
      offers.surface = undefined
      const opened = readSetting(offered)
      if (opened.ok) apply(opened.setting)
    },
    { immediate: true },
  )

  // What is on the stage outlives the program; a playback is not written down step by step.
  let saving = 0
  const save = (): void => {
    clearTimeout(saving)
    saving = 0
    // What cannot be shown is not what the stage shall open with the next time.
    if (!faults.has('surface')) void settings.change({ surface: setting.value })
  }
  const resting = computed(() => !dragging.value && !clock.value.playing)
  // Asked for only at rest: a drag has better things to do than to describe itself.
  watch(
    () => (resting.value ? setting.value : undefined),
    (now) => {
      clearTimeout(saving)
      saving = now ? window.setTimeout(save, 400) : 0
    },
  )
  const leave = (): void => {
    if (saving) save()
  }
  window.addEventListener('pagehide', leave)
  onScopeDispose(() => {
    window.removeEventListener('pagehide', leave)
    cancelAnimationFrame(frameId)
    clearTimeout(saving)
  })

  return {
    surfaceId,
    own,
    surface,
    start,
    steps,
    noise,
    lanes,
    selectedId,
    selected,
    view,
    frame,
    logarithmic,
    colour,
    everyBasin,
    clock,
    step,
    speed,
    loop,
    hovered,
    look,
    lookedAt,
    inside,
    dragging,
    preset,
    runs,
    shown,
    shownStart,
    stale,
    charted,
    setting,
    resting,
    play,
    pause,
    toggle,
    seek,
    setSurface,
    fitRates: () => fitRates(),
    setStart,
    setSteps,
    add,
    duplicate,
    remove,
    change,
    reset,
    setPreset,
    apply,
    toDefaults,
  }
})
