import type { Job } from '#shared/contract/work.ts'
import { experimentName } from '#shared/data/table-name.ts'
import type { Language } from '#shared/text.ts'
import type { ShellText } from './text.ts'

export interface AttentionOptions {
  /** On the taskbar; undefined while nothing runs. */
  readonly showProgress: (share: number | undefined) => void
  /** Whether the person looks at the window. */
  readonly watched: () => boolean
  readonly notify: (title: string, body: string) => void
  readonly text: () => ShellText
  readonly language: () => Language
  /** Milliseconds. @default the machine's */
  readonly now?: () => number
}

/** Work that took longer is worth a notification, in milliseconds. */
const long = 20_000

/** Shows the system how far the work is, and tells who looks elsewhere when long work is over. */
export function createAttention(options: AttentionOptions): (jobs: readonly Job[]) => void {
  const { now = () => performance.now() } = options
  /** When each began that is under way. */
  const begun = new Map<string, number>()

  return (jobs) => {
    const running = jobs.filter(({ phase }) => phase === 'running')
    const shares = running.flatMap(({ share }) => share ?? [])
    const sum = shares.reduce((all, share) => all + share, 0)
    options.showProgress(shares.length > 0 ? sum / shares.length : undefined)
    for (const { id } of running) if (!begun.has(id)) begun.set(id, now())
    for (const job of jobs) {
      const since = begun.get(job.id)
      if (since === undefined || (job.phase !== 'finished' && job.phase !== 'failed')) continue
      begun.delete(job.id)
      if (now() - since < long || options.watched()) continue
      const { workDone, workFailed } = options.text()
      const name = experimentName(job.title, job.table, options.language())
      options.notify(name, job.phase === 'finished' ? workDone : workFailed)
    }
  }
}
