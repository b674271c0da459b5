import type { TableReader } from '../tables/types.ts'
import type { TrainerPool } from '../trainer/types.ts'

/** Where progress and complaints are written. */
export type Terminal = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>

/** What a command has of the terminal and of the program. */
export interface Shell {
  readonly version: string
  readonly stderr: Terminal
  /** What starts this command line elsewhere: a program and its first arguments. */
  readonly command: readonly string[]
  /** Writes to standard output: results alone. */
  print(text: string): void
  /** @param processes at most; as many as cores when left out */
  createPool(processes?: number): TrainerPool
  /** Reads people's files. */
  createReader(): TableReader
  /**
   * Ctrl-C, a closed terminal and a request to end call it once; another ends the program.
   *
   * @returns stop listening
   */
  onInterrupt(stop: () => void): () => void
}
