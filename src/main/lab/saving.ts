import type { SavedFile } from '#shared/contract/runs.ts'

/** Where a file goes that a person wants to keep. */
export interface Destination {
  /** Absolute. */
  readonly path: string
  /** Whether what is there may be replaced: the person was asked. */
  readonly replaces: boolean
}

/** How one page's shell keeps files for the person in front of it. */
export interface FileKeeper {
  /**
   * Asks where a file shall go.
   *
   * @param name that suggests itself, with its ending
   * @returns undefined where the person thought better of it
   */
  choose(name: string): Promise<Destination | undefined>
  /** Tells the page where the file that was written there is to be had. */
  deliver(path: string): Promise<SavedFile>
  /** Shows a file that was delivered in the system's file manager. */
  show(path: string): Promise<boolean>
  /** Puts a picture on the system's clipboard; false where the page can do it itself. */
  copyImage(png: Uint8Array): Promise<boolean>
}
