import type { MenuItemConstructorOptions } from 'electron'
import type { LabEvent } from '#shared/contract/calls.ts'
import type { ShellText } from './text.ts'

export type Command = Extract<LabEvent, { kind: 'command' }>['command']

export interface MenuOptions {
  readonly text: ShellText
  readonly platform: NodeJS.Platform
  readonly onCommand: (command: Command) => void
}

/**
 * The application's menu. The page handles its keys itself, since it knows when someone types in a
 * field; the menu shows them without taking them.
 */
export function menuTemplate({
  text,
  platform,
  onCommand,
}: MenuOptions): MenuItemConstructorOptions[] {
  const command = (label: string, key: string, name: Command): MenuItemConstructorOptions => ({
    label,
    // macOS takes every key that it shows.
    accelerator: platform === 'darwin' && !key.includes('+') ? undefined : key,
    registerAccelerator: false,
    click: () => onCommand(name),
  })
  const line: MenuItemConstructorOptions = { type: 'separator' }
  return [
    {
      label: text.file,
      submenu: [
        command(text.settings, 'CmdOrCtrl+,', 'settings'),
        line,
        { role: 'quit', label: text.quit },
      ],
    },
    {
      label: text.edit,
      submenu: [
        { role: 'undo', label: text.undo },
        { role: 'redo', label: text.redo },
        line,
        { role: 'cut', label: text.cut },
        { role: 'copy', label: text.copy },
        { role: 'paste', label: text.paste },
        { role: 'selectAll', label: text.selectAll },
      ],
    },
    {
      label: text.view,
      submenu: [
        { role: 'reload', label: text.reload },
        line,
        { role: 'zoomIn', label: text.zoomIn },
        { role: 'zoomOut', label: text.zoomOut },
        { role: 'resetZoom', label: text.actualSize },
        line,
        { role: 'togglefullscreen', label: text.fullScreen },
        { role: 'toggleDevTools', label: text.developerTools },
      ],
    },
    {
      label: text.run,
      submenu: [
        command(text.start, 'Space', 'run'),
        command(text.pause, 'Space', 'pause'),
        command(text.reset, 'R', 'reset'),
      ],
    },
    {
      role: 'help',
      label: text.help,
      submenu: [command(text.keys, '?', 'help')],
    },
  ]
}
