import type { Encoding } from '#shared/experiment/source.ts'

/*
 * What text in a language looks like, so that the encoding that bytes are in shows: of every encoding
 * that could have made them, the one under which they read most like some language.
 */

/** Common Chinese, Japanese and Korean characters, with those that tables have in their heads. */
const simplified =
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严编姓性别龄岁绿蓝黄黑灰长宽高重产地品牌销额成绩班级蓝橙紫粉湿密均差最北京上海广州深圳苹果香蕉橘梨葡萄坏'
const traditional =
  '的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日那社義事平形相全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題黨程展五果料象員革位入常文總次品式活設及管特件長求老頭基資邊流路級少圖山統接知較將組見計別她手角期根論運農指幾九區強放決西被幹做必戰先回則任取據處隊南給色光門即保治北造百規熱領七海口東導器壓志世金增爭濟階油思術極交受聯什認六共權收證改清己美再採轉更單風切打白教速花帶安場身車例真務具萬每目至達走積示議聲報完類八離華名確才科張信馬節話米整空元況今集溫傳土許步群廣石記需段研界林律觀越織裝影算低持音眾書布復容須際商非驗連斷深難近千周備半青省列習響約支史感勞便團往歷市何除消構府稱太準精值號率族維劃選標寫存候毛親快效院查江型眼王按格養易置派層片始專狀育廠京識適屬圓包火住調滿縣局照參紅細引聽該鐵價嚴編姓齡歲綠藍黃黑灰寬台灣北高雄香港橙紫粉濕密均差'
const kanji =
  '日一国人年大十二本中長出三時行見月分後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語土木聞食車何南万毎白天母火右読友左休父雨会同事自社発者地業方新場員立開手力問代明動京目通言理体田主題意不作用度強公持野以思家世多正安院心界教文元重近考画海売知道集別物使品計死特私始朝運終台広住無真有口少町料工建空急止送切転研足究楽起着店病質待試族銀早映親験英医仕去味写字答夜音注帰古歌買悪図週室歩風紙黒花春赤青館屋色走秋夏習駅洋旅服夕借曜飲肉貸堂鳥飯勉冬昼茶弟牛魚兄犬妹姉漢値型式点検連番号数量区分類種温湿圧密均差最低平率比合格否製造部係県市町村丁目緑黄灰住所氏名性年齢身長体重価格単位商品在庫売上備考結果良優可測定値機械装置速度時刻総和'
const hangul =
  '이다는에의가을하고를지은로기사한도리자어아인시서대나정해그수일만전부원있여과라으제보주성상구적공장연소들동식안경비진조것선무오개세신년유교관학국회위물화중게용마내치까면모우방문산당거생명계간반실였명급바달체여입민결법재심천통차남북강군영월발간요러드스트니터레크피타파카토호미저노음양색빨노란파랑초록검정흰값번호이름나이성별종류합계평균온도습도키몸무게점서울부산대구인천광주'

/**
 * The characters that a national standard took up first, since they are in use: rows of its table.
 *
 * @param from the first byte of the first row, and `to` that of the last
 */
function inUse(encoding: Encoding, from: number, to: number): ReadonlySet<string> {
  const bytes: number[] = []
  for (let lead = from; lead <= to; lead++) {
    for (let trail = 0xa1; trail <= 0xfe; trail++) bytes.push(lead, trail)
    // Big5 has a first half of each row.
    for (let trail = 0x40; encoding === 'big5' && trail <= 0x7e; trail++) bytes.push(lead, trail)
  }
  const text = new TextDecoder(encoding).decode(Uint8Array.from(bytes))
  return new Set([...text].filter((character) => /[\p{L}]/u.test(character)))
}

/** How well a character fits, from below 0 (it cannot be) to 1. */
type Fit = (character: string) => number

/** Of characters by the thousand: the commonest, those in use, and the rest. */
function wide(
  encoding: Encoding,
  common: Iterable<string>,
  from: number,
  to: number,
  usual = 0.75,
): Fit {
  const frequent = new Set(common)
  let used: ReadonlySet<string> | undefined
  return (character) => {
    if (frequent.has(character)) return 1
    used ??= inUse(encoding, from, to)
    if (used.has(character)) return usual
    if (/[\u3000-\u3020\uff01-\uff5e]/.test(character)) return 0.7
    if (/[\u4e00-\u9fff\uac00-\ud7a3]/.test(character)) return 0.2
    return Math.max(0, Math.min(0.7, sign(character)))
  }
}

