import { basename } from 'node:path'
import { ipcMain, MessageChannelMain, type BrowserWindow, type IpcMainEvent } from 'electron'
import { answerCall } from '#shared/contract/answer.ts'
import type { Answer } from '#shared/contract/calls.ts'
import { LabError, toErrorData } from '#shared/contract/errors.ts'
import { channels, type StreamNotice } from '#shared/contract/preload.ts'
import type { Lab, StreamDelivery } from '../lab/laboratory.ts'
import type { FileKeeper } from '../lab/saving.ts'
import { createAdmission } from './admission.ts'
import type { OpenedFiles } from './opened-files.ts'
import { isTrusted } from './security.ts'

/** Joins the window's page with the laboratory, until the window closes. */
export function joinPage(
  window: BrowserWindow,
  lab: Lab,
  keeper: FileKeeper,
  opened: OpenedFiles,
): void {
  const page = window.webContents
  const delivery: StreamDelivery = {
    kind: 'transfer',
    open(raceId, shard) {
      const { port1, port2 } = new MessageChannelMain()
      const notice: StreamNotice = { raceId, shard }
      if (!page.isDestroyed()) page.postMessage(channels.stream, notice, [port1])
      return port2
    },
  }
  const laboratory = lab.connect(delivery, keeper)

  ipcMain.handle(channels.call, async (event, name: unknown, input: unknown): Promise<Answer> => {
    if (isTrusted(event, page)) return answerCall(laboratory, name, input)
    return { ok: false, error: refused().toData() }
  })
  const answer = (channel: string, work: (message: unknown) => unknown): void =>
    ipcMain.handle(channel, async (event, message: unknown): Promise<Answer> => {
      try {
        if (!isTrusted(event, page)) throw refused()
        return { ok: true, value: await work(message) }
      } catch (thrown) {
        return { ok: false, error: toErrorData(thrown) }
      }
    })
  const admission = createAdmission()
  answer(channels.hand, (handed) => admission.challenge(handed))
  answer(channels.file, async (proof) => lab.admitFile(await admission.prove(proof)))
  const listening = (event: IpcMainEvent): void => {
    if (!isTrusted(event, page)) return
    opened.tellTo((path) => {
      lab.emit({ kind: 'file', name: basename(path), source: lab.admitFile(path) })
    })
  }
  ipcMain.on(channels.listening, listening)
  // A page that is loaded again listens anew.
  page.on('did-navigate', () => opened.hold())
  page.on('render-process-gone', () => opened.hold())
  const off = lab.onEvent((event) => {
    if (!page.isDestroyed()) page.send(channels.event, event)
  })
  window.once('closed', () => {
    off()
    opened.hold()
    ipcMain.off(channels.listening, listening)
    ipcMain.removeHandler(channels.call)
    ipcMain.removeHandler(channels.hand)
    ipcMain.removeHandler(channels.file)
  })
}

function refused(): LabError {
  return new LabError('bad-message', 'Only the page itself may call the laboratory.')
}
