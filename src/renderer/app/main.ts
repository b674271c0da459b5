import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import 'katex/dist/katex.min.css'
import '../styles/controls.css'

import { createPinia } from 'pinia'
import { nextTick } from 'vue'
import { connect } from '../bridge/index.ts'
import { bridgeKey } from '../composables/useBridge.ts'
import { i18n } from '../locales/index.ts'
import { useSettings } from '../stores/settings.ts'
import { usePersistedIris } from '../race/kept-iris.ts'
import App from './App.vue'
import { loaded } from './loaded.ts'
import { app } from './root.ts'

const bridge = connect()
app.use(createPinia()).use(i18n).provide(bridgeKey, bridge)

// Settings first, so that the first paint is already in the right language and theme.
await useSettings().load()
loaded.whole = App
// A first start's first minute has mounted it already.
if (!loaded.first) app.mount('#app')
await nextTick()
document.querySelector('#rail')?.remove()
loaded.pressAgain?.()
bridge.listening()

await usePersistedIris().opened
