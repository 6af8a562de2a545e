import { germanMore } from './de-more.ts'
import { germanNames } from './de-names.ts'
import type { Words } from './english.ts'

/** Every word in German, addressed as "Sie". */
export const german: Words = {
  ...germanMore,
  ...germanNames,
  'menu.language': 'Sprache',
  'menu.sign_out': 'Abmelden',
  'menu.skip': 'Zum Inhalt',
  'menu.privacy': 'Wie wir nutzen, was Sie uns sagen',
  'menu.back': 'Zurück zu Ihrer Seite',
  'menu.sign_in': 'Ihre Seite',
  wait: 'Einen Moment',
  again: 'Noch einmal versuchen',

  'error.unreachable':
    'Wir sind im Moment nicht erreichbar. Es wurde nichts geändert. Versuchen Sie es gleich noch einmal.',
  'error.other': 'Bei uns ging etwas schief. Es wurde nichts geändert. Versuchen Sie es gleich noch einmal.',
  'error.too_many_requests':
    'Das war viel auf einmal. Warten Sie eine Minute und versuchen Sie es dann erneut.',
  'error.version_conflict':
    'Das wurde inzwischen geändert, Sie sehen nun den neuen Stand. Berichtigen Sie ihn, wenn er noch falsch ist.',
  'error.email_malformed': 'Das ist keine vollständige E-Mail-Adresse. Schreiben Sie sie als name@domain.',
  'error.phone_malformed':
    'Das ist keine vollständige Telefonnummer. Schreiben Sie sie mit Ländervorwahl, etwa +49.',
  'error.date_malformed': 'Das ist kein Datum.',
  'error.country_unknown': 'Dieses Land kennen wir nicht.',
  'error.language_malformed': 'Diese Sprache kennen wir nicht.',
  'error.card_malformed': 'Das ist keine vollständige Kartennummer. Sehen Sie die Ziffern noch einmal an.',
  'error.iban_malformed': 'Das ist keine vollständige Kontonummer (IBAN). Sehen Sie sie noch einmal an.',
  'error.national_id_malformed': 'Das ist keine vollständige Ausweisnummer. Sehen Sie sie noch einmal an.',
  'error.secret_misplaced':
    'Eine Karten- oder Kontonummer gehört nicht hierher und wurde darum nicht aufbewahrt. Schreiben Sie sie in ihr eigenes Feld.',
  'error.notice_unknown':
    'Der Wortlaut hat sich inzwischen geändert. Laden Sie die Seite neu und lesen Sie ihn zuerst.',
  'error.value_empty': 'Schreiben Sie hier etwas, oder lassen Sie es, wie es war.',
  'error.value_too_long': 'Das ist zu lang, um es aufzubewahren.',
  'error.value_control_characters':
    'Darin sind Zeichen, die sich nicht aufbewahren lassen. Schreiben Sie es bitte neu.',
  'error.input_invalid': 'Das passt hier nicht. Sehen Sie es noch einmal an.',
  'error.confirmation_wrong': 'Das ist nicht der Code, der oben steht.',
  'error.erasure_under_way': 'Ihr Abschied hat schon begonnen; er geht von selbst weiter.',
  'error.has_left':
    'Sie sind gegangen, darum kann nichts Neues beginnen. Nur unser Vertrag läuft weiter, bis er endet.',
  'error.guardian_needed':
    'Sie sind zu jung, um dem allein zuzustimmen. Bitten Sie Ihre Eltern oder wer für Sie sorgt, bei uns für Sie zuzustimmen.',
  'error.grant_closed': 'Das ist schon beantwortet oder beendet. Sie sehen es nun, wie es ist.',
  'error.not_signed_in': 'Sie wurden nach einiger Zeit abgemeldet. Melden Sie sich bitte neu an.',
  'error.link_invalid': 'Dieser Link gilt nicht mehr, weil er benutzt wurde oder zu alt ist.',

  'nowhere.title': 'Unter dieser Adresse ist nichts',
  'nowhere.lead':
    'Prüfen Sie, ob sie vollständig ist. Was wir über Sie wissen, steht auf <me>Ihrer eigenen Seite</me>.',
  'failed.title': 'Diese Seite lässt sich im Moment nicht zeigen',
  'stumbled.title': 'Diese Seite ist gestolpert',
  'stumbled.lead':
    'In Ihrem Browser ging darin etwas schief. Was wir wissen und was Sie entschieden haben, ist, wie es war.',
  'stumbled.again': 'Neu laden',

  'sign_in.title': 'Ihre Seite',
  'sign_in.opening': 'Sehen Sie, was wir über Sie wissen, und entscheiden Sie darüber.',
  'sign_in.opening_of': 'Sehen Sie, was {{organisation}} über Sie weiß, und entscheiden Sie darüber.',
  'sign_in.lead':
    'Wir schicken Ihnen einen Link. Er öffnet Ihre Seite, auf der Sie alles sehen, berichtigen, mitnehmen und beenden können.',
  'sign_in.email': 'Ihre E-Mail-Adresse',
  'sign_in.send': 'Link schicken',
  'sign_in.old_link':
    'Der Link gilt nicht mehr, weil er benutzt wurde oder zu alt ist. Wir schicken Ihnen gern einen neuen.',
  'sign_in.sent_title': 'Sehen Sie in Ihr Postfach.',
  'sign_in.sent':
    'Wenn wir unter <email></email> etwas aufbewahren, ist ein Link dorthin unterwegs. Er gilt einmal und für kurze Zeit.',
  'sign_in.sent_why':
    'Wir antworten immer dasselbe, ob wir die Adresse kennen oder nicht, damit niemand herausfinden kann, wer bei uns ist.',
  'sign_in.another': 'Eine andere Adresse nehmen',
  'sign_in.without':
    'Sie haben bei uns keine E-Mail-Adresse? Rufen Sie an oder schreiben Sie: Wir tun für Sie alles, was diese Seite kann.',

  'letter.title': 'Sie bei {{organisation}}',
  'letter.lead':
    'Alles auf dieser Seite können Sie ändern, mitnehmen oder beenden. Dafür wird vorher niemand gefragt.',
  'opening.named': '<name>{{name}}</name>, wir kennen ',
  'opening.unnamed': 'Wir kennen ',
  'opening.facts_zero': '<held>keine Angaben</held> über Sie',
  'opening.facts_one': '<held>{{count}} Angabe</held> über Sie',
  'opening.facts_other': '<held>{{count}} Angaben</held> über Sie',
  'opening.agreed_one': '<agreed>{{count}} Zweck, dem Sie zugestimmt haben</agreed>',
  'opening.agreed_other': '<agreed>{{count}} Zwecke, denen Sie zugestimmt haben</agreed>',
  'opening.contract_one': '<needed>{{count}}, den unser Vertrag braucht</needed>',
  'opening.contract_other': '<needed>{{count}}, die unser Vertrag braucht</needed>',
  'opening.law_one': '<needed>{{count}}, den das Gesetz verlangt</needed>',
  'opening.law_other': '<needed>{{count}}, die das Gesetz verlangt</needed>',
  'opening.reason_one': '<needed>{{count}}, für den wir einen Grund haben</needed>',
  'opening.reason_other': '<needed>{{count}}, für die wir einen Grund haben</needed>',
  'opening.and': ', und ',
  'opening.first_contract_one': '<needed>{{count}} Zweck, den unser Vertrag braucht</needed>',
  'opening.first_contract_other': '<needed>{{count}} Zwecke, die unser Vertrag braucht</needed>',
  'opening.first_law_one': '<needed>{{count}} Zweck, den das Gesetz verlangt</needed>',
  'opening.first_law_other': '<needed>{{count}} Zwecke, die das Gesetz verlangt</needed>',
  'opening.first_reason_one': '<needed>{{count}} Zweck, für den wir einen Grund haben</needed>',
  'opening.first_reason_other': '<needed>{{count}} Zwecke, für die wir einen Grund haben</needed>',
  'opening.uses': ', nutzen sie für {{uses}},',
  'opening.uses_none': ', nutzen sie für <agreed>nichts</agreed>',
  'opening.gave_none':
    ' und haben <received>nichts davon weitergegeben</received>. Verkauft haben wir nichts.',
  'opening.gave_one':
    ' und haben <received>{{facts}} davon an {{count}} Firma gegeben</received>. Verkauft haben wir nichts.',
  'opening.gave_other':
    ' und haben <received>{{facts}} davon an {{count}} Firmen gegeben</received>. Verkauft haben wir nichts.',

  'agreed.title': 'Wozu Sie zugestimmt haben',
  'agreed.none': 'Sie haben keinem Zweck zugestimmt, und das ist in Ordnung. Schweigen heißt nein.',
  'agreed.nothing_to': 'Hier gibt es nichts, worum wir Sie bitten.',
  'agreed.left':
    'Sie sind gegangen. Damit ist alles beendet, dem Sie zugestimmt hatten, und es bleibt beendet.',
  'agreed.since': 'Sie haben am {{date}} zugestimmt.',
  'agreed.since_how': 'Sie haben am {{date}} zugestimmt, {{how}}.',
  'agreed.until': 'Es endet am {{date}}.',
  'agreed.withdrawn': 'Sie haben das am {{date}} widerrufen.',
  'agreed.withdrawn_some_day': 'Sie haben das widerrufen.',
  'agreed.expired': 'Das endete am {{date}}, weil Sie auf Zeit zugestimmt hatten.',
  'agreed.waiting': 'Jemand hier hat notiert, dass Sie zustimmen. Es gilt erst, wenn Sie es einschalten.',
  'agreed.not_told': 'Wir haben Ihnen noch nicht gesagt, woher wir das haben, darum nutzen wir nichts davon.',
  'agreed.never': 'Dem haben Sie nicht zugestimmt.',
  'agreed.no_wording':
    'Das können Sie beenden. Um es wieder zu beginnen, fragen Sie uns, weil es hier keinen Wortlaut gibt, dem Sie zustimmen könnten.',
  'agreed.more_one': '{{count}} Zweck, dem Sie zustimmen könnten',
  'agreed.more_other': '{{count}} Zwecke, denen Sie zustimmen könnten',
  'agreed.on': 'Dem stimmen Sie nun zu.',
  'agreed.off': 'Das haben Sie widerrufen. Es endet jetzt.',
  'agreed.end_all': 'Alles widerrufen',
  'agreed.ended_all': 'Sie haben alles widerrufen. Es endet jetzt.',
  'agreed.failed': 'Das wurde nicht gespeichert, darum ist es, wie es war. {{why}}',
  'agreed.last':
    'Es gibt nichts mehr, wofür wir nutzen dürfen, was wir über Sie wissen. Niemand hier kann es sehen, und sieben Tage nach dem letzten Ende vernichten wir es, wenn Sie nicht wieder einem Zweck zustimmen.',
  'how.form': 'im Formular „{{detail}}“',
  'how.form_plain': 'in einem Formular',
  'how.own_page': 'auf Ihrer eigenen Seite',
  'how.paper': 'auf Papier',
  'how.call': 'am Telefon',
  'how.message': 'in einer Nachricht',
  'how.import': 'in Unterlagen, die wir von {{detail}} bekamen',
  'how.import_plain': 'in Unterlagen, die zu uns kamen',
  'how.contract': 'in unserem Vertrag',
  'signal.title': 'Ihr Browser spricht für Sie',
  'signal.says':
    'Er bittet uns, nichts zu verkaufen oder weiterzugeben, was wir über Sie wissen. Wir nehmen ihn beim Wort: Wir verkaufen nichts, geben nichts weiter außer dem, was unten steht, und nichts ist eingeschaltet, wenn Sie es nicht selbst tun.',

  'needed.title': 'Was wir nutzen, ohne Sie zu fragen, und warum',
  'needed.contract': 'Unser Vertrag mit Ihnen braucht das.',
  'needed.legal_obligation': 'Das Gesetz verlangt das von uns.',
  'needed.public_task': 'Eine öffentliche Aufgabe, die wir haben, braucht das.',
  'needed.vital_interest': 'Ein Leben kann davon abhängen.',
  'needed.legitimate_interest':
    'Wir haben einen eigenen Grund und haben ihn gegen Ihre Interessen abgewogen.',
  'needed.rests': 'Vereinbart {{how}}, am {{date}}.',
  'needed.other': 'Das gilt zurzeit.',
  'needed.until': 'Es endet am {{date}}.',
  'needed.object': 'Wenn Sie nicht einverstanden sind, schalten Sie es aus, und es endet sofort.',

  'held.title': 'Was wir wissen',
  'held.none': 'Wir bewahren hier nichts über Sie auf.',
  'held.more_one': '{{count}} weitere',
  'held.more_other': '{{count}} weitere',
  'held.fewer': 'Weniger zeigen',
  'held.correct': 'berichtigen',
  'held.correct_what': '{{what}} berichtigen',
  'held.save': 'Speichern',
  'held.cancel': 'So lassen',
  'held.saved': 'Berichtigt.',
  'held.vault': 'liegt im Tresor; auch hier sind nur die letzten Zeichen zu sehen',
  'held.taken_out': 'die Nummer {{masked}} stand in: {{what}}; sie kam in Ihren Tresor',
  'held.taken_out_dated': 'die Nummer {{masked}} stand in: {{what}}; sie kam am {{date}} in Ihren Tresor',
  'held.stood_source': 'einer Notiz, woher etwas kam',
  'held.stood_evidence': 'einer Notiz, wie Sie zugestimmt haben',
  'held.withheld': 'zurückgehalten',
  'held.withheld_why': 'Wir bewahren das auf und können es hier nicht zeigen. Fragen Sie uns danach.',
  'held.earlier_one': '{{count}} früherer Wert',
  'held.earlier_other': '{{count}} frühere Werte',
  'held.beyond_one': '{{count}} weitere steht in Briefen, Notizen oder Dateien: <copy>alles lesen</copy>.',
  'held.beyond_other': '{{count}} weitere stehen in Briefen, Notizen oder Dateien: <copy>alles lesen</copy>.',

  'source.person': 'von Ihnen',
  'source.own_page': 'von Ihnen, auf Ihrer eigenen Seite',
  'source.evidence': 'aus dem Beleg Ihrer Zustimmung: {{purpose}}',
  'source.person_detail': 'von Ihnen, {{detail}}',
  'source.company': 'von einer Firma, für die Sie handeln',
  'source.company_detail': 'von {{detail}}',
  'source.partner': 'von einem Partner',
  'source.partner_detail': 'von unserem Partner {{detail}}',
  'source.public_register': 'aus einem öffentlichen Register',
  'source.public_register_detail': 'aus dem öffentlichen Register {{detail}}',
  'source.migration': 'aus unseren früheren Unterlagen',
  'source.migration_detail': 'aus unseren früheren Unterlagen, {{detail}}',
  'source.other': 'von uns notiert',
  'source.other_detail': 'von uns notiert, {{detail}}',
  'source.dated': '{{from}}, {{date}}',
  'source.of': '{{what}}: {{from}}',

  'looked.title': 'Wer hingesehen hat',
  'looked.none': 'Niemand hat angesehen, was wir über Sie wissen.',
  'looked.earlier': 'Frühere Tage zeigen',
  'looked.today': 'Heute',
  'looked.yesterday': 'Gestern',
  'looked.check': 'Prüfen, ob diese Zeilen im Buch stehen',
  'looked.check_why':
    'Jede dieser Zeilen steht in einem Buch, das niemand umschreiben kann, auch wir nicht. Ihr Browser kann das selbst prüfen.',
  'looked.checking': '{{done}} von {{all}} geprüft',
  'looked.checked_one': 'Die Zeile steht im Buch, und niemand hat sie geändert.',
  'looked.checked_other': 'Alle {{count}} Zeilen stehen im Buch, und niemand hat sie geändert.',
  'looked.some_one': '{{count}} Zeile steht im Buch, und niemand hat sie geändert.',
  'looked.some_other': '{{count}} Zeilen stehen im Buch, und niemand hat sie geändert.',
  'looked.young_one':
    '{{count}} Zeile ist so neu, dass das Buch seither nicht unterschrieben wurde. Prüfen Sie in einer Minute erneut.',
  'looked.young_other':
    '{{count}} Zeilen sind so neu, dass das Buch seither nicht unterschrieben wurde. Prüfen Sie in einer Minute erneut.',
  'looked.failed_one':
    '{{count}} Zeile steht nicht so im Buch, wie sie hier steht. Das darf nie sein. Bewahren Sie diese Seite auf und fragen Sie uns, oder wer uns beaufsichtigt.',
  'looked.failed_other':
    '{{count}} Zeilen stehen nicht so im Buch, wie sie hier stehen. Das darf nie sein. Bewahren Sie diese Seite auf und fragen Sie uns, oder wer uns beaufsichtigt.',
  'looked.unread_one': '{{count}} Zeile ließ sich jetzt nicht prüfen. Versuchen Sie es gleich noch einmal.',
  'looked.unread_other':
    '{{count}} Zeilen ließen sich jetzt nicht prüfen. Versuchen Sie es gleich noch einmal.',
  'looked.cannot':
    'Dieser Browser kann sie nicht prüfen. Ein neuerer kann es, auf einer Seite, die mit https geöffnet ist.',
  'looked.shrunk': 'Das Buch ist kürzer als bei Ihrer letzten Prüfung. Das darf nie sein.',
  'looked.rewritten': 'Das Buch ist nicht das, das Sie zuletzt geprüft haben. Das darf nie sein.',
  'looked.details': 'Was geprüft wurde',
  'looked.details_says':
    'Für jede Zeile hat Ihr Browser den Fingerabdruck berechnet, seinen Weg bis zum Fingerabdruck des ganzen Buchs verfolgt und unsere Unterschrift darunter geprüft.',
  'looked.size': 'Zeilen im Buch',
  'looked.root': 'Fingerabdruck des Buchs',
  'looked.key': 'Unterschrieben von',

  'received.title': 'Wer etwas bekommen hat',
  'received.none':
    'Was wir über Sie wissen, haben wir an niemanden weitergegeben. Sollte sich das je ändern, lesen Sie es hier.',
  'received.told': '<name></name> hat {{fields}} bekommen{{why}}.',
  'received.told_plain': '<name></name> hat etwas davon bekommen{{why}}.',
  'received.until': 'Es darf dort bis {{date}} bleiben und für nichts anderes genutzt werden.',

  'locked.left': 'Sie haben uns verlassen',
  'locked.title': 'Was ein Gesetz uns aufbewahren lässt',
  'locked.left_says':
    'Sie sind am {{date}} gegangen. Alles andere ist beendet; was unser Vertrag mit Ihnen braucht, wird an seinem Ende vernichtet.',
  'locked.receipt': 'Hier können Sie es verfolgen',

  'end.title': 'Gehen',
  'end.says': 'Wir vernichten, was wir über Sie wissen, und geben Ihnen eine Quittung.',
  'end.says_recipients':
    'Wir vernichten, was wir über Sie wissen, sagen es auch {{names}} und geben Ihnen eine Quittung.',
  'end.stays':
    'Was wir nach dem Gesetz behalten müssen, bleibt bis zu seinem Tag weggeschlossen und wird dann vernichtet.',
  'end.take': 'Alles mitnehmen',
  'end.plan': 'Sehen, was vernichtet würde',
}
