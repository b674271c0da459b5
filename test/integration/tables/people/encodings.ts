import { encodeText } from '#test/support/encode-text.ts'
import { lines, type Case } from './case.ts'

/** Encodings that nothing but the words tells. */
export const encoded: readonly Case[] = [
  ['windows-1250', lines('miasto;ilość', 'Łódź;1,5', 'Kraków;2,5', 'Łódź;3,5')],
  ['windows-1251', lines('город;число', 'Москва;1,5', 'Казань;2,5', 'Москва;3,5')],
  ['windows-1251', lines('ПОЛ;ВОЗРАСТ', 'М;1,5', 'Ж;2,5', 'М;3,5')],
  ['windows-1253', lines('πόλη;τιμή', 'Αθήνα;1,5', 'Πάτρα;2,5', 'Αθήνα;3,5')],
  ['windows-1254', lines('şehir;değer', 'Iğdır;1,5', 'Düzce;2,5', 'Iğdır;3,5')],
  ['koi8-r', lines('город;число', 'Москва;1,5', 'Казань;2,5', 'Москва;3,5')],
  ['shift_jis', lines('型式;値', '右;1,5', '左;2,5', '右;3,5')],
  ['euc-jp', lines('都市;値', '東京;1,5', '大阪;2,5', '東京;3,5')],
  ['euc-kr', lines('지역;값', '서울;1,5', '부산;2,5', '서울;3,5')],
  ['big5', lines('城市;價格', '台北;1,5', '高雄;2,5', '台北;3,5')],
].map(([encoding, text]): Case => {
  const [head = '', first = ''] = text!.split('\n')
  const names = head.split(';')
  return [
    encoding!,
    encodeText(text!, encoding!),
    {
      ...{ encoding: encoding!, delimiter: ';', rows: 3 },
      columns: [`${names[0]}:category`, `${names[1]}:number`],
      first: [first.split(';')[0]!, 1.5],
    },
  ]
})

/** Windows' signs alone: nothing but how often they are met tells them. */
export const signs: readonly Case[] = [
  '2019–2020',
  'it’s',
  '“big” deal',
  'deal…',
  'Lego™',
  '5 ± 3',
  '§ 5',
].map((text) => [
  text,
  encodeText(lines('name;v', `${text};1`, `${text};2`, `${text};3`), 'windows-1252'),
  { encoding: 'latin1', rows: 3, columns: ['name:category', 'v:number'], first: [text, 1] },
])

const rows = lines('id,x,k', '1,0.5,red', '2,1.5,blue', '3,2.5,red', '4,3.5,blue')
const wide = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le')
const columns = ['id:number', 'x:number', 'k:category']

/** Zeros in UTF-16 that are no halves of characters. */
export const zeros: readonly Case[] = [
  ...[1, 2, 1023, 1024].map((count): Case => [
    `${count} bytes of zero behind the text`,
    Buffer.concat([wide(rows), Buffer.alloc(count)]),
    { encoding: 'utf-16le', rows: 4, columns, last: [4, 3.5, 'blue'], rejected: 0 },
  ]),
  [
    'the same in the other order of bytes',
    Buffer.concat([wide(rows).swap16(), Buffer.alloc(7)]),
    { encoding: 'utf-16be', rows: 4, columns, last: [4, 3.5, 'blue'], rejected: 0 },
  ],
  ...['3,2.5,r\0ed', '3,2.\x005,red', '3\0,2.5,red'].map((row): Case => [
    `a zero inside ${JSON.stringify(row)}, whose row alone is refused`,
    wide(rows.replace('3,2.5,red', row)),
    { encoding: 'utf-16le', rows: 3, columns, last: [4, 3.5, 'blue'], rejected: 1 },
  ]),
]

/** Where a byte is one too many or missing, all that follows is read from the wrong half on. */
export const shifted: readonly Buffer[] = [30, 31, 45].flatMap((at) => {
  const [before, after] = [wide(rows).subarray(0, at), wide(rows).subarray(at)]
  return [
    Buffer.concat([before, Buffer.alloc(1), after]),
    Buffer.concat([before, after.subarray(1)]),
  ]
})
