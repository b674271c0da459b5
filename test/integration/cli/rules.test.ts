import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readRule } from '#shared/own/file.ts'
import { mangled, pasteOf } from '#test/support/pastes.ts'
import { answerOf, type Ended } from '../support.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'descent-lab-'))
})

afterEach(() => rm(folder, { recursive: true }))

const lab = (...words: string[]): Promise<Ended> => answerOf(words, folder)

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

describe('lab rules', () => {
  it('checks a paste: the rule, and who it is', async () => {
    const path = await file('page.txt', mangled['in one line']!(pasteOf('adadelta')))
    const { code, stdout, stderr } = await lab('rules', 'check', path)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^adadelta \([0-9a-f]{16}\)\n/)
    expect(stdout).toContain('    delta = rho * delta + (1 - rho) * u**2\n')
    expect(stdout).toContain('This is Adadelta (Tutorial), bit for bit. With rho = 0.9.\n')
    const { stdout: json } = await lab('rules', 'check', path, '--json')
    expect(JSON.parse(json)).toMatchObject({
      kind: 'paste',
      faults: [],
      rules: [{ name: 'adadelta', lane: { optimizer: 'own:adadelta', convention: 'own' } }],
    })
  })

  it('names what is wrong, with its place', async () => {
    const path = await file('mine.py', 'w -= lr * g\nw -= lr * fft(g)\n')
    const { code, stdout } = await lab('rules', 'check', path)
    expect(code).toBe(2)
    expect(stdout).toBe(`${path}:2:11: There is no function “fft”.\n`)
    expect(await lab('rules', 'import', path)).toEqual({ code: 2, stdout: '', stderr: stdout })
    expect((await lab('rules', 'check', join(folder, 'none.py'))).code).toBe(2)
    expect((await lab('rules', 'forget', path)).code).toBe(2)
    expect((await lab('rules', '--help')).stdout).toContain('Usage: lab rules')
  })

  it('takes rules in and lists them, also those that are faulty', async () => {
    expect((await lab('rules')).stdout).toBe('no rules\n')
    const path = await file('two.py', `${pasteOf('adagrad')}\n${pasteOf('rmsprop')}`)
    const { code, stdout } = await lab('rules', 'import', path)
    expect(code).toBe(0)
    const files = ['adagrad.py', 'rmsprop.py'].map((name) => join(folder, 'rules', name))
    expect(stdout).toBe(`${files.join('\n')}\n`)
    expect(readRule(await readFile(files[0]!, 'utf8')).rule?.name).toBe('adagrad')
    expect((await lab('rules', 'import', path)).code).toBe(1)
    expect((await lab('rules', 'import', path, '--force')).code).toBe(0)
    const one = await file('one.py', 'w -= lr * g')
    expect((await lab('rules', 'import', one, '--name', 'My own')).code).toBe(0)
    expect((await lab('rules', 'import', one, '--name', '../x')).code).toBe(2)
    await writeFile(join(folder, 'rules', 'bad.py'), '# rule: bad\n\nw -= q\n')
    const list = (await lab('rules')).stdout
    expect(list).toMatch(/^My own +[0-9a-f]{16} +lr = 0\.02 in \(0, 1000\]/m)
    expect(list).toMatch(/^bad\.py +faulty +line 3: “q” is not defined/m)
    expect(JSON.parse((await lab('rules', '--json')).stdout)).toHaveLength(4)
  })
})

it('a spec names a rule’s file; the run holds the rule and leaves as a script', async () => {
  await file('mine.py', pasteOf('rmsprop'))
  const spec = await file(
    'spec.json',
    JSON.stringify({
      dataset: { builtin: 'iris' },
      lanes: [
        { id: 'mine', rule: 'mine.py' },
        { id: 'rmsprop', optimizer: 'rmsprop' },
      ],
      budget: { epochs: 2 },
    }),
  )
  const { code, stdout, stderr } = await lab('run', spec, '--json')
  expect({ code, stderr }).toMatchObject({ code: 0 })
  const { lanes } = JSON.parse(stdout) as { lanes: { runs: { metrics: object }[] }[] }
  expect(lanes[0]!.runs[0]!.metrics).toEqual(lanes[1]!.runs[0]!.metrics)
  await rm(join(folder, 'mine.py'))
  const [run = ''] = await readdir(join(folder, 'runs'))
  const out = join(folder, 'script')
  const exported = await lab(
    'export',
    join(folder, 'runs', run),
    '--format',
    'pytorch',
    '--out',
    out,
  )
  expect(exported).toMatchObject({ code: 0, stderr: '' })
  const texts = await Promise.all(
    (await readdir(out))
      .filter((name) => name.endsWith('.py'))
      .map((name) => readFile(join(out, name), 'utf8')),
  )
  expect(texts.join('\n')).toContain(
    'class OwnRmsprop(Rule):\n    """rmsprop, a rule of one\'s own: ',
  )
})
