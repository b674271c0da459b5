import { valueOf } from '#shared/contract/answer.ts'
import { answerSchema, eventSchema, type LabEvent } from '#shared/contract/calls.ts'
import { createLaboratory } from '#shared/contract/client.ts'
import { channels, type PreloadApi } from '#shared/contract/preload.ts'
import { sourceSchema } from '#shared/experiment/source.ts'
import { z } from '#shared/schema.ts'
import { createListeners } from './listeners.ts'
import { copyByBrowser } from './save.ts'
import { createPort } from './stream.ts'
import type { Bridge, RaceStream } from './types.ts'

const noticeSchema = z.object({
  kind: z.literal(channels.stream),
  raceId: z.string().min(1),
  shard: z.int().min(0),
})

/** The bridge of the desktop app: calls through the preload, streams over ports of their own. */
export function connectDesktop(preload: PreloadApi): Bridge {
  const events = createListeners<LabEvent>()
  const streams = createListeners<RaceStream>()

  preload.onEvent((event) => {
    const parsed = eventSchema.safeParse(event)
    if (parsed.success) events.tell(parsed.data)
    else console.error('An event has not the form it must have.', parsed.error.issues)
  })

  window.addEventListener('message', ({ source, data, ports }) => {
    // Only the preload posts from this very window; it has no other frame.
    const [port] = ports
    const notice = source === window ? noticeSchema.safeParse(data) : undefined
    if (!notice?.success || !port) return
    const fed = createPort({
      acknowledge: (sequence) => port.postMessage({ acknowledge: sequence }),
      close: () => port.close(),
    })
    port.addEventListener('message', (message: MessageEvent) => fed.feed(message.data))
    port.addEventListener('close', () => fed.end())
    port.start()
    const { raceId, shard } = notice.data
    streams.tell({ raceId, shard, port: fed.port })
  })

  const laboratory = createLaboratory(async (name, input) =>
    valueOf(answerSchema.parse(await preload.calls[name](input))),
  )

  return {
    shell: 'desktop',
    platform: preload.platform,
    laboratory,
    openFile: async (file) =>
      sourceSchema.parse(valueOf(answerSchema.parse(await preload.openFile(file)))),
    saveFile: async (name, data) =>
      (await laboratory.saveFile({ name, data: await bytesOf(data) })) ?? undefined,
    async copyImage(png) {
      if (!(await laboratory.copyImage({ png: await bytesOf(png) }))) await copyByBrowser(png)
    },
    exportRun: async (id, format, language) =>
      (await laboratory.exportRun({ id, format, language })) ?? undefined,
    listening: () => preload.listening(),
    onEvent: events.add,
    onStream: streams.add,
    connection: 'connected',
    onConnection: () => () => undefined,
  }
}

async function bytesOf(data: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await data.arrayBuffer())
}
