import { onScopeDispose } from 'vue'
import { bundleEnding } from '#shared/exports.ts'
import { useBridge } from '../composables/useBridge.ts'
import type { DatasetSource } from '#shared/experiment/source.ts'
import { maybeWork, useOpenWork } from '../race/open-work.ts'
import { useLibrary } from '../stores/library.ts'
import { useOffers } from '../stores/offers.ts'
import { useRules } from '../stores/rules.ts'
import { useTables } from '../stores/tables.ts'
import { useUi } from './ui.ts'

export interface Incoming {
  /** Opens files that a person dropped: bundles on the Runs stage, rules on the Optimizers stage, sweeps and tournaments on the Race stage, others as tables. */
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
  const openWork = useOpenWork()
  const offers = useOffers()
  const toTables = (): void => {
    if (!offers.wantsTable) ui.show('data')
  }

  /** A table may have the name of a file of work. */
  async function openTable(name: string, source: DatasetSource): Promise<void> {
    if (maybeWork(name)) {
      ui.show('race')
      if (await openWork(source)) return
    }
    toTables()
    await tables.open(source)
  }

  onScopeDispose(
    bridge.onEvent((event) => {
      if (event.kind !== 'file') return
      const { name, source } = event
      if (isBundle(name)) {
        ui.show('runs')
        void library.importSource(source, name)
      } else {
        void openTable(name, source)
      }
    }),
  )

  async function openFiles(files: readonly File[]): Promise<void> {
    const bundles = files.filter(({ name }) => isBundle(name))
    const written = files.filter(({ name }) => isRule(name))
    const work = files.filter(({ name }) => maybeWork(name))
    const others = files.filter(({ name }) => !isBundle(name) && !isRule(name) && !maybeWork(name))
    if (bundles.length > 0) ui.show('runs')
    else if (others.length > 0) toTables()
    else if (written.length > 0) ui.show('optimizers')
    for (const file of written) {
      rules.incoming = { name: file.name.replace(/\.py$/i, ''), text: await file.text() }
    }
    for (const file of bundles) await library.importFile(file)
    for (const file of others) await tables.openFile(file)
    for (const file of work) await openTable(file.name, await bridge.openFile(file))
  }

  return { openFiles }
}
