import { preloadKey, type PreloadApi } from '#shared/contract/preload.ts'
import { connectDesktop } from './desktop.ts'
import { connectServed } from './served.ts'
import type { Bridge } from './types.ts'

export type { Bridge } from './types.ts'

/**
 * Connects the page to its laboratory, whichever shell opened it. Call it once.
 *
 * In the desktop app the preload is there; anywhere else the page came from the served shell, whose
 * socket lies beside the page.
 */
export function connect(): Bridge {
  const preload = (window as unknown as Record<string, PreloadApi | undefined>)[preloadKey]
  if (preload) return connectDesktop(preload)
  const address = new URL('socket', document.baseURI)
  address.protocol = address.protocol.replace('http', 'ws')
  return connectServed(address.href)
}
