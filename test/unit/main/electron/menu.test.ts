import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { menuTemplate, textMenu, type Command, type MenuOptions } from '#main/electron/menu.ts'
import { languageOf, shellText } from '#main/electron/text.ts'

function items(platform: NodeJS.Platform, options: Partial<MenuOptions> = {}) {
  const nothing = (): void => undefined
  const template = menuTemplate({
    ...{ text: shellText.en, platform, recent: [] },
    ...{ onCommand: nothing, onOpen: nothing, onRecent: nothing, onPrint: nothing },
    ...options,
  })
  return template.flatMap(({ submenu }) => submenu as MenuItemConstructorOptions[])
}

const isCommand = ({ registerAccelerator }: MenuItemConstructorOptions): boolean =>
  registerAccelerator === false

describe('the menu', () => {
  it('shows the keys of the page without taking them', () => {
    const commands = items('linux').filter(isCommand)
    expect(commands.map(({ label, accelerator }) => [label, accelerator])).toEqual([
      ['Export…', 'E'],
      ['Settings…', 'CmdOrCtrl+,'],
      ['Run', 'Space'],
      ['Pause or resume', 'Space'],
      ['Reset', 'R'],
      ['Keyboard shortcuts', '?'],
      ['About Descent Lab', undefined],
    ])
  })

  it('leaves bare keys to typing where the system would take them', () => {
    const keys = items('darwin')
      .filter(isCommand)
      .flatMap(({ accelerator }) => accelerator ?? [])
    expect(keys).toEqual(['CmdOrCtrl+,'])
  })

  it('says each command to the page', () => {
    const said: Command[] = []
    const onCommand = (command: Command): void => void said.push(command)
    for (const { click } of items('linux', { onCommand }).filter(isCommand)) {
      ;(click as (() => void) | undefined)?.()
    }
    expect(said).toEqual(['export', 'settings', 'run', 'pause', 'reset', 'help', 'about'])
  })

  it('opens the files that were opened before, the newest ten', () => {
    const opened: string[] = []
    const recent = Array.from({ length: 12 }, (_, index) => `/tables/${index}.csv`)
    const [menu] = items('linux', { recent, onRecent: (path) => opened.push(path) }).filter(
      ({ label }) => label === 'Open recent',
    )
    const submenu = menu?.submenu as MenuItemConstructorOptions[]
    expect(submenu.map(({ label }) => label)).toEqual(recent.slice(0, 10))
    const click = submenu[3]?.click as () => void
    click()
    expect(opened).toEqual(['/tables/3.csv'])
  })

  it('over a text offers what can be done with it', () => {
    const roles = (isEditable: boolean, selectionText: string) =>
      textMenu(shellText.en, { isEditable, selectionText }).flatMap(({ role }) => role ?? [])
    expect(roles(false, ' ')).toEqual([])
    expect(roles(false, '0.5')).toEqual(['copy'])
    expect(roles(true, '')).toEqual(['undo', 'cut', 'copy', 'paste', 'selectAll'])
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
