import { describe, expect, it } from 'vitest'
import {
  checkFileRequest,
  checkSocketRequest,
  checkUploadRequest,
  type Asked,
} from '#main/serve/guard.ts'

const token = 'dGhlLXRva2VuLW9mLXRoaXMtdGVzdA'
const host = '127.0.0.1:4321'
const file: Asked = { method: 'GET', url: `/${token}/assets/a.js`, host, origin: undefined }
const socket: Asked = { method: 'GET', url: `/${token}/socket`, host, origin: `http://${host}` }

describe('a request for a file', () => {
  it.each(['127.0.0.1:4321', '127.0.0.1', 'localhost:8080', '[::1]:4321'])(
    'is answered under the name %s',
    (name) => {
      expect(checkFileRequest({ ...file, host: name }, token)).toEqual({ path: 'assets/a.js' })
    },
  )

  it.each([
    [undefined],
    [''],
    ['evil.example'],
    ['127.0.0.1.evil.example'],
    ['evil.example:4321'],
    ['localhost.evil.example:4321'],
    ['127.0.0.1:4321@evil.example'],
    ['10.0.0.7:4321'],
  ])('is refused under the name %s', (name) => {
    expect(checkFileRequest({ ...file, host: name }, token)).toEqual({ status: 403 })
  })

  it('may come from the page itself and from no other origin', () => {
    expect(checkFileRequest({ ...file, origin: `http://${host}` }, token)).toHaveProperty('path')
    for (const origin of ['null', 'http://evil.example', 'https://127.0.0.1:4321']) {
      expect(checkFileRequest({ ...file, origin }, token)).toEqual({ status: 403 })
    }
  })

  it.each([
    ['the page', `/${token}/`, ''],
    ['a query', `/${token}/?x=1`, ''],
    ['a path that climbs, which names no file', `/${token}/../../etc/passwd`, '../../etc/passwd'],
  ])('is taken below the token: %s', (_, url, path) => {
    expect(checkFileRequest({ ...file, url }, token)).toEqual({ path })
  })

  it.each([
    undefined,
    '',
    '/',
    '/favicon.ico',
    `/${token}`,
    `//${token}/`,
    `/${token.slice(0, -1)}/`,
    `/${token}x/`,
    `/${token.toLowerCase()}/`,
    `http://${host}/${token}/`,
  ])('is refused without the token: %s', (url) => {
    expect(checkFileRequest({ ...file, url }, token)).toEqual({ status: 404 })
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', undefined])('by %s is refused', (method) => {
    expect(checkFileRequest({ ...file, method }, token)).toEqual({ status: 404 })
  })
})

describe('a request for the socket', () => {
  it('is answered when the page asks', () => {
    expect(checkSocketRequest(socket, token)).toBeUndefined()
  })

  it.each([undefined, 'null', 'http://evil.example', 'http://127.0.0.1:1', `https://${host}`])(
    'is refused from the origin %s',
    (origin) => {
      expect(checkSocketRequest({ ...socket, origin }, token)).toBe(403)
    },
  )

  it('is refused where origin and host agree on a name of somebody else', () => {
    const host = 'evil.example:4321'
    expect(checkSocketRequest({ ...socket, host, origin: `http://${host}` }, token)).toBe(403)
  })

  it.each([`/${token}/`, `/${token}/socket/`, '/socket', '/x/socket'])(
    'is refused at %s',
    (url) => {
      expect(checkSocketRequest({ ...socket, url }, token)).toBe(404)
    },
  )
})

describe('a request to take a file', () => {
  const upload: Asked = {
    method: 'POST',
    url: `/${token}/upload?name=a.csv`,
    host,
    origin: `http://${host}`,
  }

  it('is answered to the page itself', () => {
    expect(checkUploadRequest(upload, token)).toBeUndefined()
  })

  it.each([
    ['from another page', { origin: 'http://evil.example' }, 403],
    ['from a page that is no page', { origin: 'null' }, 403],
    ['from what is no browser', { origin: undefined }, 403],
    ['under another name', { host: 'evil.example', origin: 'http://evil.example' }, 403],
    ['without the token', { url: '/upload?name=a.csv' }, 404],
    ['with another token', { url: `/${token}x/upload?name=a.csv` }, 404],
    ['to another path', { url: `/${token}/socket` }, 404],
    ['below the path', { url: `/${token}/upload/a.csv` }, 404],
    ['by another method', { method: 'PUT' }, 404],
    ['by a method without a body', { method: 'GET' }, 404],
  ])('is refused %s', (_, change, status) => {
    expect(checkUploadRequest({ ...upload, ...change }, token)).toBe(status)
  })
})
