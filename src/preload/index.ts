import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { callNames, type Answer, type CallName } from '../shared/contract/calls.ts'
import {
  channels,
  preloadKey,
  type PreloadApi,
  type StreamNotice,
} from '../shared/contract/preload.ts'

/*
 * The bridge between the page and the desktop app's main process: one method per call, the events,
 * and the streams' ports. It passes on and decides nothing.
 */

let read: ((event: unknown) => void) | undefined
ipcRenderer.on(channels.event, (_event, data: unknown) => read?.(data))

// A port cannot be handed through the bridge; a window can post it to itself.
ipcRenderer.on(channels.stream, (event, notice: StreamNotice) => {
  window.postMessage({ kind: channels.stream, ...notice }, window.location.origin, event.ports)
})

const call = (name: CallName) => (input?: unknown) =>
  ipcRenderer.invoke(channels.call, name, input) as Promise<Answer>

const api: PreloadApi = {
  platform: process.platform,
  calls: Object.fromEntries(callNames.map((name) => [name, call(name)])) as PreloadApi['calls'],
  // What is no file makes the promise fail; one that no person chose has no path.
  openFile: async (file) =>
    ipcRenderer.invoke(channels.file, webUtils.getPathForFile(file)) as Promise<Answer>,
  listening: () => ipcRenderer.send(channels.listening),
  onEvent: (listener) => {
    read = listener
  },
}

contextBridge.exposeInMainWorld(preloadKey, api)
