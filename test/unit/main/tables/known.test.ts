import { describe, expect, it } from 'vitest'
import type { LabError } from '#shared/contract/errors.ts'
import { refuseKnown, refuseKnownText } from '#main/tables/known.ts'

/** What is thrown; undefined where nothing is. */
function thrown(attempt: () => void): LabError | undefined {
  try {
    attempt()
    return undefined
  } catch (error) {
    return error as LabError
  }
}

const ofBytes = (start: string): LabError | undefined =>
  thrown(() =>
    refuseKnown(
      '/data/table.csv',
      Buffer.concat([Buffer.from(start, 'latin1'), Buffer.alloc(2000, 3)]),
    ),
  )

const ofText = (text: string, asked = false): LabError | undefined =>
  thrown(() => refuseKnownText('/data/table.csv', text, asked))

const binary: readonly [string, string, string?][] = [
  ['\x1f\x8b\x08\0', 'compressed'],
  ['\x28\xb5\x2f\xfd', 'compressed'],
  ['BZh91AY', 'compressed'],
  ['\xfd7zXZ\0', 'compressed'],
  [`${'x'.repeat(257)}ustar`, 'compressed'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'workbook'],
  ['PK\x03\x04____________________________xl/workbook.xml', 'workbook'],
  ['PK\x03\x04__mimetypeapplication/vnd.oasis.opendocument.spreadsheet', 'workbook'],
  ['PK\x03\x04____________________________data.csv', 'workbook'],
  ['PK\x03\x04____________________________word/document.xml', 'other-format', 'Word'],
  ['PK\x03\x04____________________________weights.npy', 'other-format', 'NumPy'],
  ['SQLite format 3\0', 'other-format', 'SQLite'],
  ['%PDF-1.7', 'other-format', 'PDF'],
  ['\x89HDF\r\n\x1a\n', 'other-format', 'HDF5'],
  ['\x93NUMPY\x01\0', 'other-format', 'NumPy'],
  ['ARROW1\0\0', 'other-format', 'Arrow'],
  ['FEA1', 'other-format', 'Feather'],
  ['ORC\x08', 'other-format', 'ORC'],
  ['Obj\x01', 'other-format', 'Avro'],
  ['\x80\x04\x95', 'other-format', 'Python pickle'],
  ['RDX3\nX\n', 'other-format', 'R data'],
  ['MATLAB 5.0 MAT-file', 'other-format', 'MATLAB'],
  ['CDF\x01', 'other-format', 'NetCDF'],
  ['\x89PNG\r\n', 'binary'],
  ['\x7fELF', 'binary'],
]

describe('files that are told by their first bytes', () => {
  it.each(binary)('%j is refused as %s', (start, reason, what) => {
    const error = ofBytes(start)
    expect(error).toMatchObject({ code: 'bad-table', parameters: { name: 'table.csv', reason } })
    expect(error!.parameters.what).toBe(what)
    expect(error!.message).toMatch(/^table\.csv (?:is|only) .*: .+[.)]$/)
    if (what !== undefined) expect(error!.message).toContain(what)
  })

  it('are none where a text begins alike', () => {
    for (const text of ['ORC,x\n1,2\n', 'MZ;y\n', 'BZh,1\n', 'GIF8,2\n', 'FEA1,3\n', 'PK,4\n']) {
      const head = Buffer.from(text.repeat(50))
      expect(thrown(() => refuseKnown('/data/table.csv', head))).toBeUndefined()
    }
  })
})

const login = '<!DOCTYPE html>\n<html><head><title>Sign\n in</title></head><body></body></html>'
const texts: readonly [string, string, string?][] = [
  [login, 'html'],
  ['  <HTML lang="en">\n<body>404</body>', 'html'],
  ['<!-- cached -->\n<!-- twice -->\n<html><body></body></html>', 'html'],
  ['<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">\n<html xmlns="y"></html>', 'html'],
  ['<br />\n<b>Warning</b>: mysql_connect() in /var/www/x.php\n', 'html'],
  ['<html><body><table><tr><td>1</td></tr></table>', 'html-table'],
  ['<table border="1">\n<tr><th>a</th></tr>', 'html-table'],
  ['<?xml version="1.0"?>\n<rows><row a="1"/></rows>', 'other-format', 'XML'],
  ['<rows>\n<row a="1"/>\n</rows>', 'other-format', 'XML'],
  ['{\\rtf1\\ansi x,y\\par 1,2}', 'other-format', 'RTF'],
  ['MIME-Version: 1.0\nContent-Type: multipart/related', 'other-format', 'MHTML'],
  ['version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n', 'pointer'],
  ['-- dump\n\n/*!40101 SET x */;\nCREATE TABLE `t` (a int);', 'other-format', 'SQL'],
  ['INSERT INTO t VALUES (1, 2);', 'other-format', 'SQL'],
  ['--\n-- dump\n--\n\nSET statement_timeout = 0;\nCREATE TABLE t (a int);', 'other-format', 'SQL'],
  ['PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;', 'other-format', 'SQL'],
  ['var data = [{"x": 1}, {"x": 2}];', 'other-format', 'JavaScript'],
  ['window.YTD.part0 = [ {"x": 1} ]', 'other-format', 'JavaScript'],
  ['callback({"rows": []})', 'other-format', 'JavaScript'],
  ['-1 1:0.43 3:0.12 9:1e-3\n+1 2:0.1 # note\n', 'other-format', 'SVMlight'],
]

describe('texts that are no tables', () => {
  it.each(texts)('%j is refused as %s', (text, reason, what) => {
    const error = ofText(text)
    expect(error).toMatchObject({ code: 'bad-table', parameters: { name: 'table.csv', reason } })
    expect(error!.parameters.what).toBe(what)
    expect(error!.message).toMatch(/^table\.csv (?:is|only) .*: .+[.)]$/)
  })

  it('says what a page calls itself', () => {
    expect(ofText(login)!.message).toContain('a web page (HTML) titled "Sign in"')
  })

  it.each([
    'x,y\n1,2\n',
    '<TICKER>,<DATE>,<CLOSE>\nAAA,20200101,1.5\n',
    '<DATE>\t<TIME>\t<OPEN>\n2020.01.01\t10:00\t1.5\n',
    '"<p>bold</p>",1\n',
    '--,1\n--,2\n',
    'label 1\n1 2\n',
    '1 10:30 2\n2 11:30 4\n',
    'f(x),y\n1,2\n',
    'a=1;b=2\n',
  ])('%j may be one', (text) => {
    expect(ofText(text)).toBeUndefined()
  })

  it('are a table where a person says so, but for a web page', () => {
    expect(ofText('var a = [1]\n', true)).toBeUndefined()
    expect(ofText(login, true)).toMatchObject({ parameters: { reason: 'html' } })
  })

  it('are told in no time whatever stands in them', () => {
    const hostile = [
      '-- x   \n'.repeat(8000),
      '/* a */ '.repeat(8000),
      '<!-- a -->'.repeat(6000),
      `<a${' b'.repeat(30_000)}`,
      '1 1:'.repeat(16_000),
    ]
    for (const text of hostile) expect(() => ofText(text)).not.toThrow()
  })
})
