import { identify, type Identity } from '#shared/own/identify.ts'
import { ownOptimizer, type OwnRule } from '#shared/own/rule.ts'

/* Holds a rule against all built-in ones, for the page that asks: that takes longer than a frame. */

self.onmessage = ({ data }: MessageEvent<OwnRule>): void => {
  self.postMessage(identify(ownOptimizer(data)) satisfies Identity)
}
