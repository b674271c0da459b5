import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import 'katex/dist/katex.min.css'
import '../styles/controls.css'

import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { connect } from '../bridge/index.ts'
import { bridgeKey } from '../composables/useBridge.ts'
import { i18n } from '../locales/index.ts'
import { useSettings } from '../stores/settings.ts'
import { usePersistedIris } from '../race/kept-iris.ts'
import App from './App.vue'

const bridge = connect()
const app = createApp(App)
app.use(createPinia()).use(i18n).provide(bridgeKey, bridge)

// Settings first, so that the first paint is already in the right language and theme.
await useSettings().load()
app.mount('#app')
bridge.listening()

await usePersistedIris().opened
