import { watch, type FSWatcher } from 'node:fs'

/** Changes that come close together are reported once, in ms. */
const together = 300

/** How often runs of other programs are looked at, in ms. */
const interval = 3000

export interface RunsWatch {
  /** Watches the folder from now on, if it does not yet. */
  begin(): void
  /** Looks now and then whether something still holds, and tells when it no longer does. */
  lookAfter(holds: (() => Promise<boolean>) | undefined): void
  end(): void
}

/**
 * Tells when other programs add runs, remove some or are done with one.
 *
 * @param folder that holds the runs' folders; while it is not there, nothing is reported
 */
export function watchRuns(folder: string, onChange: () => void): RunsWatch {
  let watcher: FSWatcher | undefined
  let telling: NodeJS.Timeout | undefined
  let looking: NodeJS.Timeout | undefined

  const tell = (): void => {
    telling ??= setTimeout(() => {
      telling = undefined
      onChange()
    }, together).unref()
  }
  const leave = (): void => {
    watcher?.close()
    watcher = undefined
  }

  return {
    begin() {
      if (watcher) return
      try {
        watcher = watch(folder, { persistent: false }, (_, name) => {
          if (!name?.startsWith('.')) tell()
        }).on('error', leave)
      } catch {
        // Not there yet, or the system has no more watches to give: a list is as new as its asking.
      }
    },
    lookAfter(holds) {
      clearInterval(looking)
      looking = undefined
      if (!holds) return
      const look = async (): Promise<void> => {
        if (await holds().catch(() => false)) return
        clearInterval(looking)
        tell()
      }
      looking = setInterval(() => void look(), interval).unref()
    },
    end() {
      clearTimeout(telling)
      clearInterval(looking)
      leave()
    },
  }
}
