import { onScopeDispose } from 'vue'
import { bundleEnding } from '#shared/exports.ts'
import { useBridge } from '../composables/useBridge.ts'
import { useLibrary } from '../stores/library.ts'
import { useTables } from '../stores/tables.ts'
import { useUi } from './ui.ts'

export interface Incoming {
  /** Opens files that a person dropped: bundles on the Runs stage, everything else on the Data stage. */
  openFiles(files: readonly File[]): Promise<void>
}

const isBundle = (name: string): boolean => name.toLowerCase().endsWith(bundleEnding)

/** Whatever comes into the window from outside: dropped on it, or opened by way of the system. */
export function useIncoming(): Incoming {
  const bridge = useBridge()
  const ui = useUi()
  const tables = useTables()
  const library = useLibrary()

  onScopeDispose(
    bridge.onEvent((event) => {
      if (event.kind !== 'file') return
      const { name, source } = event
      if (isBundle(name)) {
        ui.show('runs')
        void library.importSource(source, name)
      } else {
        ui.show('data')
        void tables.open(source)
      }
    }),
  )

  async function openFiles(files: readonly File[]): Promise<void> {
    const bundles = files.filter(({ name }) => isBundle(name))
    const others = files.filter(({ name }) => !isBundle(name))
    ui.show(bundles.length > 0 ? 'runs' : 'data')
    for (const file of bundles) await library.importFile(file)
    for (const file of others) await tables.openFile(file)
  }

  return { openFiles }
}
