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

/** `TOLD` (core/notices.ts) in other languages: one clause per purpose for the letter of GDPR art. 14. */
export const TOLD_TRANSLATED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  de: {
    'service.request': 'um Ihnen auf Anfragen zu antworten, bis 24 Monate nach unserem letzten Wort',
    'service.account': 'um zu führen, was Sie bei uns haben, bis der Vertrag und seine Fristen enden',
    'support.diagnose':
      'um einen technischen Fehler zu finden, erst wenn Sie zustimmen und nur bis zu dem Tag, dem Sie zustimmen',
    'sales.enquiry': 'um Ihre Anfrage zu beantworten, bis sechs Monate nach unserem letzten Wort',
    'sales.account': 'um Sie als Kundin oder Kunden zu beraten, solange Sie es sind',
    'sales.prospecting': 'um Sie auf unser Angebot anzusprechen, höchstens zwölf Monate lang',
    'marketing.email':
      'um Ihnen per E-Mail von Angeboten zu berichten, erst wenn Sie zustimmen und bis Sie widerrufen',
    'marketing.sms':
      'um Ihnen per Kurznachricht von Angeboten zu berichten, erst wenn Sie zustimmen und bis Sie widerrufen',
    'marketing.phone': 'um Sie wegen Angeboten anzurufen, erst wenn Sie zustimmen und bis Sie widerrufen',
    'marketing.post':
      'um Ihnen per Brief von Angeboten zu berichten, erst wenn Sie zustimmen und bis Sie widerrufen',
    'marketing.profiling':
      'um auszuwählen, welche Angebote zu Ihnen passen, erst wenn Sie zustimmen und bis Sie widerrufen',
    'suitability.check':
      'um Angebote von Ihnen fernzuhalten, die Ihnen schaden könnten, und für nichts sonst',
    sharing:
      'um dem Empfänger, den eine Vereinbarung nennt, zu geben, was sie nennt, bis die Vereinbarung endet',
    'rights.request':
      'damit Sie Ihre Rechte ausüben können, und um 36 Monate lang zu zeigen, dass wir sie wahren',
    'legal.retention': 'um aufzubewahren, was ein Gesetz verlangt, weggeschlossen bis zu seinem Tag',
    'security.incident': 'um Sie zu warnen, wenn etwas schiefging, bis zwölf Monate danach',
    'analytics.aggregate': 'um Menschen zu zählen, ohne jemanden anzusehen',
  },
}
