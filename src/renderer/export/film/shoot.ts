import playerAddress from './player.ts?worker&url'
import { CanvasBrush } from '../../charts/canvas-brush.ts'
import { paperOf, type Theme } from '#shared/charts/theme.ts'
import { filmRate, type Film } from './film.ts'
import { filmPage, mostBytes } from './html.ts'
import type { GifAnswer, GifFrame } from './messages.ts'
import { mp4Of, type Mp4Sample } from './mp4.ts'
import { momentText, paintFilm } from './paint.ts'
import type { PlayerWords } from './player.ts'

/** In what form a film leaves the page. */
const filmForms = ['gif', 'mp4', 'html'] as const
export type FilmForm = (typeof filmForms)[number]

export interface ShootOptions {
  readonly theme: Theme
  readonly signature: string
  readonly language: string
  readonly words: PlayerWords
  /** @param share of the film that is made */
  readonly progress: (share: number) => void
}

const size = { width: 960, height: 600 }
const codec = 'avc1.42001f'
const encoding = { codec, ...size, bitrate: 5_000_000, framerate: filmRate }

/** Milliseconds that the last picture stands. */
const atEnd = 1600

/** Whether this browser encodes films as H.264 at all. */
export async function canEncode(): Promise<boolean> {
  if (typeof VideoEncoder === 'undefined') return false
  const { supported } = await VideoEncoder.isConfigSupported(encoding).catch(() => ({
    supported: false,
  }))
  return supported === true
}

/** @returns the film as a file */
export async function shoot(film: Film, form: FilmForm, options: ShootOptions): Promise<Blob> {
  if (form === 'html') return pageOf(film, options)
  return form === 'gif' ? gifOf(film, options) : videoOf(film, options)
}

async function pageOf(film: Film, options: ShootOptions): Promise<Blob> {
  const answer = await fetch(playerAddress)
  const player = await answer.text()
  const page = filmPage(film, options.words, player, options)
  const file = new Blob([page], { type: 'text/html;charset=utf-8' })
  if (file.size > mostBytes) throw new Error(`the page is too long: ${file.size} bytes`)
  return file
}

/** A canvas on which a film is painted picture by picture, with its title and where it stands. */
class Stage {
  readonly canvas = document.createElement('canvas')
  readonly #context: CanvasRenderingContext2D
  readonly #film: Film
  readonly #options: ShootOptions

  constructor(film: Film, options: ShootOptions) {
    Object.assign(this.canvas, size)
    const context = this.canvas.getContext('2d', { willReadFrequently: true })
    if (!context) throw new Error('no canvas to draw on')
    this.#context = context
    this.#film = film
    this.#options = options
  }

  paint(share: number): void {
    const { width, height } = size
    const paper = paperOf(this.#options.theme, 1.1)
    const { panel, ink, second } = paper.inks
    const brush = new CanvasBrush(this.#context)
    brush.rect({ x: 0, y: 0, width, height }, { fill: panel })
    brush.text(16, 26, this.#film.title, { size: 17, weight: 600, fill: ink })
    const foot = { size: 12, fill: second } as const
    brush.text(16, height - 10, this.#options.signature, foot)
    const where = { ...foot, mono: true, anchor: 'end' } as const
    brush.text(width - 16, height - 10, momentText(this.#film, share), where)
    brush.move(0, 36, () =>
      paintFilm(brush, this.#film, share, paper, { width, height: height - 36 - 28 }),
    )
  }

  pixels(): ArrayBuffer {
    return this.#context.getImageData(0, 0, size.width, size.height).data.buffer
  }
}

/** The page has answered to whatever waits before the next picture is painted. */
const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

const shareOf = (film: Film, frame: number): number => frame / Math.max(1, film.frames)

async function gifOf(film: Film, options: ShootOptions): Promise<Blob> {
  const worker = new Worker(new URL('./gif.worker.ts', import.meta.url), { type: 'module' })
  const ask = (frame: GifFrame): Promise<GifAnswer> =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<GifAnswer>) => resolve(data)
      worker.onerror = ({ message }) => reject(new Error(message || 'a worker did not start'))
      worker.postMessage(frame, { transfer: [frame.pixels] })
    })
  try {
    const stage = new Stage(film, options)
    const delay = Math.round(1000 / filmRate)
    stage.paint(1)
    await document.fonts.ready
    stage.paint(1)
    const still = { ...size, delay, last: false, pixels: stage.pixels() }
    await ask({ ...still, kind: 'palette' })
    for (let frame = 0; ; frame++) {
      const last = frame >= film.frames
      stage.paint(shareOf(film, frame))
      const pixels = stage.pixels()
      const picture = { ...size, pixels, last, delay: last ? atEnd : delay }
      const answer = await ask({ ...picture, kind: 'frame' })
      options.progress(shareOf(film, frame))
      if (answer.kind === 'done') return new Blob([answer.bytes], { type: 'image/gif' })
    }
  } finally {
    worker.terminate()
  }
}

async function videoOf(film: Film, options: ShootOptions): Promise<Blob> {
  const samples: Mp4Sample[] = []
  let description: Uint8Array | undefined
  let failure: Error | undefined
  const encoder = new VideoEncoder({
    output(chunk, metadata) {
      const data = new Uint8Array(chunk.byteLength)
      chunk.copyTo(data)
      samples.push({ data, key: chunk.type === 'key' })
      const given = metadata?.decoderConfig?.description
      if (given) description = new Uint8Array(given as ArrayBuffer)
    },
    error: (error) => (failure = error),
  })
  encoder.configure({ ...encoding, avc: { format: 'avc' } })
  const stage = new Stage(film, options)
  stage.paint(1)
  await document.fonts.ready
  const held = Math.round((atEnd / 1000) * filmRate)
  for (let frame = 0; frame <= film.frames + held; frame++) {
    if (failure) break
    if (frame <= film.frames) stage.paint(shareOf(film, frame))
    const picture = new VideoFrame(stage.canvas, { timestamp: (frame * 1e6) / filmRate })
    encoder.encode(picture, { keyFrame: frame % (2 * filmRate) === 0 })
    picture.close()
    options.progress(Math.min(1, shareOf(film, frame)))
    await breath()
    while (encoder.encodeQueueSize > 8 && !failure) await breath()
  }
  if (!failure) await encoder.flush()
  if (encoder.state !== 'closed') encoder.close()
  if (failure) throw failure
  if (!description) throw new Error('the encoder described no film')
  const file = mp4Of({ ...size, rate: filmRate, description, samples })
  return new Blob([file], { type: 'video/mp4' })
}
