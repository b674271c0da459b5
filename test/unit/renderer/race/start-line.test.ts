import { afterEach, expect, it } from 'vitest'
import { setLanguage } from '#renderer/locales/index.ts'
import { presets, presetSpec } from '#renderer/race/presets.ts'
import { captionText } from '#renderer/race/start-line.ts'

afterEach(() => setLanguage('en'))

it('calls a table in the caption as the form does, in either language', () => {
  const [wine] = presets.filter(({ name }) => name === 'Wine').map(presetSpec)
  expect(captionText(wine!, 'Wine')).toMatch(/^Wine · MLP 16 ReLU/)
  setLanguage('zh-CN')
  expect(captionText(wine!, 'Wine')).toMatch(/^葡萄酒 · /)
})
