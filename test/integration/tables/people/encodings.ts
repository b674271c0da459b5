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
