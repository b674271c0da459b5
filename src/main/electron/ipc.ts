import { basename } from 'node:path'
import { ipcMain, MessageChannelMain, type BrowserWindow, type IpcMainEvent } from 'electron'
import type { Answer } from '#shared/contract/calls.ts'
import { channels, type StreamNotice } from '#shared/contract/preload.ts'
import type { Lab, StreamDelivery } from '../lab/types.ts'
import type { FileKeeper } from '../lab/saving.ts'
import type { Answers } from './answers.ts'
import type { OpenedFiles } from './opened-files.ts'
import { isTrusted } from './security.ts'

/**
 * Joins the window's page with the laboratory, until the window closes.
 *
 * @param openLab gives the laboratory, which is loaded when it is first asked for
 */
export function joinPage(
  window: BrowserWindow,
  openLab: () => Promise<Lab>,
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
  let off = (): void => undefined
  const connect = async (): Promise<Answers> => {
    const [lab, { createAnswers }] = await Promise.all([openLab(), import('./answers.ts')])
    if (!page.isDestroyed()) {
      off = lab.onEvent((event) => {
        if (!page.isDestroyed()) page.send(channels.event, event)
      })
    }
    return createAnswers(lab, delivery, keeper)
  }
  let joined: Promise<Answers> | undefined

  const handle = (
    channel: string,
    answer: (answers: Answers, ...words: unknown[]) => Promise<Answer>,
  ): void =>
    ipcMain.handle(channel, async (event, ...words: unknown[]) => {
      const trusted = isTrusted(event, page)
      const answers = await (joined ??= connect())
      return trusted ? answer(answers, ...words) : answers.refuse()
    })
  handle(channels.call, (answers, name, input) => answers.call(name, input))
  handle(channels.hand, (answers, handed) => answers.hand(handed))
  handle(channels.file, (answers, proof) => answers.file(proof))
  const listening = async (event: IpcMainEvent): Promise<void> => {
    if (!isTrusted(event, page)) return
    const lab = await openLab()
    opened.tellTo((path) => {
      lab.emit({ kind: 'file', name: basename(path), source: lab.admitFile(path) })
    })
    // Not before: loading TensorFlow would take the cores from the page.
    if (!page.isDestroyed()) lab.warm()
  }
  ipcMain.on(channels.listening, listening)
  // A page that is loaded again listens anew.
  page.on('did-navigate', () => opened.hold())
  page.on('render-process-gone', () => opened.hold())
  window.once('closed', () => {
    off()
    opened.hold()
    ipcMain.off(channels.listening, listening)
    ipcMain.removeHandler(channels.call)
    ipcMain.removeHandler(channels.hand)
    ipcMain.removeHandler(channels.file)
  })
}
