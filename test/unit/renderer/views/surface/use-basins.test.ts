// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest'
import { shallowRef } from 'vue'
import { fitView } from '#renderer/charts/surface/view.ts'
import { useSurface } from '#renderer/views/surface/store.ts'
import { useBasins } from '#renderer/views/surface/useBasins.ts'
import { withApp } from '../../support/app.ts'

/** Takes every order and never answers. */
class Silent {
  onmessage = null
  onerror = null
  postMessage(): void {
    // Nothing comes of it.
  }
  terminate(): void {
    // There is nothing to end.
  }
}

afterEach(() => vi.unstubAllGlobals())

test('a basin map is ready when it is whole or given up, not while it waits or is computed', async () => {
  vi.stubGlobal('Worker', Silent)
  const { value: basins } = withApp(() => {
    const surface = useSurface()
    surface.view = 'basins'
    return useBasins(shallowRef(fitView(surface.surface.domain, 400, 300)))
  })
  let ready = false
  const waited = basins.ready().then(() => (ready = true))
  // It waits a moment for the plot before it begins.
  await Promise.resolve()
  expect([basins.state.value.kind, ready]).toEqual(['idle', false])
  await vi.waitFor(() => expect(basins.state.value.kind).toBe('computing'))
  expect(ready).toBe(false)
  basins.cancel()
  await waited
  expect(basins.state.value.kind).toBe('cancelled')
})
