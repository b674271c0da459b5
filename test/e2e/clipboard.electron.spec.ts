import { expect, test } from './support/app.ts'

test('a picture goes to the clipboard of the desktop', async ({ lab }) => {
  const copied = await lab.page.evaluate(async () => {
    const canvas = new OffscreenCanvas(40, 30)
    canvas.getContext('2d')?.fillRect(0, 0, 20, 30)
    const png = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())
    type Calls = Record<string, (input: unknown) => Promise<{ ok: boolean; value?: unknown }>>
    const { calls } = (window as unknown as { descentLab: { calls: Calls } }).descentLab
    const refused = await calls['copyImage']?.({ png: png.slice(0, 20) })
    return { taken: await calls['copyImage']?.({ png }), refused: refused?.ok }
  })
  expect(copied).toEqual({ taken: { ok: true, value: true }, refused: false })
  const size = await lab.electron!.evaluate(({ clipboard }) => {
    const { readImage } = clipboard as unknown as {
      readImage(): { getSize(): { width: number; height: number } }
    }
    return readImage.call(clipboard).getSize()
  })
  expect(size).toEqual({ width: 40, height: 30 })
})
