import { ruleOf } from '#shared/own/lane.ts'
import { hyperFault } from '#shared/rules/ranges.ts'
import { parseFormula } from '#shared/surfaces/formula.ts'
import { findSurface } from '#shared/surfaces/index.ts'
import { surfaceSettingSchema, type SurfaceSetting } from '#shared/surfaces/setting.ts'

/** Why a link or a file cannot be opened. */
export type ShareFault =
  /** It holds no picture of the Surface stage. */
  | { readonly kind: 'foreign' }
  /** Something is missing or has been changed on the way. */
  | { readonly kind: 'damaged' }
  /** Made by a later version of the program. */
  | { readonly kind: 'newer' }
  /** It names something this program does not have, or a value that is not allowed. */
  | { readonly kind: 'unknown'; readonly what: string }
  | { readonly kind: 'large' }

export type Opened =
  | { readonly ok: true; readonly setting: SurfaceSetting }
  | { readonly ok: false; readonly fault: ShareFault }

/** What stands before the picture in an address of the served page: `…/#surface=eyJ2…`. */
export const linkMark = '#surface='

/**
 * What stands before it in a text that fits anywhere: a plain word, and nothing that a mail program
 * takes for an address, breaks or escapes.
 */
const textMark = 'descent-lab-surface-'

/** Characters of a link or file; a picture with every lane has some 6,000. */
const longest = 64_000

const refuse = (fault: ShareFault): Opened => ({ ok: false, fault })

/** @returns the picture as compact JSON in base64url: letters, digits, hyphens and underscores */
function codeOf(setting: SurfaceSetting): string {
  const bytes = new TextEncoder().encode(JSON.stringify(setting))
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** @returns the picture as part of an address */
export const encodeLink = (setting: SurfaceSetting): string => linkMark + codeOf(setting)

/** @returns the picture as a text that mail and chat programs leave as it is, and both shells open */
export const encodeText = (setting: SurfaceSetting): string => textMark + codeOf(setting)

/** Whether a text holds a picture, whole or not. */
export const holdsPicture = (text: string): boolean =>
  text.includes(linkMark) || text.includes(textMark)

/** @param text an address or a text that holds a picture, or anything a person pasted */
export function decodeLink(text: string): Opened {
  const mark = [linkMark, textMark].find((each) => text.includes(each))
  if (mark === undefined) return refuse({ kind: 'foreign' })
  const behind = text.slice(text.indexOf(mark) + mark.length)
  const [first = '', ...lines] = behind.trim().split(/\r?\n/)
  // In a mail the text may go on over lines, each after a sign of quotation; what follows is not its own.
  const parts = [first.trim()]
  for (const line of lines) {
    const part = line.replace(/^[>\s]+/, '').trim()
    if (!/^[\w-]+$/.test(part) || !/^[\w-]+$/.test(parts.at(-1) ?? '')) break
    parts.push(part)
  }
  let opened = decodeCode(parts.join(''))
  while (!opened.ok && opened.fault.kind === 'damaged' && parts.length > 1) {
    parts.pop()
    opened = decodeCode(parts.join(''))
  }
  return opened
}

function decodeCode(text: string): Opened {
  if (text.length > longest) return refuse({ kind: 'large' })
  // A full stop or a bracket after it is the sentence's.
  const code = text.replace(/[.,;:)\]}>"'”»]+$/, '')
  if (!/^[\w-]+$/.test(code)) return refuse({ kind: 'damaged' })
  try {
    const binary = atob(code.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0))
    return readSetting(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)))
  } catch {
    return refuse({ kind: 'damaged' })
  }
}

const fileForm = 'descent-lab-surface'

/** @returns the picture as the text of a file */
export function encodeFile(setting: SurfaceSetting): string {
  return `${JSON.stringify({ form: fileForm, ...setting }, undefined, 2)}\n`
}

export function decodeFile(text: string): Opened {
  if (text.length > longest) return refuse({ kind: 'large' })
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    return refuse({ kind: text.includes(fileForm) ? 'damaged' : 'foreign' })
  }
  if (typeof content !== 'object' || content === null || !('form' in content)) {
    return refuse({ kind: 'foreign' })
  }
  return content.form === fileForm ? readSetting(content) : refuse({ kind: 'foreign' })
}

/**
 * Checks a picture that came from outside: its form first, then that all it names exists.
 *
 * @param draft whether its formula may be unreadable, as one that is being typed is
 */
export function readSetting(content: unknown, draft = false): Opened {
  if (typeof content !== 'object' || content === null || !('version' in content)) {
    return refuse({ kind: 'damaged' })
  }
  if (typeof content.version === 'number' && content.version > 1) return refuse({ kind: 'newer' })
  const parsed = surfaceSettingSchema.safeParse(content)
  if (!parsed.success) return refuse({ kind: 'damaged' })
  const setting = parsed.data
  const unknown = (what: string): Opened => refuse({ kind: 'unknown', what })

  if (setting.surface === 'own') {
    const text = setting.own?.text ?? ''
    if (!draft && !parseFormula(text).ok) return unknown(text)
  } else if (!findSurface(setting.surface)) {
    return unknown(setting.surface)
  }
  for (const lane of setting.lanes) {
    const { optimizer, convention, hyper } = lane
    const rule = ruleOf(lane)
    if (!rule) return unknown(`${optimizer} (${convention})`)
    for (const [key, value] of Object.entries(hyper)) {
      if (hyperFault(rule, key, value)) return unknown(`${optimizer}: ${key} = ${value}`)
    }
  }
  return { ok: true, setting }
}
