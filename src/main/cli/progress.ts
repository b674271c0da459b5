import type { RaceStatus } from '../../shared/contract/calls.ts'

/** One line on a terminal that says how far a race is. */
export interface ProgressLine {
  show(status: Pick<RaceStatus, 'step' | 'steps'>): void
  /** Leaves the terminal as if it had never been there. */
  clear(): void
}

/** @param stream nothing is shown where it is no terminal */
export function createProgressLine(stream: NodeJS.WriteStream, title: string): ProgressLine {
  const started = performance.now()
  const clear = (): void => {
    if (stream.isTTY) stream.write('\r\u001b[K')
  }
  return {
    clear,
    show(status) {
      if (!stream.isTTY) return
      clear()
      stream.write(
        progressText(title, status, (performance.now() - started) / 1000, stream.columns),
      )
    },
  }
}

/** @param seconds since the start, from which the time left is guessed */
export function progressText(
  title: string,
  { step, steps }: Pick<RaceStatus, 'step' | 'steps'>,
  seconds: number,
  width = 80,
): string {
  const share = steps > 0 ? step / steps : 0
  const left = step > 0 ? `, ${duration((seconds * (steps - step)) / step)} left` : ''
  const count = new Intl.NumberFormat('en')
  const text = `${title}: ${Math.floor(share * 100)} %, step ${count.format(step)} of ${count.format(steps)}${left}`
  return text.slice(0, width - 1)
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
