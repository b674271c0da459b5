// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { h } from 'vue'
import ExportNotes from '#renderer/app/ExportNotes.vue'
import { useExporting, type ExportJob } from '#renderer/stores/exporting.ts'
import { LabError } from '#shared/contract/errors.ts'
import { mountPart } from '../support/mount-part.ts'

it('says of each export that it is written, where it went, or why not', () => {
  const job = { runId: 'r', name: 'Digits', format: 'csv' } as const
  const jobs: ExportJob[] = [
    { ...job, id: 1 },
    { ...job, id: 2, saved: { kind: 'file', path: '/home/digits.csv', bytes: 2048 } },
    { ...job, id: 3, error: new LabError('trainer-died', 'It ended.').toData() },
  ]
  const notes = mountPart(
    {
      setup() {
        Object.assign(useExporting(), { jobs })
        return () => h(ExportNotes)
      },
    },
    {},
  )
  const [writing, saved, failed] = notes.findAll('p.line')
  expect(writing?.find('progress').exists()).toBe(true)
  expect(saved?.text()).toContain('/home/digits.csv')
  expect(saved?.findAll('button').length).toBe(2)
  expect(failed?.findAll('button').length).toBe(1)
  expect(notes.findAll('.error-card').length).toBe(1)
})
