/** Where set-up says what it decides and how far it is. */
export interface Report {
  /** One finished line: a decision or a result. */
  say(line: string): void
  /**
   * How far a long step is.
   * @param what the step, as a person would call it
   * @param done bytes so far
   * @param total bytes in all, where they are known
   */
  progress(what: string, done: number, total: number | undefined): void
  /** The same for a step that counts in no bytes: `done` goes from 0 to 1. */
  share(what: string, done: number): void
}

/** The part of a terminal or file that a report needs. */
export interface ReportStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** A terminal's line is redrawn at most this often, in milliseconds. */
const redrawInterval = 100
/** Off a terminal a line is written at each such share of the whole. */
const sparseShare = 0.25
/** Off a terminal and without a known size, a line is written after so many bytes. */
const sparseBytes = 64e6

/** Bytes as megabytes, the way download sizes are usually given: `194.9 MB`. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

function bytesLine(what: string, done: number, total: number | undefined): string {
  if (total === undefined || total === 0) return `${what}: ${megabytes(done)}`
  const percent = Math.floor((100 * done) / total)
  return `${what}: ${percent} % (${megabytes(done)} of ${megabytes(total)})`
}

/**
 * Writes a report: on a terminal one line that updates in place, elsewhere a few lines a step.
 * @param now milliseconds; a test passes its own clock
 */
export function createReport(stream: ReportStream, now: () => number = Date.now): Report {
  /** The terminal's unfinished line and its step. */
  let open = ''
  let openWhat = ''
  let drawnAt = -Infinity
  /** Off a terminal: the step last written and how many marks it had passed. */
  let sparseWhat = ''
  let sparseMark = -1

  function close(): void {
    if (open === '') return
    stream.write('\n')
    open = ''
    openWhat = ''
  }

  function drawInPlace(what: string, line: string, finished: boolean): void {
    const another = what !== openWhat
    if (another) close()
    if (!finished && !another && now() - drawnAt < redrawInterval) return
    drawnAt = now()
    const shown = line.slice(0, (stream.columns ?? 80) - 1)
    stream.write(`\r${shown.padEnd(open.length)}`)
    open = shown
    openWhat = what
    if (finished) close()
  }

  function writeSparsely(what: string, line: string, mark: number): void {
    if (what === sparseWhat && mark <= sparseMark) return
    sparseWhat = what
    sparseMark = mark
    stream.write(`${line}\n`)
  }

  return {
    say(line) {
      close()
      stream.write(`${line}\n`)
    },
    progress(what, done, total) {
      const line = bytesLine(what, done, total)
      if (stream.isTTY) return drawInPlace(what, line, done === total)
      writeSparsely(what, line, Math.floor(total ? done / total / sparseShare : done / sparseBytes))
    },
    share(what, done) {
      const line = `${what}: ${Math.floor(100 * done)} %`
      if (stream.isTTY) return drawInPlace(what, line, done >= 1)
      writeSparsely(what, line, Math.floor(done / sparseShare))
    },
  }
}
