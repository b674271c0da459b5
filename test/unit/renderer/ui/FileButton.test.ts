// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { expect, it, vi } from 'vitest'
import { h } from 'vue'
import FileButton from '#renderer/ui/FileButton.vue'

it('opens the system’s dialog and says which files were chosen', async () => {
  const chosen = vi.fn()
  const props = { text: 'Choose a file', hint: 'Tables', accept: '.csv', onChoose: chosen }
  const wrapper = mount({ render: () => h(TooltipProvider, () => h(FileButton, props)) })
  // The dialog answers with one file, whatever was chosen before.
  const file = new File(['a,b'], 'table.csv')
  vi.spyOn(HTMLInputElement.prototype, 'click').mockImplementation(function (
    this: HTMLInputElement,
  ) {
    expect([this.type, this.accept, this.multiple]).toEqual(['file', '.csv', true])
    Object.defineProperty(this, 'files', { value: [file], configurable: true })
    this.dispatchEvent(new Event('change'))
  })
  await wrapper.get('button').trigger('click')
  await wrapper.get('button').trigger('click')
  expect(chosen.mock.calls).toEqual([[[file]], [[file]]])
})
