import { onScopeDispose, watch, type WatchSource } from 'vue'

/**
 * Draws with the next frame whenever something has changed: however often that is, once a frame.
 *
 * @param watching what changes asks for a new drawing
 * @param shortest milliseconds between two drawings, which leaves time to those who compute @default 0
 * @returns asks for a new drawing
 */
export function useFrames(
  draw: () => void,
  watching: readonly WatchSource[],
  shortest = 0,
): () => void {
  let frame = 0
  let last = -Infinity
  const step = (time: number): void => {
    frame = 0
    if (time - last < shortest) return ask()
    last = time
    draw()
  }
  const ask = (): void => {
    frame ||= requestAnimationFrame(step)
  }
  watch(watching, ask, { immediate: true, flush: 'post' })
  // Text on a canvas does not wait for its face: draw again when the bundled faces are there.
  void document.fonts.ready.then(ask)
  onScopeDispose(() => {
    cancelAnimationFrame(frame)
    // What was asked for after the end is not drawn.
    frame = -1
  })
  return ask
}