const kana = String.fromCodePoint(
  ...Array.from({ length: 0x3097 - 0x3041 }, (_, index) => 0x3041 + index),
  ...Array.from({ length: 0x30fd - 0x30a1 }, (_, index) => 0x30a1 + index),
)
const fullJapanese = wide('euc-jp', kana + kanji, 0xb0, 0xcf)
/** Bytes of many encodings make half kana. */
const japanese: Fit = (character) =>
  /[\uff61-\uff9f]/.test(character) ? 0.5 : fullJapanese(character)

/** What texts in any alphabet have beside letters. */
const signs = new Set('¥§©®±·«»“”„‘’‚–—…×÷½¼¾ºª¿¡™†•№')
/** Those of units and money. */
const unitSigns = new Set('°µ²³€£\u00a0')
const sign = (character: string): number =>
  unitSigns.has(character) ? 1 : signs.has(character) ? 0.7 : -0.5

/** Letters of an alphabet that is an addition to ASCII's: they stand among ASCII's letters. */
const latin = (lower: string): Fit => {
  const letters = new Set([...lower, ...lower.toUpperCase()])
  return (character) => (letters.has(character) ? 1 : sign(character))
}

/** Letters that make words by themselves: the frequent ones, and those of the alphabet. */
const script =
  (frequent: RegExp, letters: RegExp, seldom = /(?!)/): Fit =>
  (character) => {
    if (frequent.test(character)) return 1
    if (!letters.test(character)) return Math.min(0.6, sign(character))
    return seldom.test(character) ? 0.4 : 0.8
  }

const cyrillic = script(/[оеаинтсрвліѝ]/i, /[\u0400-\u045f\u0490\u0491]/, /[чйхжшюцщэфъё]/i)
const greek = script(/[αοιετσνηυρπκμλςάέήίόύώ]/i, /[\u0370-\u03ff]/, /[ξβψζφχθΐΰ]/i)

interface Writing {
  readonly encoding: Encoding
  readonly fit: Fit
  /** Where words have no letter of ASCII, and where nearly each has some. */
  readonly words: 'wide' | 'own' | 'mixed'
  /** How often it is met, 1 where that is not given. */
  readonly often?: number
  /** What does not come in its words. */
  readonly never?: RegExp
}

/** Sets of letters, with what does not come in words of them. */
const western: readonly (readonly [string, RegExp?])[] = [
  ['äöüß'],
  ['éèêëàâçùûüîïôœæ'],
  ['áéíóúñü', /ñ(?![aeiouáéíóú])/i],
  ['ãõçáéíóúâêôà', /õ(?!e)/i],
  ['àèéìòù'],
  ['åäöé'],
  ['æøåé'],
  ['ëïéèöüó'],
]
const central = ['ąćęłńóśźż', 'áčďéěíňóřšťúůýž', 'áäčďéíĺľňóôŕšťúýž', 'áéíóöőúüű', 'ăâîşţ', 'čćđšž']

/** Of Greek words, those of small letters have one accent, and the last sigma is at the end. */
const notGreek = /^[α-ω]{4,}$|ς[α-ωά-ώ]|[άέήίόύώΐΰ].*[άέήίόύώΐΰ]/u

/** Where two read alike, the earlier is taken. */
const writings: readonly Writing[] = [
  ...western.map(([letters, never = /(?!)/]): Writing => {
    return { encoding: 'latin1', fit: latin(letters), words: 'mixed', never }
  }),
  { encoding: 'windows-1254', fit: latin('çğıöşüâîûİ'), words: 'mixed' },
  { encoding: 'latin1', fit: latin('áðéíóúýþæö'), words: 'mixed' },
  ...(['windows-1250', 'iso-8859-2'] as const).flatMap((encoding) =>
    central.map((letters): Writing => {
      const often = encoding === 'windows-1250' ? 1 : 0.95
      return { encoding, fit: latin(letters), words: 'mixed', often }
    }),
  ),
  ...['ąčęėįšųūž', 'āčēģīķļņšūž', 'äõöüšž'].map((letters): Writing => {
    return { encoding: 'windows-1257', fit: latin(letters), words: 'mixed' }
  }),
  // Its letters are signs to Windows, which is met far more often: "it’s", "…", "™".
  ...western.map(([letters]): Writing => {
    return { encoding: 'macintosh', fit: latin(letters), words: 'mixed', often: 0.69 }
  }),
  { encoding: 'windows-1251', fit: cyrillic, words: 'own' },
  { encoding: 'koi8-r', fit: cyrillic, words: 'own', often: 0.9 },
  { encoding: 'ibm866', fit: cyrillic, words: 'own', often: 0.95 },
  { encoding: 'iso-8859-5', fit: cyrillic, words: 'own', often: 0.8 },
  { encoding: 'windows-1253', fit: greek, words: 'own', never: notGreek },
  { encoding: 'iso-8859-7', fit: greek, words: 'own', often: 0.95, never: notGreek },
  { encoding: 'windows-1255', fit: script(/[אבהוילמנרשת]/, /[\u05d0-\u05ea]/), words: 'own' },
  {
    encoding: 'windows-1256',
    fit: script(/[اليمنوترعبدسه]/, /[\u0621-\u0652\u067e\u0686\u0698\u06a9\u06af\u06cc]/),
    words: 'own',
    often: 0.9,
  },
  {
    encoding: 'windows-874',
    fit: script(
      /[ากรนอเมงลวดทสตยป]|[\u0e35\u0e48\u0e49]/,
      /[\u0e01-\u0e5b]/,
      /[\u0e4f-\u0e5b\u0e02-\u0e06\u0e0c\u0e0e\u0e0f\u0e11\u0e12\u0e24\u0e26\u0e2c\u0e2e\u0e2f]/,
    ),
    words: 'own',
    often: 0.9,
  },
  { encoding: 'gb18030', fit: wide('gb18030', simplified, 0xb0, 0xd7), words: 'wide' },
  { encoding: 'big5', fit: wide('big5', traditional, 0xa4, 0xc6), words: 'wide' },
  { encoding: 'shift_jis', fit: japanese, words: 'wide' },
  { encoding: 'euc-jp', fit: japanese, words: 'wide' },
  { encoding: 'euc-kr', fit: wide('euc-kr', hangul, 0xb0, 0xc8, 0.85), words: 'wide' },
]

