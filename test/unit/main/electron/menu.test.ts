import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { menuTemplate, type Command } from '#main/electron/menu.ts'
import { languageOf, shellText } from '#main/electron/text.ts'

function items(platform: NodeJS.Platform, onCommand: (command: Command) => void = () => undefined) {
  const template = menuTemplate({ text: shellText.en, platform, onCommand })
  return template.flatMap(({ submenu }) => submenu as MenuItemConstructorOptions[])
}

describe('the menu', () => {
  it('shows the keys of the page without taking them', () => {
    const commands = items('linux').filter(({ click }) => click)
    expect(commands.map(({ label, accelerator }) => [label, accelerator])).toEqual([
      ['Settings…', 'CmdOrCtrl+,'],
      ['Run', 'Space'],
      ['Pause or resume', 'Space'],
      ['Reset', 'R'],
      ['Keyboard shortcuts', '?'],
    ])
    expect(commands.every(({ registerAccelerator }) => registerAccelerator === false)).toBe(true)
  })

  it('leaves bare keys to typing where the system would take them', () => {
    const keys = items('darwin').flatMap(({ accelerator }) => accelerator ?? [])
    expect(keys).toEqual(['CmdOrCtrl+,'])
  })

  it('says each command to the page', () => {
    const said: Command[] = []
    for (const { click } of items('linux', (command) => said.push(command))) {
      ;(click as (() => void) | undefined)?.()
    }
    expect(said).toEqual(['settings', 'run', 'pause', 'reset', 'help'])
  })

  it('has a word of its own in Chinese wherever English has one', () => {
    for (const [key, text] of Object.entries(shellText.en)) {
      const other = shellText['zh-CN'][key as keyof typeof shellText.en]
      expect(typeof other).toBe(typeof text)
      expect(other).not.toBe(text)
    }
  })
})

describe("the shell's language", () => {
  it.each([
    ['system', 'zh-CN', 'zh-CN'],
    ['system', 'zh-Hans-SG', 'zh-CN'],
    ['system', 'zha', 'en'],
    ['system', 'de-AT', 'en'],
    ['system', '', 'en'],
    ['en', 'zh-CN', 'en'],
    ['zh-CN', 'en-GB', 'zh-CN'],
  ] as const)('of setting %s on system %s is %s', (setting, system, language) => {
    expect(languageOf(setting, system)).toBe(language)
  })
})
