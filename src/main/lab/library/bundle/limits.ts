/** What a bundle may hold, in bytes where nothing else is said. */
export interface BundleLimits {
  readonly entries: number
  /** Of a file that describes: the bundle, the run, the notes. */
  readonly description: number
  /** A start that is written down in full can be long. */
  readonly spec: number
  readonly log: number
  /** One line of it. */
  readonly line: number
  /** Lines of it that cannot be read: a killed program leaves one. */
  readonly damaged: number
  /** Lines of it that tell of something a person did, as pausing it or going on with it. */
  readonly commands: number
  readonly checkpoint: number
  readonly data: number
  /** Of everything, unpacked. */
  readonly total: number
  /** How many times smaller a file may be in the archive, … */
  readonly ratio: number
  /** … of files above this size: a short text may well repeat itself. */
  readonly ratioFrom: number
}

const mebi = 2 ** 20

export const bundleLimits: BundleLimits = {
  entries: 64,
  description: mebi,
  spec: 64 * mebi,
  log: 2048 * mebi,
  line: 64 * mebi,
  damaged: 100,
  commands: 100_000,
  checkpoint: 1024 * mebi,
  data: 256 * mebi,
  total: 4096 * mebi,
  ratio: 400,
  ratioFrom: 4 * mebi,
}
