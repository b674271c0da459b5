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
}

/** The part of a terminal or file that a report needs. */
export interface ReportStream {
  isTTY?: boolean
  columns?: number
  write(text: string): unknown
}

/** A terminal's line is redrawn at most this often, in milliseconds. */
const REDRAW_INTERVAL = 100
/** Off a terminal a line is written at each such share of the whole. */
const SPARSE_SHARE = 0.25
/** Off a terminal and without a known size, a line is written after so many bytes. */
const SPARSE_BYTES = 64e6

/** Bytes as megabytes, the way download sizes are usually given: `194.9 MB`. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

function progressLine(what: string, done: number, total: number | undefined): string {
  if (total === undefined || total === 0) return `${what}: ${megabytes(done)}`
  const percent = Math.floor((100 * done) / total)
  return `${what}: ${percent} % (${megabytes(done)} of ${megabytes(total)})`
}

/**
 * Writes a report: on a terminal one line that updates in place, elsewhere a few lines a step.
 * @param now milliseconds; a test passes its own clock
 */
export function createReport(stream: ReportStream, now: () => number = Date.now): Report {
  let open = ''
  let drawnAt = -Infinity
  let sparseWhat = ''
  let sparseMark = -1

  function close(): void {
    if (open === '') return
    stream.write('\n')
    open = ''
  }

  function drawInPlace(what: string, done: number, total: number | undefined): void {
    const finished = done === total
    const another = open !== '' && !open.startsWith(`${what}: `)
    if (another) close()
    if (!finished && !another && now() - drawnAt < REDRAW_INTERVAL) return
    drawnAt = now()
    const line = progressLine(what, done, total).slice(0, (stream.columns ?? 80) - 1)
    stream.write(`\r${line.padEnd(open.length)}`)
    open = line
    if (finished) close()
  }

  function writeSparsely(what: string, done: number, total: number | undefined): void {
    const mark = Math.floor(total ? done / total / SPARSE_SHARE : done / SPARSE_BYTES)
    if (what === sparseWhat && mark === sparseMark) return
    sparseWhat = what
    sparseMark = mark
    stream.write(`${progressLine(what, done, total)}\n`)
  }

  return {
    say(line) {
      close()
      stream.write(`${line}\n`)
    },
    progress(what, done, total) {
      if (stream.isTTY) drawInPlace(what, done, total)
      else writeSparsely(what, done, total)
    },
  }
}
