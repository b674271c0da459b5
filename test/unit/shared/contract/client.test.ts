import { describe, expect, it } from 'vitest'
import { answerCall, valueOf } from '#shared/contract/answer.ts'
import { answerSchema, type Laboratory } from '#shared/contract/calls.ts'
import { createLaboratory } from '#shared/contract/client.ts'
import { LabError } from '#shared/contract/errors.ts'

/** A far side that knows settings alone; every other call is a fault of its own. */
function farSide(changes: Partial<Laboratory>): Laboratory {
  const refuse = (): never => {
    throw new Error('not part of this test')
  }
  return new Proxy(changes, {
    get: (_, name) => Reflect.get(changes, name) ?? refuse,
  }) as Laboratory
}

/** Both ends joined by a boundary that copies what it carries, as every real one does. */
function join(laboratory: Laboratory): Laboratory {
  return createLaboratory(async (name, input) => {
    const answer = await answerCall(laboratory, name, structuredClone(input))
    return valueOf(answerSchema.parse(structuredClone(answer)))
  })
}

const settings = { language: 'zh-CN', theme: 'dark', projector: true } as const

async function errorOf(promise: Promise<unknown>): Promise<LabError> {
  try {
    await promise
  } catch (error) {
    if (error instanceof LabError) return error
    throw error
  }
  throw new Error('did not reject')
}

describe('a call across the boundary', () => {
  it('brings input there and output back', async () => {
    const written: unknown[] = []
    const lab = join(
      farSide({
        writeSettings: async (input) => {
          written.push(input)
          return input
        },
      }),
    )
    expect(await lab.writeSettings(settings)).toEqual(settings)
    expect(written).toEqual([settings])
  })

  it('brings an error of the laboratory as it was thrown', async () => {
    const thrown = new LabError('wrong-phase', 'The race has ended.', {
      parameters: { id: 'a', step: 4 },
      details: ['one line'],
    })
    const lab = join(farSide({ currentRaces: () => Promise.reject(thrown) }))
    const error = await errorOf(lab.currentRaces())
    expect(error.toData()).toEqual(thrown.toData())
  })

  it('calls any other fault internal and says where it happened', async () => {
    const lab = join(
      farSide({ currentRaces: () => Promise.reject(new TypeError('x of undefined')) }),
    )
    const error = await errorOf(lab.currentRaces())
    expect(error.code).toBe('internal')
    expect(error.message).toContain('x of undefined')
    expect(error.details.length).toBeGreaterThan(0)
  })

  it('refuses a wrong input before it leaves', async () => {
    const lab = createLaboratory(() => Promise.reject(new Error('it left')))
    const error = await errorOf(lab.pauseRace({ id: '' }))
    expect(error.code).toBe('bad-message')
    expect(error.details[0]).toMatch(/^id: /)
  })

  it('refuses a wrong output on either side', async () => {
    const wrong = { language: 'tlh', theme: 'dark', projector: true } as never
    const far = farSide({ readSettings: () => Promise.resolve(wrong) })
    expect(await answerCall(far, 'readSettings', undefined)).toMatchObject({
      ok: false,
      error: { code: 'bad-message' },
    })
    const lab = createLaboratory(() => Promise.resolve(wrong))
    expect((await errorOf(lab.readSettings())).code).toBe('bad-message')
  })

  it.each(['missing', 'constructor', '__proto__', 3, null, undefined])(
    'refuses the unknown call %s',
    async (name) => {
      expect(await answerCall(farSide({}), name, undefined)).toMatchObject({
        ok: false,
        error: { code: 'bad-message' },
      })
    },
  )
})
