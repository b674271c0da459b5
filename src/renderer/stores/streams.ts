import { defineStore } from 'pinia'
import { onScopeDispose } from 'vue'
import type { RaceStream } from '../bridge/types.ts'
import { useBridge } from '../composables/useBridge.ts'

/** Hands each stream that arrives to whoever shows its race; one that nobody waits for is closed. */
export const useStreams = defineStore('streams', () => {
  const bridge = useBridge()
  const readers = new Map<string, (stream: RaceStream) => void>()

  onScopeDispose(
    bridge.onStream((stream) => {
      const read = readers.get(stream.raceId)
      if (read) read(stream)
      else stream.port.close()
    }),
  )

  /** @returns stop waiting for that race's streams */
  function expect(raceId: string, read: (stream: RaceStream) => void): () => void {
    readers.set(raceId, read)
    return () => {
      if (readers.get(raceId) === read) readers.delete(raceId)
    }
  }

  return { expect }
})
