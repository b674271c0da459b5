import { settingsSchema, type Settings } from '#shared/contract/calls.ts'
import { openJsonFile } from './json-file.ts'

/** A person's settings, in a JSON file of their own. */
export interface SettingsStore {
  read(): Promise<Settings>
  /** Resolves with what is now stored. @throws LabError `bad-file`; the old file stays */
  write(settings: Settings): Promise<Settings>
}

/** @param path of the file, which is read once; one that cannot be understood gives way to defaults */
export function createSettingsStore(path: string): SettingsStore {
  const file = openJsonFile('The settings', path, settingsSchema, settingsSchema.parse({}))
  let current: Promise<Settings> | undefined
  return {
    read: () => (current ??= file.read()),
    async write(settings) {
      const stored = await file.change(() => settings)
      current = Promise.resolve(stored)
      return stored
    },
  }
}
