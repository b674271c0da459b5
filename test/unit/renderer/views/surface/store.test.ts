// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { useSettings } from '#renderer/stores/settings.ts'
import { useStages } from '#renderer/stores/stages.ts'
import { presets } from '#renderer/views/surface/presets.ts'
import { useSurface } from '#renderer/views/surface/store.ts'
import { readSetting } from '#renderer/views/surface/share.ts'
import { withApp } from '#test/unit/renderer/support/app.ts'
import { TestLaboratory } from '#test/unit/renderer/support/laboratory.ts'

const opened = (bridge?: TestLaboratory) => withApp(() => useSurface(), bridge)

describe('the Surface stage', () => {
  it('walks everyone from the start, and again from another', () => {
    const { value: surface } = opened()
    expect(surface.runs).toHaveLength(6)
    expect([...surface.runs[0]!.trajectory.points.slice(0, 2)]).toEqual([-1.2, 1])
    surface.setStart({ x: 0.5, y: 0.5 })
    for (const { trajectory } of surface.runs)
      expect([...trajectory.points.slice(0, 2)]).toEqual([0.5, 0.5])
    surface.setStart({ x: NaN, y: 0 })
    expect(surface.start).toEqual({ x: 0.5, y: 0.5 })
  })

  it('keeps what the words show while everyone walks anew in the same memory', () => {
    const { value: surface } = opened()
    surface.dragging = true
    const { shown } = surface
    const points = shown.map(({ trajectory }) => trajectory.points.slice())
    const memories = new Set<ArrayBufferLike>()
    for (let turn = 1; turn <= 40; turn++) {
      surface.setStart({ x: -1 + turn / 20, y: 1 })
      // The memory grows at first.
      if (turn > 20) memories.add(surface.runs[0]!.trajectory.points.buffer)
      expect(surface.runs[5]!.trajectory.points[0]).toBe(-1 + turn / 20)
    }
    expect(surface.shown).toBe(shown)
    expect(shown.map(({ trajectory }) => trajectory.points)).toEqual(points)
    // One for what is made and one for what was made before.
    expect(memories.size).toBe(2)
  })

  it('draws curves at a calm pace during a drag, and lets words wait until the hand rests', async () => {
    vi.useFakeTimers()
    vi.stubGlobal('requestIdleCallback', (call: () => void) => setTimeout(call))
    const { value: surface } = opened()
    const xOf = (runs: typeof surface.runs): number => runs[0]!.trajectory.points[0]!
    surface.dragging = true
    // Every 16 milliseconds, for half a second and one frame more.
    for (let turn = 1; turn <= 33; turn++) {
      surface.setStart({ x: turn / 100, y: 1 })
      await vi.advanceTimersByTimeAsync(16)
    }
    expect(xOf(surface.shown)).toBe(-1.2)
    expect(surface.shownStart.x).toBe(-1.2)
    expect(xOf(surface.charted)).toBeGreaterThan(-1.2)
    await vi.advanceTimersByTimeAsync(100)
    expect(surface.shown).toBe(surface.runs)
    expect(surface.charted).toBe(surface.runs)
    expect(surface.shownStart.x).toBe(0.33)
    surface.setStart({ x: 0.5, y: 1 })
    surface.dragging = false
    await nextTick()
    expect(xOf(surface.shown)).toBe(0.5)
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })

  it('gives all the same noise for a seed', () => {
    const { value: surface } = opened()
    surface.noise = { deviation: 0.5, seed: 3 }
    const [a, b] = surface.runs
    const exact = new Float64Array(2)
    surface.surface.gradient(-1.2, 1, exact)
    // The first gradient of both is that of the start plus the same deviate.
    expect(a!.trajectory.gradients[0]).toBe(b!.trajectory.gradients[0])
    expect(a!.trajectory.gradients[0]).not.toBe(exact[0])
    const before = a!.trajectory.points[100]
    surface.noise = { deviation: 0.5, seed: 3 }
    expect(surface.runs[0]!.trajectory.points[100]).toBe(before)
  })

  it('numbers, doubles and removes lanes, and keeps one selected', async () => {
    const { value: surface } = opened()
    surface.add({ optimizer: 'adam', convention: 'keras' })
    expect(surface.lanes.at(-1)).toMatchObject({ optimizer: 'adam', rank: 1 })
    expect(surface.selected?.id).toBe(surface.lanes.at(-1)!.id)
    surface.duplicate(surface.selectedId)
    expect(
      surface.lanes.filter(({ optimizer }) => optimizer === 'adam').map(({ rank }) => rank),
    ).toEqual([0, 1, 2])
    surface.remove(surface.selectedId)
    expect(surface.lanes).toHaveLength(7)
    expect(surface.selected).toBeDefined()
    for (const { id } of surface.lanes) surface.remove(id)
    expect(surface.runs).toHaveLength(0)
    await nextTick()
    expect(surface.lookedAt).toBeUndefined()
  })

  it('starts a lane anew with the defaults when its rule changes', () => {
    const { value: surface } = opened()
    const { id } = surface.lanes[0]!
    surface.change(id, { convention: 'pytorch' })
    expect(surface.lanes[0]).toMatchObject({ id, hyper: { lr: 0.001, weightDecay: 0 } })
  })

  it('seeks within the steps there are, and stays at the end when there are more', () => {
    const { value: surface } = opened()
    surface.seek(-5)
    expect(surface.step).toBe(0)
    surface.seek(1e9)
    expect(surface.step).toBe(1000)
    surface.setSteps(50)
    expect(surface.step).toBe(50)
    surface.seek(20)
    surface.setSteps(80)
    expect(surface.step).toBe(20)
  })

  it('keeps the last readable formula while a wrong one is typed', () => {
    const { value: surface } = opened()
    surface.setSurface('own')
    surface.own = { ...surface.own, text: 'x^2 + 2*y^2' }
    expect(surface.surface.value(1, 1)).toBe(3)
    surface.own = { ...surface.own, text: 'x^2 + 2*y^' }
    expect(surface.surface.value(1, 1)).toBe(3)
    surface.own = { ...surface.own, text: 'x + y' }
    expect(surface.surface.value(1, 1)).toBe(2)
  })

  it('shows a preset, and every one of them can be shared', () => {
    const { value: surface } = opened()
    for (const preset of presets) {
      surface.setPreset(preset)
      expect(surface.runs).toHaveLength(preset.lanes.length)
      expect(readSetting(structuredClone(surface.setting)).ok).toBe(true)
    }
    surface.setSurface('ackley')
    expect(surface.preset).toBeUndefined()
  })

  it('opens a picture as it was given away', () => {
    const { value: one } = opened()
    one.setSurface('beale')
    one.add({ optimizer: 'lion', convention: 'keras' }, { lr: 0.3 })
    one.seek(17)
    one.frame = { x: [0, 1], y: [0, 1] }
    const picture = structuredClone(one.setting)
    const { value: other } = opened()
    other.apply(picture)
    expect(other.setting).toEqual(picture)
    expect(other.runs.map(({ trajectory }) => trajectory.values.at(-1))).toEqual(
      one.runs.map(({ trajectory }) => trajectory.values.at(-1)),
    )
  })

  it('is kept by the laboratory, also a formula that is wrong', async () => {
    vi.useFakeTimers()
    const bridge = new TestLaboratory()
    const { value: surface } = opened(bridge)
    surface.setSurface('own')
    surface.own = { ...surface.own, text: 'sin(x' }
    await vi.advanceTimersByTimeAsync(600)
    expect(bridge.settings.surface?.own?.text).toBe('sin(x')
    vi.useRealTimers()
    const { value: again } = withApp(() => {
      const settings = useSettings()
      settings.settings = bridge.settings
      return useSurface()
    }, bridge)
    expect(again.own.text).toBe('sin(x')
    // The stage opens as it was left, the formula to be gone on with.
    expect(again.surfaceId).toBe('own')
  })

  it('opens whatever formula was kept, and a picture with one that freezes nothing', () => {
    const kept = structuredClone(opened().value.setting)
    const domain = { x: [-1, 1], y: [-1, 1] } as const
    for (const text of ['0x^2 + y^2', '0xff', '0b1', `${'sin('.repeat(90)}x`, '((((', '|', '\0']) {
      const { value: surface } = withApp(() => {
        useSettings().settings = {
          ...new TestLaboratory().settings,
          surface: { ...kept, surface: 'own', own: { text, domain, minima: [] } },
        }
        return useSurface()
      })
      expect(surface.own.text).toBe(text)
      expect(surface.runs, text).toHaveLength(6)
    }
  })

  it('writes down nothing that cannot be shown', async () => {
    vi.useFakeTimers()
    const bridge = new TestLaboratory()
    const { value: surface } = opened(bridge)
    surface.setSteps(500)
    await vi.advanceTimersByTimeAsync(600)
    expect(bridge.settings.surface?.steps).toBe(500)
    surface.setSteps(700)
    await nextTick()
    useStages().faults.set('surface', new Error('it broke'))
    await vi.advanceTimersByTimeAsync(600)
    window.dispatchEvent(new Event('pagehide'))
    expect(bridge.settings.surface?.steps).toBe(500)
    vi.useRealTimers()
  })

  it('goes back to what it opened with the first time', () => {
    const { value: surface } = opened()
    const first = structuredClone(surface.setting)
    surface.setPreset(presets[0]!)
    surface.setSurface('own')
    surface.own = { ...surface.own, text: 'x' }
    surface.view = 'basins'
    surface.toDefaults()
    expect(surface.setting).toEqual(first)
  })
})
