import type { ExperimentSpec } from '#shared/experiment/spec.ts'
import type { Language } from '#shared/text.ts'
import { html, Html } from './escape.ts'
import { styleOf } from './style.ts'

/** What stands above a report. */
export interface ReportHead {
  readonly language: Language
  /** The program's version. */
  readonly app: string
  readonly title: string
  readonly about: string
  /** Whose colours its charts use. */
  readonly lanes: Pick<ExperimentSpec, 'lanes'>
}

/** What is called the same in every report. */
interface ReportWords {
  readonly report: string
  readonly repeat: string
  readonly repeatText: string
  readonly specSummary: string
}

/**
 * @param body what the report says
 * @param spec what it is made from, to be repeated, and what else is needed for that
 * @returns the report as one page that needs nothing beside itself, neither a script: its policy
 *   forbids both
 */
export function reportPage(
  { language, app, title, about, lanes }: ReportHead,
  text: ReportWords,
  body: Html,
  { spec, note = '' }: { readonly spec: unknown; readonly note?: Html | string },
): string {
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="generator" content="Descent Lab ${app}" />
        <title>${title}</title>
        ${new Html(`<style>${styleOf(lanes)}</style>`)}
      </head>
      <body>
        <main>
          <header>
            <p class="kind">Descent Lab · ${text.report}</p>
            <h1>${title}</h1>
            <p class="about">${about}</p>
          </header>
          ${body}

          <h2>${text.repeat}</h2>
          <p>${text.repeatText}</p>
          ${note}
          <details>
            <summary>${text.specSummary}</summary>
            <pre>${JSON.stringify(spec, null, 2)}</pre>
          </details>
        </main>
      </body>
    </html>`
  return page.text
}
