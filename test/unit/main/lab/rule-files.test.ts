import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openRuleFolder } from '#main/lab/rule-files.ts'

let folder = ''
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'descent-lab-rules-')), 'rules')
})
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }))

const text = (name: string, rate = 0.02): string =>
  `# rule: ${name}\n# hyper lr = ${rate}\n\nw -= lr * g\n`

function open() {
  const told = { times: 0 }
  return { told, rules: openRuleFolder(folder, () => void told.times++) }
}

it('lists what is in the folder, faulty files with it; none where there is no folder', async () => {
  const { rules } = open()
  expect(await rules.list()).toEqual([])
  await rules.save(text('One'))
  await writeFile(join(folder, 'bad.py'), 'import os')
  await writeFile(join(folder, 'notes.txt'), 'no rule')
  expect(await rules.list()).toEqual([
    { file: 'One.py', text: text('One') },
    { file: 'bad.py', text: 'import os' },
  ])
})

it('keeps a rule by its name, replaces its own file, renames it, and covers no other', async () => {
  const { rules, told } = open()
  await rules.save(text('One'))
  await rules.save(text('One', 0.5), 'One.py')
  expect(await readFile(join(folder, 'One.py'), 'utf8')).toContain('lr = 0.5')
  expect(await rules.save(text('Two'), 'One.py')).toMatchObject({ file: 'Two.py' })
  expect(await readdir(folder)).toEqual(['Two.py'])
  await rules.save(text('One'))
  expect(told.times).toBe(4)
  await expect(rules.save(text('One'), 'Two.py')).rejects.toMatchObject({
    code: 'not-saved',
    parameters: { why: 'exists' },
  })
  await expect(rules.save('# rule: x\n\nimport os')).rejects.toMatchObject({ code: 'bad-file' })
  expect((await readdir(folder)).sort()).toEqual(['One.py', 'Two.py'])
  expect(told.times).toBe(4)
})

it('deletes a rule, and says whether it was there', async () => {
  const { rules, told } = open()
  await rules.save(text('One'))
  expect(await rules.remove('One.py')).toBe(true)
  expect(await rules.remove('One.py')).toBe(false)
  expect(told.times).toBe(2)
})
