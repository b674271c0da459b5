import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isPng } from '#main/lab/exports/png.ts'
import { root } from '#test/support/golden.ts'

describe('a picture for the clipboard', () => {
  it('is a PNG of a size that can be unpacked', async () => {
    const icon = await readFile(join(root, 'resources', 'icons', '256x256.png'))
    expect(isPng(icon)).toBe(true)
    // A header that announces 65,535 pixels each way: 17 GB when it is unpacked.
    const bomb = Uint8Array.from(icon)
    bomb.set([0, 0, 255, 255, 0, 0, 255, 255], 16)
    expect(isPng(bomb)).toBe(false)
    expect(isPng(icon.subarray(0, 20))).toBe(false)
    expect(
      isPng(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>')),
    ).toBe(false)
  })
})
