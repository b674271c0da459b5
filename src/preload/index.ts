import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Answer, CallName } from '#shared/contract/calls.ts'
import {
  channels,
  preloadKey,
  type Challenge,
  type PreloadApi,
  type StreamNotice,
} from '#shared/contract/preload.ts'

/*
 * The bridge between the page and the desktop app's main process: one method per call, the events,
 * the streams' ports, and files that a person gives. It passes on and decides nothing.
 */

/** Of every call of the contract; the build puts them here. */
declare const callNames: readonly CallName[]

let read: ((event: unknown) => void) | undefined
ipcRenderer.on(channels.event, (_event, data: unknown) => read?.(data))

// A port cannot be handed through the bridge; a window can post it to itself.
ipcRenderer.on(channels.stream, (event, notice: StreamNotice) => {
  window.postMessage({ kind: channels.stream, ...notice }, window.location.origin, event.ports)
})

const call = (name: CallName) => (input?: unknown) =>
  ipcRenderer.invoke(channels.call, name, input) as Promise<Answer>

/** Only of a file that a person gave this page does the system let its process read. */
async function readParts(file: File, parts: Challenge['parts']): Promise<Uint8Array[]> {
  const read = parts.map(({ from, to }) => file.slice(from, to).arrayBuffer())
  return (await Promise.all(read)).map((part) => new Uint8Array(part))
}

const api: PreloadApi = {
  platform: process.platform,
  calls: Object.fromEntries(callNames.map((name) => [name, call(name)])) as PreloadApi['calls'],
  // What is no file makes the promise fail; one that no person chose has no path.
  openFile: async (file) => {
    const handed = { path: webUtils.getPathForFile(file), size: file.size }
    const answer = (await ipcRenderer.invoke(channels.hand, handed)) as Answer
    if (!answer.ok) return answer
    const { ticket, parts } = answer.value as Challenge
    const proof = { ticket, parts: await readParts(file, parts).catch(() => []) }
    return (await ipcRenderer.invoke(channels.file, proof)) as Answer
  },
  listening: () => ipcRenderer.send(channels.listening),
  onEvent: (listener) => {
    read = listener
  },
}

contextBridge.exposeInMainWorld(preloadKey, api)
