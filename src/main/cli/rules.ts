import { basename, join, resolve } from 'node:path'
import { defaultHyper, optimizerName, type UpdateRule } from '#shared/optimizers/index.ts'
import { ruleHash } from '#shared/own/hash.ts'
import { identify } from '#shared/own/identify.ts'
import { choiceOf } from '#shared/own/lane.ts'
import { openRules, type OpenedRules } from '#shared/own/open.ts'
import { isName, ownOptimizer, type OwnRule } from '#shared/own/rule.ts'
import type { Fault } from '#shared/rules/faults.ts'
import { rangeText } from '#shared/rules/ranges.ts'
import { numberText } from '#shared/rules/resolve.ts'
import { identityText, speech } from '#shared/words/index.ts'
import { dataFolder } from '../lab/data-folder.ts'
import { keepRule, listRules, readRuleText, type RuleFile } from '../lab/rule-files.ts'
import type { Shell } from './shell.ts'
import { textTable } from './table.ts'
import { exits, printJson, readWords, UsageError } from './usage.ts'

const rulesHelp = `Update rules that you wrote: lists them, checks one, or takes one in.

Usage: lab rules [options]
       lab rules check <file> [--json]
       lab rules import <file> [--name NAME] [--force] [--in DIR]

A file is a rule's own (rules/<name>.py), lines such as "w -= lr * g", or functions as tutorials have
them: "def adagrad(params, states, hyperparams)". check prints the rule, what is wrong with it and
where, and which built-in rule it is, or comes near to. import keeps it, if nothing is wrong.

In an experiment a lane holds the whole rule; "rule": "mine.py" takes it from a file beside the spec.

Options:
  --in DIR            the rules in DIR (else those in the data folder's rules)
  --name NAME         what the rule is called that is taken in
  --force             replace a rule of that name
  --json              print the findings as JSON
  --help              print this

Exit codes: 0 done, 1 it cannot be kept, 2 it is no rule, or the command makes no sense.
`

/** @returns the exit code */
export async function rules(words: readonly string[], shell: Shell): Promise<number> {
  const read = readWords(shell, 'rules', rulesHelp, words, {
    in: { type: 'string' },
    name: { type: 'string' },
    force: { type: 'boolean' },
    json: { type: 'boolean' },
  })
  if (!read) return exits.done
  const { values, named } = read
  const folder = values.in === undefined ? join(dataFolder(), 'rules') : resolve(values.in)
  const [command, path, ...more] = named
  if (command === undefined) {
    const list = await listRules(folder)
    if (values.json) printJson(shell, list.map(listJson))
    else shell.print(listText(list))
    return exits.done
  }
  if ((command !== 'check' && command !== 'import') || path === undefined || more.length > 0) {
    throw new UsageError("Say 'check' or 'import' and give one file; see 'lab rules --help'.")
  }
  const name = basename(path).replace(/\.\w+$/, '')
  const opened = openRules(await readRuleText(path), isName(name) ? name : 'rule')
  if (command === 'check') {
    if (values.json) printJson(shell, checkJson(opened))
    else shell.print(checkText(opened, path))
    return opened.faults.length > 0 ? exits.usage : exits.done
  }
  if (opened.faults.length > 0) {
    shell.stderr.write(faultLines(opened.faults, path))
    return exits.usage
  }
  if (values.name !== undefined && (opened.rules.length > 1 || !isName(values.name))) {
    throw new UsageError(`--name takes a file's name, for one rule, not '${values.name}'.`)
  }
  for (const rule of opened.rules) {
    const own = values.name === undefined ? rule : { ...rule, name: values.name }
    shell.print(`${await keepRule(folder, own, values.force)}\n`)
  }
  return exits.done
}

const ruleOf = (rule: OwnRule): UpdateRule => ownOptimizer(rule).rules.own!

function faultLines(faults: readonly Fault[], path: string): string {
  return faults
    .map(({ place, message }) => `${path}:${place.line}:${place.column}: ${message.en}\n`)
    .join('')
}

function listText(list: readonly RuleFile[]): string {
  if (list.length === 0) return 'no rules\n'
  const table = textTable(
    [{ title: 'rule' }, { title: 'hash' }, { title: 'hyper-parameters' }, { title: 'slots' }],
    list.map(({ file, rule, faults }) =>
      rule
        ? [
            rule.name,
            ruleHash(ruleOf(rule)),
            hyperText(rule),
            rule.slots.map(({ key }) => key).join(', '),
          ]
        : [file, 'faulty', `line ${faults[0]?.place.line}: ${faults[0]?.message.en}`, ''],
    ),
  )
  return `${table.join('\n')}\n`
}

const listJson = ({ file, rule, faults }: RuleFile): unknown => ({
  file,
  faults: faults.map(faultJson),
  ...(rule && ruleJson(rule)),
})

const faultJson = ({ place, message }: Fault): unknown => ({ ...place, message: message.en })

/** Programs read it, so keys are only ever added at the end. */
function ruleJson(rule: OwnRule): Record<string, unknown> {
  return { ...rule, hash: ruleHash(ruleOf(rule)), lane: choiceOf(rule) }
}

function checkJson({ kind, rules, faults }: OpenedRules): unknown {
  return {
    kind,
    faults: faults.map(faultJson),
    rules: rules.map((rule) => {
      const identity = identify(ownOptimizer(rule))
      return { ...ruleJson(rule), identity, says: identityText(identity, speech.en) }
    }),
  }
}

function checkText({ rules, faults }: OpenedRules, path: string): string {
  const parts = rules.map((rule) => {
    const constants = rule.constants.map(({ key, value }) => `${key} = ${numberText(value)}`)
    const said = (title: string, text: string): string[] => (text ? [`  ${title}: ${text}`] : [])
    return [
      `${optimizerName(ownOptimizer(rule).id)} (${ruleHash(ruleOf(rule))})`,
      ...said('note', rule.note),
      ...said('hyper-parameters', hyperText(rule)),
      ...said(
        'slots',
        rule.slots.map(({ key, initial = 0 }) => `${key} from ${initial}`).join(', '),
      ),
      ...said('constants', constants.join(', ')),
      '',
      ...rule.program.split('\n').map((line) => `    ${line}`.trimEnd()),
      '',
      identityText(identify(ownOptimizer(rule)), speech.en),
      '',
    ].join('\n')
  })
  return [...parts, ...(faults.length > 0 ? [faultLines(faults, path)] : [])].join('\n')
}

function hyperText(rule: OwnRule): string {
  const ranges = new Map(rule.hyper.map(({ key, range }) => [key, range]))
  return Object.entries(defaultHyper(ruleOf(rule)))
    .map(([key, value]) => {
      const range = ranges.get(key)
      const text = typeof value === 'number' ? numberText(value) : value ? 'on' : 'off'
      return `${key} = ${text}${range ? ` in ${rangeText(range)}` : ''}`
    })
    .join(', ')
}
