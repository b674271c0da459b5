/** What one of several programs that run side by side prints. */
export interface Voice {
  write(text: string): void
  /** Prints what is held back as soon as it is this one's turn. */
  end(): void
}

/**
 * Keeps the words of programs that run side by side apart: the one that began first is heard as it
 * speaks; what the others say is kept, and printed as a whole when their turn comes. One that has ended
 * comes before one that still runs.
 */
export function createVoices(print: (text: string) => void): { open(): Voice } {
  interface Held {
    text: string
    over: boolean
  }
  const open: Held[] = []

  const say = (): void => {
    const [first] = open
    if (!first) return
    if (first.text !== '') print(first.text)
    first.text = ''
    if (!first.over) return
    open.shift()
    const done = open.findIndex(({ over }) => over)
    if (done > 0) open.unshift(...open.splice(done, 1))
    say()
  }

  return {
    open() {
      const held: Held = { text: '', over: false }
      open.push(held)
      return {
        write(text) {
          held.text += text
          if (open[0] === held) say()
        },
        end() {
          held.over = true
          say()
        },
      }
    },
  }
}
