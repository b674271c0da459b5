import type { RaceStatus } from '#shared/contract/calls.ts'
import type { Terminal } from './shell.ts'

/** One line on a terminal that is written over and over. */
export interface StatusLine {
  show(text: string): void
  /** Leaves the terminal as if it had never been there. */
  clear(): void
}

/** @param stream nothing is shown where it is no terminal */
export function createStatusLine(stream: Terminal): StatusLine {
  const clear = (): void => {
    if (stream.isTTY) stream.write('\r\u001b[K')
  }
  return {
    clear,
    show(text) {
      if (!stream.isTTY) return
      clear()
      stream.write(text.slice(0, stream.columns - 1))
    },
  }
}

/** One line on a terminal that says how far a race is. */
export interface ProgressLine {
  show(status: Pick<RaceStatus, 'step' | 'steps'>): void
  /** Leaves the terminal as if it had never been there. */
  clear(): void
}

/** @param stream nothing is shown where it is no terminal */
export function createProgressLine(stream: Terminal, title: string): ProgressLine {
  const started = performance.now()
  const line = createStatusLine(stream)
  return {
    clear: line.clear,
    show(status) {
      const seconds = (performance.now() - started) / 1000
      line.show(progressText(title, status, seconds, stream.columns))
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

/** @returns so many seconds, rounded up, as a person says them */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`
  const minutes = Math.ceil(seconds / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
