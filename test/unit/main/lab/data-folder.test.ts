import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dataFolder } from '#main/lab/data-folder.ts'

describe('the data folder', () => {
  it.each([
    [{}, 'linux', '/home/ann/.local/share/descent-lab'],
    [{ XDG_DATA_HOME: '/data' }, 'linux', '/data/descent-lab'],
    [{ XDG_DATA_HOME: '' }, 'linux', '/home/ann/.local/share/descent-lab'],
    [{ XDG_DATA_HOME: '/data' }, 'darwin', '/home/ann/Library/Application Support/descent-lab'],
    [{ APPDATA: '/roaming' }, 'win32', '/roaming/descent-lab'],
    [{ DESCENT_LAB_DATA: '/mine', XDG_DATA_HOME: '/data' }, 'linux', '/mine'],
    [{ DESCENT_LAB_DATA: 'mine' }, 'linux', resolve('mine')],
  ] as const)('with %j on %s is %s', (env, platform, folder) => {
    expect(dataFolder(env, platform, '/home/ann')).toBe(folder)
  })
})
