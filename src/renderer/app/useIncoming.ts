import { onScopeDispose } from 'vue'
import { bundleEnding } from '#shared/exports.ts'
import { useBridge } from '../composables/useBridge.ts'
import { useLibrary } from '../stores/library.ts'
import { useRules } from '../stores/rules.ts'
import { useTables } from '../stores/tables.ts'
import { useUi } from './ui.ts'

export interface Incoming {
  /** Opens files that a person dropped: bundles on the Runs stage, rules on the Optimizers stage, others as tables. */
  openFiles(files: readonly File[]): Promise<void>
}

const isRule = (name: string): boolean => /\.py$/i.test(name)
const isBundle = (name: string): boolean => name.toLowerCase().endsWith(bundleEnding)

/** Whatever comes into the window from outside: dropped on it, or opened by way of the system. */
export function useIncoming(): Incoming {
  const bridge = useBridge()
  const ui = useUi()
  const tables = useTables()
  const library = useLibrary()
  const rules = useRules()

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
    const written = files.filter(({ name }) => isRule(name))
    const others = files.filter(({ name }) => !isBundle(name) && !isRule(name))
    ui.show(bundles.length > 0 ? 'runs' : others.length > 0 ? 'data' : 'optimizers')
    for (const file of written) {
      rules.incoming = { name: file.name.replace(/\.py$/i, ''), text: await file.text() }
    }
    for (const file of bundles) await library.importFile(file)
    for (const file of others) await tables.openFile(file)
  }

  return { openFiles }
}
