import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  placeWindow,
  readWindowState,
  writeWindowState,
  type Bounds,
} from '#main/electron/window-state.ts'

const primary: Bounds = { x: 0, y: 25, width: 1920, height: 1055 }
const second: Bounds = { x: 1920, y: 0, width: 1280, height: 1024 }

describe('the place of the window', () => {
  it('is the middle of the primary screen at first: (1920−1440)/2, 25+(1055−900)/2', () => {
    expect(placeWindow(undefined, [primary, second])).toEqual({
      bounds: { x: 240, y: 103, width: 1440, height: 900 },
      maximised: false,
    })
  })

  it('is where it was, on whichever screen', () => {
    for (const bounds of [
      { x: 100, y: 60, width: 1000, height: 700 },
      { x: 2000, y: 10, width: 1000, height: 700 },
      // Half outside still leaves the title bar to take it by.
      { x: 1600, y: 500, width: 1000, height: 700 },
    ]) {
      const state = { bounds, maximised: true }
      expect(placeWindow(state, [primary, second])).toEqual(state)
    }
  })

  it.each([
    ['its screen is gone', { x: 2000, y: 10, width: 1000, height: 700 }, [primary]],
    ['it hangs above', { x: 100, y: -300, width: 1000, height: 700 }, [primary]],
    ['a sliver is left', { x: 1850, y: 60, width: 1000, height: 700 }, [primary]],
  ])('is the middle again when %s', (_, bounds, screens) => {
    expect(placeWindow({ bounds, maximised: false }, screens).bounds).toEqual({
      x: 460,
      y: 203,
      width: 1000,
      height: 700,
    })
  })

  it('is never larger than its screen', () => {
    const small: Bounds = { x: 0, y: 0, width: 1024, height: 700 }
    expect(placeWindow(undefined, [small]).bounds).toEqual(small)
    const bounds = { x: 0, y: 0, width: 3000, height: 2000 }
    expect(placeWindow({ bounds, maximised: false }, [small]).bounds).toEqual(small)
  })
})

describe('what is kept of it', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('comes back', () => {
    const path = join(folder, 'new', 'window.json')
    const state = { bounds: { x: -5, y: 6, width: 700, height: 500 }, maximised: true }
    writeWindowState(path, state)
    expect(readWindowState(path)).toEqual(state)
  })

  it.each(['', '{', '{"bounds":{"x":0,"y":0,"width":0,"height":1},"maximised":false}'])(
    'is forgotten when it makes no sense: %s',
    async (text) => {
      const path = join(folder, 'window.json')
      await writeFile(path, text)
      expect(readWindowState(path)).toBeUndefined()
    },
  )
})
