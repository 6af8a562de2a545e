/**
 * The wordings that ship (core/notices.ts) in other languages: the same promise, in the same voice. What was read in
 * one of them is kept with its language; a text that has shipped never changes.
 */
import type { ConsentPurposeId } from './notices.ts'

export const TRANSLATED: Readonly<Record<string, Readonly<Record<ConsentPurposeId, string>>>> = {
  de: {
    'service.request':
      'Ich möchte, dass {organisation} aufbewahrt, was ich zu dieser Anfrage schreibe, um mir antworten zu können. Ich kann das jederzeit beenden.',
    'support.diagnose':
      'Ich möchte, dass {organisation} die technischen Daten meines Geräts ansieht, um diesen Fehler zu finden, bis zu dem Tag, der hier steht, und nicht länger. Ich kann das jederzeit beenden.',
    'sales.enquiry':
      'Ich möchte, dass {organisation} meine Anfrage beantwortet und sie bis sechs Monate nach unserem letzten Wort aufbewahrt. Ich kann das jederzeit beenden.',
    'sales.account':
      'Ich möchte, dass {organisation} mich berät, was mir außerdem nützen könnte, solange ich dort bin. Ich kann das jederzeit beenden.',
    'sales.prospecting':
      'Ich möchte, dass {organisation} mich auf ihr Angebot anspricht, höchstens zwölf Monate lang. Ich kann das jederzeit beenden.',
    'marketing.email':
      'Ich möchte, dass {organisation} mir per E-Mail von Angeboten berichtet, höchstens zweimal im Monat. Ich kann das jederzeit beenden.',
    'marketing.sms':
      'Ich möchte, dass {organisation} mir per Kurznachricht von Angeboten berichtet, höchstens einmal im Monat. Ich kann das jederzeit beenden.',
    'marketing.phone':
      'Ich möchte, dass {organisation} mich wegen Angeboten anruft, an Werktagen zwischen 9 und 18 Uhr. Ich kann das jederzeit beenden.',
    'marketing.post':
      'Ich möchte, dass {organisation} mir per Brief von Angeboten berichtet, höchstens viermal im Jahr. Ich kann das jederzeit beenden.',
    'marketing.profiling':
      'Ich möchte, dass {organisation} nach dem, was dort über mich bekannt ist, auswählt, von welchen Angeboten ich höre, und ansieht, ob sie geholfen haben. Ich kann das jederzeit beenden und sehen, warum ich ausgewählt wurde.',
    'suitability.check':
      'Ich möchte, dass {organisation} das, was ich über mein Geld, meinen Haushalt und meine Umstände sage, nur für eines nutzt: um Angebote von mir fernzuhalten, die mir schaden könnten. Ich kann das jederzeit beenden.',
  },
}
