// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { useOffers } from '#renderer/stores/offers.ts'
import { useRules } from '#renderer/stores/rules.ts'
import { laneOf } from '#renderer/race/lanes.ts'
import { useSettings } from '#renderer/stores/settings.ts'
import { fileId, useOptimizers } from '#renderer/views/optimizers/store.ts'
import { lineStyle } from '#shared/charts/palette.ts'
import { laneSchema } from '#shared/experiment/lane.ts'
import { lane, onOptimizers } from '#shared/lessons/parts.ts'
import { writeRule } from '#shared/own/file.ts'
import { openRules } from '#shared/own/open.ts'
import { settle, withApp } from '#test/unit/renderer/support/app.ts'
import { TestLaboratory } from '#test/unit/renderer/support/laboratory.ts'

const pasted = `def adagrad(params, states, hyperparams):
    for p, s in zip(params, states):
        s[:] += torch.square(p.grad)
        p[:] -= hyperparams['lr'] * p.grad / torch.sqrt(s + 1e-6)`

function open(bridge = new TestLaboratory()) {
  return withApp(
    () => ({ stage: useOptimizers(), rules: useRules(), settings: useSettings() }),
    bridge,
  )
}

describe('the Optimizers stage', () => {
  it('copies a built-in rule with the numbers it was dragged to, and keeps it as a file', async () => {
    const { value, bridge } = open()
    const { stage, rules } = value
    await settle()
    stage.selected = 'rmsprop'
    await settle()
    stage.setHyper('lr', 0.5)
    expect(stage.hyper.lr).toBe(0.5)
    stage.copy('My RMSprop')
    expect(stage.draft?.rule).toMatchObject({ name: 'My RMSprop' })
    expect(stage.hyper.lr).toBe(0.5)
    expect(await stage.save()).toBe(true)
    expect([...bridge.rules.keys()]).toEqual(['My RMSprop.py'])
    expect(stage.selected).toBe(fileId('My RMSprop.py'))
    expect(stage.drafts).toEqual([])
    expect(rules.ids).toEqual(['own:My RMSprop'])
  })

  it('makes what was dragged the defaults of a draft, undeclared names with it', async () => {
    const { stage } = open().value
    stage.writeNew('Mine')
    await settle()
    stage.change({ program: 'v = mu * v + g\nw -= lr * v' })
    stage.setHyper('mu', 0.5)
    stage.takeMoved()
    expect(stage.moved).toEqual({})
    expect(stage.draft?.rule.hyper).toMatchObject([{ key: 'lr' }, { key: 'mu', default: 0.5 }])
    expect(stage.checked?.offers).toEqual([])
    expect(stage.hyper.mu).toBe(0.5)
  })

  it('goes on with the last sound program while a faulty one is typed, and saves none', async () => {
    const { value, bridge } = open()
    const { stage } = value
    stage.writeNew('Mine')
    stage.change({ program: 'v += g\nw -= lr * v' })
    expect(stage.rule?.slots.map(({ key }) => key)).toEqual(['v'])
    stage.change({ program: 'v += g\nw -= lr * (v' })
    expect(stage.rule?.slots.map(({ key }) => key)).toEqual(['v'])
    expect(stage.checked?.faults).toMatchObject([{ part: 'program', place: { line: 2 } }])
    expect(await stage.save()).toBe(false)
    expect(bridge.rules.size).toBe(0)
  })

  it('makes a lane of an own rule that needs nothing beside it, in its colour', async () => {
    const { value } = open()
    const { stage, rules } = value
    stage.take({ ...openRules(pasted, 'x').rules[0]!, colour: '#2f6fde' })
    await stage.save()
    const choice = rules.choice('own:adagrad')!
    const lane = laneSchema.parse(laneOf(choice))
    expect(lane).toMatchObject({ optimizer: 'own:adagrad', convention: 'own', rule: choice.rule })
    expect(lineStyle(lane, 'dark').colour).toBe('#2f6fde')
    expect(rules.choice('sgd')).toEqual({ optimizer: 'sgd', convention: 'tutorial' })
    expect(rules.choice('own:gone')).toBeUndefined()
  })

  it('renames a rule with its file, deletes it, and brings it back', async () => {
    const { value, bridge } = open()
    const { stage } = value
    stage.writeNew('One')
    await stage.save()
    stage.edit()
    stage.change({ name: 'Two' })
    await stage.save()
    expect([...bridge.rules.keys()]).toEqual(['Two.py'])
    await stage.remove()
    expect(bridge.rules.size).toBe(0)
    stage.undo()
    await settle()
    expect([...bridge.rules.keys()]).toEqual(['Two.py'])
    expect(stage.selected).toBe(fileId('Two.py'))
  })

  it('brings back a draft that was thrown away, and keeps drafts in the settings', async () => {
    const { value, bridge } = open()
    const { stage } = value
    stage.writeNew('Mine')
    stage.discard()
    expect(stage.drafts).toEqual([])
    stage.undo()
    expect(stage.draft?.rule.name).toBe('Mine')
    window.dispatchEvent(new Event('pagehide'))
    await settle()
    await expect.poll(() => bridge.settings.optimizers).toBeDefined()
    const again = withApp(() => {
      useSettings().settings = bridge.settings
      return useOptimizers()
    }, bridge)
    expect(again.value.draft?.rule.name).toBe('Mine')
  })

  it('says where a rule of that name is there already, and keeps both', async () => {
    const bridge = new TestLaboratory()
    bridge.rules.set('Mine.py', '# rule: Mine\n# hyper lr = 0.1\n\nw -= lr * g\n')
    const { value } = open(bridge)
    const { stage, rules } = value
    stage.writeNew('Other')
    stage.change({ name: 'Mine' })
    expect(await stage.save()).toBe(false)
    expect(rules.failure?.code).toBe('not-saved')
    expect(stage.draft?.rule.name).toBe('Mine')
  })

  it('lists a faulty file with what is wrong, and offers it to no lane', async () => {
    const bridge = new TestLaboratory()
    bridge.rules.set('bad.py', '# rule: Bad\n\nw -= lr * g\n')
    const { value } = open(bridge)
    await settle()
    value.stage.selected = fileId('bad.py')
    expect(value.stage.rule).toBeUndefined()
    expect(value.stage.file?.faults).toMatchObject([{ place: { line: 3 } }])
    expect(value.rules.ids).toEqual([])
  })

  it('tells two files with rules of one name apart: menus offer the first', async () => {
    const bridge = new TestLaboratory()
    const [rule] = openRules(pasted, 'x').rules
    bridge.rules.set('a.py', writeRule({ ...rule!, name: 'Twin' }))
    bridge.rules.set('b.py', writeRule({ ...rule!, name: 'Twin', colour: '#2f6fde' }))
    const { stage, rules } = open(bridge).value
    await settle()
    expect(rules.ids).toEqual(['own:Twin'])
    expect(rules.files.map((file) => rules.namesakeOf(file))).toEqual([undefined, 'a.py'])
    stage.selected = fileId('b.py')
    expect(stage.choice?.rule).toContain('#2f6fde')
    expect(rules.choice('own:Twin')?.rule).not.toContain('#2f6fde')
  })

  it('shows what is selected elsewhere, with its numbers', async () => {
    const { stage } = open().value
    stage.look({ optimizer: 'rmsprop', convention: 'keras', hyper: { lr: 0.5, rho: 0.8 } })
    await settle()
    expect([stage.selected, stage.convention]).toEqual(['rmsprop', 'keras'])
    expect(stage.hyper).toMatchObject({ lr: 0.5, rho: 0.8, epsilon: 1e-7 })
    expect(stage.compared.map(({ hyper }) => hyper.lr)).toEqual([0.5, 0.5, 0.5])
    stage.other = stage.compared[2]
    expect(stage.other?.form.convention).toBe('pytorch')
    stage.look({ optimizer: 'own:gone', convention: 'own', hyper: {} })
    expect(stage.selected).toBe('rmsprop')
  })

  it('takes a lesson’s rule with its numbers and its gradients, until it is begun anew', async () => {
    const { stage, offers } = withApp(
      () => ({ stage: useOptimizers(), offers: useOffers() }),
      new TestLaboratory(),
    ).value
    offers.optimizers = onOptimizers(lane('rmsprop', { lr: 0.5, gamma: 0.8 }), [1, 1, 0.1])
    await settle()
    expect([stage.selected, stage.convention]).toEqual(['rmsprop', 'tutorial'])
    expect(stage.hyper).toEqual({ lr: 0.5, gamma: 0.8 })
    expect(stage.gradients).toEqual(Float64Array.of(1, 1, 0.1))
    stage.toDefaults()
    expect(stage.gradients).toBeUndefined()
  })
})
