import { describe, expect, it } from 'vitest'
import { countHighBytes, findEncoding, isBinary, noHighBytes } from '#main/tables/encoding.ts'
import { encodeText } from '#test/support/encode-text.ts'

const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex')

describe('countHighBytes', () => {
  it('keeps the lines whose bytes are no UTF-8, to be read in other encodings', () => {
    const found = countHighBytes(noHighBytes, bytes('61 0a ba ec 0a 62 0a c9 ab'), false)
    expect(found.lines.map((line) => line.toString('hex'))).toEqual(['baec', 'c9ab'])
    expect(found.notUtf8).toBe(2)
  })

  it('keeps no more of them than tell a language', () => {
    const long = Buffer.from('\u00e9 '.repeat(500_000), 'latin1')
    const kept = countHighBytes(noHighBytes, long, false).lines
    expect(kept.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(100_000)
  })

  it('takes no byte of a part that is ASCII', () => {
    expect(countHighBytes(noHighBytes, Buffer.from('a,b\n1,2\n'), true)).toBe(noHighBytes)
  })
})

describe('findEncoding', () => {
  const of = (content: Buffer, utf8 = false): string =>
    findEncoding(content, utf8, countHighBytes(noHighBytes, content, utf8)).encoding

  it('believes a mark', () => {
    expect(findEncoding(bytes('ef bb bf 61'), true, noHighBytes)).toEqual({
      encoding: 'utf-8',
      marked: true,
    })
    expect(of(bytes('ff fe 61 00'))).toBe('utf-16le')
    expect(of(bytes('fe ff 00 61'))).toBe('utf-16be')
  })

  it('knows UTF-16 by the side its zeros are on', () => {
    expect(of(Buffer.from('长,1\n度,2\n', 'utf16le'))).toBe('utf-16le')
    expect(of(Buffer.from('长,1\n度,2\n', 'utf16le').swap16())).toBe('utf-16be')
  })

  it('knows the languages of Europe and Asia by what they read like', () => {
    const texts: readonly (readonly [string, string])[] = [
      ['latin1', 'größe;höhe\nmüßig;1'],
      ['latin1', 'año,niño\nEspaña,1'],
      ['latin1', 'preço;região\nSão Paulo;1'],
      ['latin1', '£5,€3'],
      ['latin1', 'T [°C],d [µm]'],
      ['windows-1250', 'nazwa;ilość\nŁódź;1\nKraków;2'],
      ['windows-1250', 'město;počet\nPlzeň;1\nŽďár;3'],
      ['windows-1250', 'név;érték\nGyőr;1'],
      ['windows-1251', 'город,цена\nМосква,1'],
      ['windows-1251', 'ИМЯ,ВОЗРАСТ\nИВАН,1'],
      ['windows-1253', 'όνομα,τιμή\nΑθήνα,1'],
      ['windows-1254', 'şehir;fiyat\nIğdır;2\nDüzce;3'],
      ['windows-1255', 'שם,ערך\nירושלים,1'],
      ['windows-1256', 'اسم,قيمة\nالقاهرة,1'],
      ['windows-1257', 'miestas;kaina\nPanevėžys;2\nKėdainiai;3'],
      ['koi8-r', 'город,цена\nМосква,1'],
      ['ibm866', 'город,цена\nМосква,1'],
      ['macintosh', 'größe;höhe\nmüßig;1'],
      ['shift_jis', '点検連番,型式,値\n1,右,2'],
      ['shift_jis', '日付,気温,天気\n1,2,晴れ'],
      ['euc-jp', '名前,年齢\n田中,3\n鈴木,4'],
      ['euc-kr', '이름,나이\n김철수,3'],
      ['euc-kr', '품종,꽃받침\n붓꽃,1'],
      ['big5', '類別,長度\n鳶尾花,3\n牡丹,4'],
      ['gb18030', '长度,宽度,类别\n1,2,牡丹\n2,3,鸢尾花'],
      ['gb18030', '编号,城市\n1,北京\n2,上海'],
    ]
    const label = (encoding: string): string => (encoding === 'latin1' ? 'windows-1252' : encoding)
    const found = texts.map(([encoding, text]) => of(encodeText(text, label(encoding))))
    expect(found).toEqual(texts.map(([encoding]) => encoding))
  })

  it('lets a UTF-8 file have a few bytes that are none', () => {
    const good = Buffer.from('红'.repeat(100))
    expect(of(Buffer.concat([good, bytes('ff')]))).toBe('utf-8')
    // One in four is too many to be a slip.
    expect(of(Buffer.concat([Buffer.from('红红红'), bytes('ff')]))).not.toBe('utf-8')
  })
})

describe('isBinary', () => {
  it('bears a few control characters, and those that separate values', () => {
    expect(isBinary(Buffer.from(`a\0b\u0007${'x'.repeat(100)}`))).toBe(false)
    expect(isBinary(Buffer.from('1\u00012\u001f3\t4\r\n\f'.repeat(100)))).toBe(false)
  })

  it('tells noise', () => {
    expect(isBinary(Buffer.from(Array.from({ length: 1000 }, (_, at) => (at * 73) % 256)))).toBe(
      true,
    )
  })
})
