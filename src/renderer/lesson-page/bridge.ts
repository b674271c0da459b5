import { LabError } from '#shared/contract/errors.ts'
import { settingsSchema, type Laboratory } from '#shared/contract/calls.ts'
import type { Language } from '#shared/text.ts'
import { downloadBlob } from '../bridge/save.ts'
import type { Bridge, Off } from '../bridge/types.ts'

const off: Off = () => undefined

const nobody = (): never => {
  throw new LabError('disconnected', 'This page has no laboratory: open the lesson in Descent Lab.')
}

/** The bridge of a page without a laboratory: it keeps what is chosen as long as it is open. */
export function pageBridge(language: Language): Bridge {
  let settings = settingsSchema.parse({ language, learn: { begun: true, done: {} } })
  const known: Partial<Laboratory> = {
    readSettings: () => Promise.resolve(settings),
    writeSettings: (next) => Promise.resolve((settings = next)),
  }
  return {
    shell: 'served',
    platform: '',
    laboratory: new Proxy(known as Laboratory, {
      get: (calls, name) => Reflect.get(calls, name) ?? (() => Promise.resolve().then(nobody)),
    }),
    openFile: () => Promise.resolve().then(nobody),
    saveFile: (name, data) => Promise.resolve(downloadBlob(name, data)),
    copyImage: () => Promise.resolve().then(nobody),
    exportRun: () => Promise.resolve().then(nobody),
    listening: off,
    onEvent: () => off,
    onStream: () => off,
    connection: 'connected',
    onConnection: () => off,
  }
}
