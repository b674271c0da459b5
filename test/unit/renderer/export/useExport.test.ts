// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest'
import type { ExportedChart } from '#renderer/export/figure.ts'
import { useExportOptions, useMainExport } from '#renderer/export/store.ts'
import { useExport, type Exporting } from '#renderer/export/useExport.ts'
import { LabError } from '#shared/contract/errors.ts'
import { settle, withApp } from '../support/app.ts'
import { TestLaboratory } from '../support/laboratory.ts'

const chart: ExportedChart = {
  title: 'Race',
  settings: [],
  table: () => ({ columns: ['step'], rows: [[1], [2]] }),
}

function exporting(
  made: () => ExportedChart | undefined = () => chart,
  bridge = new TestLaboratory(),
): { value: Exporting; bridge: TestLaboratory } {
  return withApp(() => useExport(made), bridge)
}

test('a table is saved under a name that any system takes, and the page says where', async () => {
  const { value, bridge } = exporting()
  const seen = vi.spyOn(bridge, 'saveFile')
  await value.save('csv')
  const [name, data] = seen.mock.calls[0]!
  expect(name).toMatch(/^[a-z-]+-\d{4}-\d\d-\d\d\.csv$/)
  expect(await data.text()).toBe('step\r\n1\r\n2\r\n')
  expect(value.state.value).toEqual({ kind: 'saved', path: bridge.saved[0] })
  // What was saved can be shown, and the state stays.
  await value.show()
  expect(value.state.value.kind).toBe('saved')
})

test('who thinks better of it is told nothing', async () => {
  const { value, bridge } = exporting()
  vi.spyOn(bridge, 'saveFile').mockResolvedValue(undefined)
  await value.save('csv')
  expect(value.state.value).toEqual({ kind: 'idle' })
})

test('a refusal is kept as the error it is', async () => {
  const { value, bridge } = exporting()
  const refused = new LabError('not-saved', 'The disk is full.', { parameters: { reason: 'full' } })
  vi.spyOn(bridge, 'saveFile').mockRejectedValue(refused)
  await value.save('csv')
  expect(value.state.value).toMatchObject({ kind: 'failed', error: { code: 'not-saved' } })
  value.reset()
  expect(value.state.value.kind).toBe('idle')
})

test('a chart with nothing on it yet is not saved', async () => {
  const { value, bridge } = exporting(() => undefined)
  await value.save('csv')
  expect(value.state.value.kind).toBe('nothing')
  expect(bridge.saved).toEqual([])
})

test('a chart is taken when all of it that is being computed is there, and only then', async () => {
  let finish = (): void => undefined
  const waiting = new Promise<void>((resolve) => (finish = resolve))
  const taken: string[] = []
  const { value, bridge } = withApp(() =>
    useExport(
      () => {
        taken.push(value.state.value.kind)
        return chart
      },
      () => waiting,
    ),
  )
  const saved = value.save('csv')
  await settle()
  expect([value.state.value.kind, taken, bridge.saved]).toEqual(['waiting', [], []])
  // One that waits is not asked for again.
  await value.save('csv')
  finish()
  await saved
  expect(taken).toEqual(['drawing'])
  expect(value.state.value.kind).toBe('saved')
})

test('what fails while it is computed is said', async () => {
  const { value } = withApp(() =>
    useExport(
      () => chart,
      () => Promise.reject(new Error('no memory')),
    ),
  )
  await value.save('csv')
  expect(value.state.value).toMatchObject({ kind: 'failed' })
})

test('the key opens the main chart that came last, for as long as it stands', () => {
  const { value: options } = withApp(() => useExportOptions())
  expect(options.openMain()).toBe(false)
  const opened: string[] = []
  withApp(() => useMainExport(() => opened.push('stage')))
  const { value: shown } = withApp(() => {
    useMainExport(() => opened.push('first'))
    useMainExport(() => opened.push('sheet'))
    return useExportOptions()
  })
  expect(shown.openMain()).toBe(true)
  expect(opened).toEqual(['sheet'])
})
