import { expect, test } from 'vitest'
import { rankedStyle } from '#shared/charts/ranked-style.ts'
import { barInk } from '#renderer/export/charts/column.ts'
import { reinked } from '#renderer/export/reink.ts'
import { optimizers } from '#shared/optimizers/index.ts'
import tokens from '#renderer/styles/tokens.css?inline'

test('every optimizer’s every lane finds its ink on the other paper, and its own on the same', () => {
  for (const { id } of optimizers) {
    for (let rank = 0; rank < 16; rank++) {
      const [light, dark] = [rankedStyle(id, rank, 'light'), rankedStyle(id, rank, 'dark')]
      expect(reinked(dark, 'light'), `${id} ${rank}`).toEqual(light)
      expect(reinked(light, 'dark'), `${id} ${rank}`).toEqual(dark)
      expect(reinked(light, 'light'), `${id} ${rank}`).toEqual(light)
    }
  }
})

test('an ink that is no optimizer’s stays', () => {
  expect(reinked({ colour: '#123456', dash: [1] }, 'dark')).toEqual({
    colour: '#123456',
    dash: [1],
  })
})

test('bars have the ink of the page’s own', () => {
  expect(tokens).toContain(`--data: light-dark(${barInk.light}, ${barInk.dark});`)
})
