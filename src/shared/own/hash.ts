import { listing } from '../rules/listing.ts'
import { parseProgram } from '../rules/parse.ts'
import { declarationsOf, dedent } from '../rules/rule-program.ts'
import type { UpdateRule } from '../rules/rule.ts'

/**
 * Distinguishes rules by what decides their numbers: program, slots and hyper-parameters. Names, notes and
 * comments do not count.
 *
 * @returns 16 hexadecimal digits, the same for the same rule everywhere
 */
export function ruleHash(rule: UpdateRule): string {
  const { program } = parseProgram(dedent(rule.program), declarationsOf(rule))
  const content = JSON.stringify([
    program ? listing(program) : rule.program,
    rule.slots.map(({ key, initial = 0, square = '' }) => [key, initial, square]),
    rule.hyper.map(({ key }) => key),
    (rule.flags ?? []).map(({ key }) => key),
  ])
  return fnv1a(content).toString(16).padStart(16, '0')
}

/** @see Fowler, Noll & Vo, FNV-1a of 64 bits */
function fnv1a(text: string): bigint {
  let hash = 0xcbf29ce484222325n
  for (const byte of bytesOf(text))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n)
  return hash
}

function* bytesOf(text: string): Generator<number> {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    yield unit & 0xff
    yield unit >> 8
  }
}
