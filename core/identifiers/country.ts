import { Problem } from '../errors.ts'
import { foldText } from '../fold.ts'

/** ISO 3166-1: alpha-2 and alpha-3 of each country in one word; Kosovo by its user-assigned code, as IBANs have it. */
const CODES =
  `ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH
BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR
BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP
CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO
FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB
GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM
JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR
LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ
MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU
NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU
ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR
SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO
TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM XKXKX
YEYEM YTMYT ZAZAF ZMZMB ZWZWE`.split(/\s/)

/** The countries a value may name: ISO 3166-1 alpha-2, sorted. */
export const COUNTRIES: readonly string[] = CODES.map((code) => code.slice(0, 2))

/** What people and exports write besides the names that `Intl.DisplayNames` knows; folded as `nameKey` does. */
const ALIASES: Record<string, string> = {
  AE: 'uae,u a e,emirates',
  AT: 'oesterreich',
  BE: 'belgique,belgien',
  BN: 'brunei darussalam',
  BO: 'bolivia plurinational state of',
  BQ: 'bonaire sint eustatius and saba',
  CC: 'cocos islands,keeling islands',
  CD: 'dr congo,drc,congo kinshasa,democratic republic of congo,democratic republic of the congo,congo democratic republic of the,congo the democratic republic of the,congo dem rep',
  CG: 'congo,republic of the congo,republic of congo,congo republic of the,congo rep',
  CH: 'suisse,svizzera,svizra',
  CI: 'ivory coast',
  CN: 'prc,peoples republic of china,people s republic of china,mainland china',
  CV: 'cabo verde',
  CZ: 'czech republic',
  DE: 'federal republic of germany,brd',
  FK: 'falkland islands malvinas',
  FM: 'micronesia federated states of,federated states of micronesia',
  GB: 'uk,u k,great britain,britain,england,scotland,wales,northern ireland,gb uk,united kingdom of great britain and northern ireland',
  GR: 'el,hellas',
  GS: 'south georgia and the south sandwich islands',
  HK: 'hong kong,hongkong',
  HM: 'heard island and mcdonald islands',
  IE: 'republic of ireland,eire',
  IR: 'iran islamic republic of,islamic republic of iran',
  KP: 'korea democratic people s republic of,korea democratic peoples republic of,dprk',
  KR: 'korea,korea republic of,republic of korea,korea south',
  LA: 'lao people s democratic republic,lao peoples democratic republic,lao pdr',
  MD: 'moldova republic of,republic of moldova',
  MF: 'saint martin french part',
  MK: 'macedonia,macedonia the former yugoslav republic of,fyrom',
  MM: 'myanmar,burma',
  MO: 'macao,macau',
  NL: 'holland',
  PN: 'pitcairn',
  PS: 'palestine,palestine state of,state of palestine',
  RU: 'russian federation',
  SH: 'saint helena ascension and tristan da cunha',
  SX: 'sint maarten dutch part',
  SY: 'syrian arab republic',
  SZ: 'swaziland',
  TL: 'east timor',
  TR: 'turkey',
  TW: 'taiwan province of china',
  TZ: 'tanzania united republic of,united republic of tanzania',
  UM: 'united states minor outlying islands',
  US: 'us,u s,u s a,united states of america,america',
  VA: 'holy see,vatican,holy see vatican city state',
  VC: 'saint vincent and the grenadines',
  VE: 'venezuela bolivarian republic of',
  VG: 'virgin islands british',
  VI: 'virgin islands u s,us virgin islands',
  VN: 'viet nam',
}

let byName: Map<string, string> | undefined

/**
 * A country from its ISO 3166-1 code (alpha-2 or alpha-3, any case), its English name, the name in its own main
 * language (Deutschland, 日本), or a usual alias (UK, Holland, Ivory Coast).
 *
 * @returns the alpha-2 code, upper case
 * @throws Problem country_unknown
 */
export function parseCountry(value: string): string {
  byName ??= nameIndex()
  const code = byName.get(nameKey(value))
  if (code === undefined) throw new Problem('country_unknown')
  return code
}

/** A country's name in a reader's language, for lists and forms; the code itself where the platform has no name. */
export function countryName(code: string, language = 'en'): string {
  return new Intl.DisplayNames([language], { type: 'region' }).of(code) ?? code
}

/** Built at the first use: about 100 languages have to be loaded, some 30 ms. */
function nameIndex(): Map<string, string> {
  const index = new Map<string, string>()
  for (const country of COUNTRIES) index.set(nameKey(ownName(country)), country)
  for (const country of COUNTRIES) index.set(nameKey(countryName(country)), country)
  for (const [country, names] of Object.entries(ALIASES)) {
    for (const name of names.split(',')) index.set(name, country)
  }
  for (const code of CODES) {
    index.set(code.slice(0, 2).toLowerCase(), code.slice(0, 2))
    index.set(code.slice(2).toLowerCase(), code.slice(0, 2))
  }
  return index
}

function ownName(country: string): string {
  const { language, script } = new Intl.Locale(`und-${country}`).maximize()
  return countryName(country, script === undefined ? language : `${language}-${script}`)
}

function nameKey(name: string): string {
  const words = foldText(name)
    .replace(/&/gu, ' and ')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
  return words.replace(/^the /u, '').replace(/\bst (?=.)/gu, 'saint ')
}
