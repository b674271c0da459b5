import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { toErrorData, type ErrorData } from '#shared/contract/errors.ts'
import type { ExportFormat, SavedFile } from '#shared/contract/runs.ts'
import { useBridge } from '../composables/useBridge.ts'
import { currentLanguage } from '../locales/index.ts'

/** A run on its way out of the program, and what became of it. */
export interface ExportJob {
  readonly id: number
  readonly runId: string
  /** What the run is called. */
  readonly name: string
  readonly format: ExportFormat
  readonly saved?: SavedFile
  readonly error?: ErrorData
}

/** How long it is said that a run was saved, in milliseconds. What went wrong is said until it is read. */
const savedFor = 12_000

/** Exports of runs, from whichever stage they were asked for. */
export const useExporting = defineStore('exporting', () => {
  const bridge = useBridge()
  /** The newest last. */
  const jobs = shallowRef<readonly ExportJob[]>([])
  let last = 0

  function change(id: number, part: Partial<ExportJob>): void {
    jobs.value = jobs.value.map((job) => (job.id === id ? { ...job, ...part } : job))
  }

  function dismiss(id: number): void {
    jobs.value = jobs.value.filter((job) => job.id !== id)
  }

  async function start(runId: string, name: string, format: ExportFormat): Promise<void> {
    const id = ++last
    jobs.value = [
      ...jobs.value.filter(({ saved, error }) => !saved && !error),
      { id, runId, name, format },
    ]
    try {
      const saved = await bridge.exportRun(runId, format, currentLanguage())
      if (!saved) return dismiss(id)
      change(id, { saved })
      setTimeout(() => dismiss(id), savedFor)
    } catch (thrown) {
      change(id, { error: toErrorData(thrown) })
    }
  }

  function again({ id, runId, name, format }: ExportJob): void {
    dismiss(id)
    void start(runId, name, format)
  }

  return { jobs, start, again, dismiss }
})
