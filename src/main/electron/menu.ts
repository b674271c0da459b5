import type { MenuItemConstructorOptions } from 'electron'
import type { LabEvent } from '#shared/contract/calls.ts'
import type { ShellText } from './text.ts'

export type Command = Extract<LabEvent, { kind: 'command' }>['command']

export interface MenuOptions {
  readonly text: ShellText
  readonly platform: NodeJS.Platform
  readonly onCommand: (command: Command) => void
  /** Lets the person choose files to open. */
  readonly onOpen: () => void
  /** Files that were opened before, the newest first; absolute paths. */
  readonly recent: readonly string[]
  readonly onRecent: (path: string) => void
  readonly onPrint: () => void
}

/** What a person finds in the menu of files opened before. */
const mostRecent = 10

/** What the right button offers over a text. @returns nothing where it has nothing to offer */
export function textMenu(
  text: ShellText,
  { isEditable, selectionText }: { readonly isEditable: boolean; readonly selectionText: string },
): MenuItemConstructorOptions[] {
  const copy: MenuItemConstructorOptions = { role: 'copy', label: text.copy }
  if (!isEditable) return selectionText.trim() === '' ? [] : [copy]
  return [
    { role: 'undo', label: text.undo },
    { type: 'separator' },
    { role: 'cut', label: text.cut },
    copy,
    { role: 'paste', label: text.paste },
    { role: 'selectAll', label: text.selectAll },
  ]
}

/**
 * The application's menu. The page handles its keys itself, since it knows when someone types in a
 * field; the menu shows them without taking them.
 */
export function menuTemplate({
  text,
  platform,
  onCommand,
  onOpen,
  recent,
  onRecent,
  onPrint,
}: MenuOptions): MenuItemConstructorOptions[] {
  const command = (label: string, key: string, name: Command): MenuItemConstructorOptions => ({
    label,
    // macOS takes every key that it shows.
    accelerator: key === '' || (platform === 'darwin' && !key.includes('+')) ? undefined : key,
    registerAccelerator: false,
    click: () => onCommand(name),
  })
  const line: MenuItemConstructorOptions = { type: 'separator' }
  return [
    {
      label: text.file,
      submenu: [
        { label: text.open, accelerator: 'CmdOrCtrl+O', click: onOpen },
        {
          label: text.openRecent,
          submenu:
            recent.length === 0
              ? [{ label: text.noRecent, enabled: false }]
              : recent
                  .slice(0, mostRecent)
                  .map((path) => ({ label: path, click: () => onRecent(path) })),
        },
        line,
        command(text.export, 'E', 'export'),
        { label: text.print, accelerator: 'CmdOrCtrl+P', click: onPrint },
        line,
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
        // The same key without Shift.
        {
          role: 'zoomIn',
          accelerator: 'CmdOrCtrl+=',
          visible: false,
          acceleratorWorksWhenHidden: true,
        },
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
      submenu: [command(text.keys, '?', 'help'), line, command(text.about, '', 'about')],
    },
  ]
}
