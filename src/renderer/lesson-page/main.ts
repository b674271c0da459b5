import 'katex/dist/katex.min.css'
import './fonts.css'
import '../styles/tokens.css'
import '../styles/base.css'
import '../styles/layout.css'
import '../styles/controls.css'

import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { lessonDataId, type LessonPageData } from '#shared/lessons/page.ts'
import { bridgeKey } from '../composables/useBridge.ts'
import { i18n } from '../locales/index.ts'
import { useSettings } from '../stores/settings.ts'
import { useLearn } from '../views/learn/store.ts'
import { knowRaces } from '../views/learn/race.ts'
import LessonPage from './LessonPage.vue'
import { pageBridge } from './bridge.ts'

/* A lesson as a page of its own, made by the laboratory from this code and what it recorded. */

const data = JSON.parse(document.getElementById(lessonDataId)!.textContent) as LessonPageData
knowRaces(data.recordings)

const app = createApp(LessonPage)
app.use(createPinia()).use(i18n).provide(bridgeKey, pageBridge(data.language))

void useSettings()
  .load()
  .then(() => {
    useLearn().open(data.lesson)
    app.mount('#app')
  })
