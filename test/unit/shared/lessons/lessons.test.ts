import { describe, expect, it } from 'vitest'
import { parseSpec } from '#shared/experiment/spec.ts'
import { lessons, settingsOf, type Figure, type Step } from '#shared/lessons/index.ts'
import { ruleFor } from '#shared/lessons/parts.ts'
import { say, wordCount } from '#shared/lessons/say.ts'
import { firstGuess, scoreOf } from '#shared/lessons/score.ts'
import { formulaOf } from '#shared/optimizers/index.ts'
import { hyperFault } from '#shared/rules/ranges.ts'
import { surfaceSettingSchema } from '#shared/surfaces/setting.ts'
import { languages } from '#shared/text.ts'

const names = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort()

const texts = (
  step: Step,
  lesson: (typeof lessons)[number],
  language: 'en' | 'zh-CN',
): string[] => {
  const { title, text, ask, why, options = {} } = lesson.text[language].steps[step.id]!
  return [title, text, ask, why, ...Object.values(options)]
}

function numbersOf(figure: Figure): number[] {
  if (figure.kind === 'plane')
    return figure.walks.flatMap(({ trajectory }) => Array.from(trajectory.points))
  return figure.lines.flatMap(({ x, y }) => [...Array.from(x), ...Array.from(y)])
}

describe('lessons', () => {
  it('have names of their own', () => {
    expect(new Set(lessons.map(({ id }) => id)).size).toBe(lessons.length)
  })
})

describe.each(lessons.map((lesson) => [lesson.id, lesson] as const))(
  'the lesson %s',
  (_, lesson) => {
    it('has three to six steps, with texts of both languages', () => {
      expect(lesson.steps.length).toBeGreaterThanOrEqual(3)
      expect(lesson.steps.length).toBeLessThanOrEqual(6)
      for (const language of languages) {
        expect(Object.keys(lesson.text[language].steps)).toEqual(lesson.steps.map(({ id }) => id))
      }
    })

    it.each(lesson.steps.map((step) => [step.id, step] as const))('says %s shortly', (_, step) => {
      for (const language of languages) {
        const all = texts(step, lesson, language).join(' ')
        expect(wordCount(all, language), language).toBeLessThanOrEqual(60)
      }
      const [en, zh] = languages.map((language) =>
        texts(step, lesson, language).map((text) => names(text)),
      )
      expect(zh).toEqual(en)
      const options = step.ask.kind === 'choice' ? [...step.ask.options].sort() : []
      for (const language of languages) {
        const said = lesson.text[language].steps[step.id]?.options ?? {}
        expect(Object.keys(said).sort()).toEqual(options)
      }
    })

    it.each(lesson.steps.map((step) => [step.id, step] as const))(
      'knows the truth of %s at every setting of its dials',
      (_, step) => {
        expect(
          settingsOf(step.dials.map((dial) => ({ ...dial, values: [dial.first] }))),
        ).toHaveLength(1)
        for (const dial of step.dials) expect(dial.values).toContain(dial.first)
        for (const values of settingsOf(step.dials)) {
          const facts = step.facts(values)
          for (const language of languages) {
            for (const text of texts(step, lesson, language)) {
              // What only a race tells is said when it has been run.
              if (!step.race) expect(say(text, facts, language)).not.toMatch(/[{}]|NaN|∞/)
            }
          }
          const { mark, ...lane } = step.formula(values)
          const rule = ruleFor(lane.optimizer, lane.convention)
          for (const [key, value] of Object.entries(lane.hyper)) {
            expect(hyperFault(rule, key, value), key).toBeUndefined()
          }
          const lines = formulaOf(rule, lane.hyper, { ...(mark !== undefined && { mark }) })
          expect(lines.join('\n').includes('htmlClass'), mark).toBe(mark !== undefined)

          const open = step.open(values)
          if (open.stage === 'surface') surfaceSettingSchema.parse(open.setting)
          else if (open.stage === 'optimizers') ruleFor(open.lane.optimizer, open.lane.convention)
          else parseSpec(open.spec)

          if (step.race) {
            parseSpec(step.race(values))
            continue
          }
          const truth = step.truth(values)!
          const first = firstGuess(step.ask)
          const figure = step.figure(values, first)
          expect(numbersOf(figure).every(Number.isFinite)).toBe(true)
          const score = scoreOf(step.ask, truth, truth)
          if (score.kind === 'choice') {
            expect(score.right).toBe(true)
            expect(step.ask.kind === 'choice' && step.ask.options).toContain(truth)
          } else if (score.kind === 'curve') expect(score.mean).toBe(0)
          else if (score.kind === 'value') expect(score.off).toBe(score.logarithmic ? 1 : 0)
          else expect(score.off).toBe(0)
          // The learner can say what is true: no mark of theirs ends short of it.
          if (step.ask.kind === 'value') {
            expect(truth).toBeGreaterThanOrEqual(step.ask.from)
            expect(truth).toBeLessThanOrEqual(step.ask.to)
          }
          if (step.ask.kind === 'curve' && figure.kind === 'plot') {
            for (const height of truth as readonly number[]) {
              expect(height).toBeGreaterThanOrEqual(figure.y.from)
              expect(height).toBeLessThanOrEqual(figure.y.to)
            }
          }
          // Something is kept back for the reveal.
          const parts = figure.kind === 'plot' ? figure.lines : figure.walks
          expect(parts.some(({ hidden }) => hidden)).toBe(true)
        }
      },
    )

    it.each(
      lesson.claims.flatMap((claim) => ('race' in claim ? [] : [[claim.says, claim] as const])),
    )('%s', (_, claim) => {
      expect(claim.holds()).toBe(true)
    })
  },
)