/** Below it, bytes read like no language. */
const least = 0.45

/**
 * The encoding in which bytes read most like some language.
 *
 * @param bytes lines that have bytes over 127
 * @param decode with U+FFFD for what is no text in an encoding
 * @returns undefined where they read like none
 */
export function findWriting(
  bytes: Uint8Array,
  decode: (bytes: Uint8Array, encoding: Encoding) => string,
): Encoding | undefined {
  const texts = new Map<Encoding, string>()
  let best: { encoding: Encoding; score: number } | undefined
  for (const writing of writings) {
    const { encoding } = writing
    const text = texts.get(encoding) ?? decode(bytes, encoding)
    texts.set(encoding, text)
    const score = scoreOf(text, writing)
    if (score >= least && score > (best?.score ?? 0) + 1e-9) best = { encoding, score }
  }
  return best?.encoding
}

/** How much a text's characters beyond ASCII are a language's, 1 at most. */
function scoreOf(text: string, { fit, words, often = 1, never }: Writing): number {
  let sum = 0
  let count = 0
  // Words end at blanks, digits and marks; an apostrophe and a hyphen are in some.
  for (const [word] of text.matchAll(/[A-Za-z'\-\u0080-\u{10ffff}]+/gu)) {
    const foreign = [...word].filter((character) => character > '\u007f')
    if (foreign.length === 0) continue
    count += foreign.length
    let own = 0
    for (const character of foreign) {
      if (/[\ufffd\u0080-\u009f\ue000-\uf8ff]/.test(character)) own -= 5
      else own += fit(character)
    }
    if (own > 0) own *= likeliness(word, foreign.length, words) * (never?.test(word) ? 0.5 : 1)
    sum += own
  }
  return count === 0 ? 0 : (often * sum) / count
}

/** Whether a word may be one, by where its letters of ASCII and its capitals are. */
function likeliness(word: string, foreign: number, words: Writing['words']): number {
  switch (words) {
    case 'wide':
      // In the middle of a word it is an apostrophe.
      return foreign === 1 && /[A-Za-z]{2}/.test(word) ? 0.8 : 1
    case 'mixed':
      // Several letters without one of ASCII are no word there, few are words alone, and no sign is inside one.
      if (!/[A-Za-z]/.test(word)) {
        if (!/\p{L}/u.test(word)) return 1
        // Few letters are words alone, or stand for one.
        return foreign > 1 ? 0.5 : /[àáâäåæéèêöøőüžš]/i.test(word) ? 0.8 : 0.4
      }
      if (/^[“„‘‚«].*[”“’‘»]$/.test(word)) return 1.4
      return /\p{L}[^\p{L}\p{M}'’·-]\p{L}/u.test(word) ? 0.3 : 1
    case 'own':
      if (/[A-Za-z]/.test(word)) return 0.4
      // A small letter comes before a capital in no word; capitals alone, and letters alone, are seldom.
      if (/\p{Ll}\p{Lu}/u.test(word)) return 0.4
      return /^\p{Lu}{3,}$/u.test(word) ? 0.85 : word.length === 1 ? 0.65 : 1
  }
}
