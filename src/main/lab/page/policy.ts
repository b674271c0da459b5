/**
 * What the page may load: its own files and nothing from anywhere else. Style elements are allowed
 * because components position themselves by inline styles; no script is built from a string.
 *
 * `wasm-unsafe-eval` allows WebAssembly to be compiled, and no JavaScript to be evaluated. The page
 * and its workers compile update rules to kernels. What is compiled is built instruction by
 * instruction from a program that was parsed and checked (src/shared/rules): it reads and writes the
 * memory it is given, imports no function but those of arithmetic, and no text becomes code.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ')

/** Headers of every file of the page, in every shell. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
}
