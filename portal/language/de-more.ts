import type { enMore } from './en-more.ts'

/** German, continued: leaving, the receipt and the public pages. */
export const germanMore: Record<keyof typeof enMore, string> = {
  'copy.title': 'Alles, was wir über Sie wissen',
  'copy.lead':
    'Speichern Sie es als Seite, um es überall zu lesen, oder in einer Form, die Programme lesen können. In beiden steht dasselbe.',
  'copy.print': 'Drucken',
  'copy.save_page': 'Als Seite speichern',
  'copy.file': 'was-wir-ueber-sie-wissen',
  'copy.told_on': 'gesagt am {{date}}',
  'copy.not_for': 'Nicht genutzt für: {{names}}.',
  'state.active': 'Es gilt.',
  'state.waiting': 'Es gilt erst, wenn Sie oder eine zweite Person bei uns es bestätigen.',
  'state.withdrawn': 'Es wurde widerrufen.',
  'state.expired': 'Seine Zeit ist vorbei.',
  'state.refused': 'Es galt nicht.',
  'ground.consent': 'Es beruht auf Ihrer Zustimmung.',
  'ground.contract': 'Es beruht auf unserem Vertrag mit Ihnen.',
  'ground.legal_obligation': 'Es beruht darauf, dass das Gesetz es von uns verlangt.',
  'ground.legitimate_interest': 'Es beruht auf einem eigenen Grund, abgewogen gegen Ihre Interessen.',
  'ground.vital_interest': 'Es beruht darauf, dass ein Leben davon abhängen kann.',
  'ground.public_task': 'Es beruht auf einer öffentlichen Aufgabe, die wir haben.',
  'grant.given': 'Notiert am {{date}}: {{who}}.',
  'grant.how': 'So kam es dazu: {{how}}.',
  'grant.how_at': 'So kam es dazu: {{how}}, am {{date}}.',
  'grant.detail': 'Dazu steht dort: {{detail}}.',
  'grant.ref': 'Es findet sich wieder unter: {{ref}}.',
  'grant.notice': 'Der Wortlaut heißt {{id}}.',
  'grant.guardian': 'Ihre Eltern oder wer für Sie sorgt haben für Sie zugestimmt.',
  'grant.then': '{{date}}: {{what}}, durch: {{who}}.',
  'check.withdrawn': 'widerrufen',
  'check.accepted': 'für richtig befunden',
  'check.confirmed': 'bestätigt',
  'check.refused': 'abgelehnt',
  'check.renewed': 'in Kontakt, die Frist begann neu',
  'by.person': 'Sie',
  'by.staff': 'jemand hier',
  'by.system': 'unser System',
  'by.import': 'ein Import',
  'copy.save': 'Für Programme speichern',
  'copy.empty': 'nichts',
  'copy.as_of': 'Stand {{date}}',
  'copy.organisation': 'Wer es aufbewahrt',
  'copy.person': 'Was wir wissen',
  'copy.earlier_values': 'Frühere Werte',
  'copy.grants': 'Wozu Sie zugestimmt haben, und unsere anderen Gründe',
  'copy.purposes': 'Wofür wir es nutzen',
  'copy.readers': 'Wer hingesehen hat',
  'copy.recipients': 'Wer etwas bekommen hat',
  'copy.yes': 'ja',
  'copy.no': 'nein',

  'leave.title': '{{organisation}} verlassen',
  'leave.opening': 'Wenn Sie gehen, vernichten wir, <gone>was wir über Sie wissen</gone>',
  'leave.opening_told_zero': '',
  'leave.opening_told_one': ', sagen <told>{{count}} Firma</told>, dasselbe zu tun',
  'leave.opening_told_other': ', sagen <told>{{count}} Firmen</told>, dasselbe zu tun',
  'leave.opening_stays_zero': '',
  'leave.opening_stays_one':
    ', behalten <stays>{{count}} Sache</stays>, die ein Vertrag oder ein Gesetz verlangt,',
  'leave.opening_stays_other':
    ', behalten <stays>{{count}} Sachen</stays>, die ein Vertrag oder ein Gesetz verlangt,',
  'leave.opening_end': ', und geben Ihnen eine Quittung.',
  'leave.lead': 'Es beginnt sofort und lässt sich nicht rückgängig machen. Sie müssen keinen Grund nennen.',
  'leave.gone': 'Was vernichtet wird',
  'leave.gone_contract':
    'Was nur das Übrige brauchte, wird jetzt vernichtet, und was unser Vertrag braucht, wenn er endet.',
  'leave.key_says':
    'Zuerst geht Ihr Schlüssel. Was damit versiegelt war, kann nie wieder jemand lesen, wo auch immer eine Kopie liegt.',
  'leave.stays': 'Was bleibt, und warum',
  'leave.stays_none': 'Nichts bleibt.',
  'leave.stays_until': 'Weggeschlossen bis {{date}}, dann vernichtet.',
  'leave.stays_open': 'Weggeschlossen für die Frist nach dem Ende des Vertrags, dann vernichtet.',
  'leave.stays_gone': 'Der Tag ist gekommen: vernichtet am {{date}}.',
  'leave.contract_until':
    'Unser Vertrag mit Ihnen braucht das bis zum {{date}}. Dann wird es vernichtet, und Ihr Schlüssel mit ihm.',
  'leave.contract_open':
    'Unser Vertrag mit Ihnen braucht das, bis er endet. Dann wird es vernichtet, und Ihr Schlüssel mit ihm.',
  'leave.lead_contract':
    'Alles außer unserem Vertrag endet sofort und lässt sich nicht zurücknehmen. Sie müssen keinen Grund nennen.',
  'leave.ends': 'Was sofort endet',
  'leave.because': 'Ein Gesetz verlangt es: {{law}}.',
  'leave.told': 'Wem es gesagt wird',
  'leave.told_says':
    'Etwas über Sie ging an {{names}}. Wir sagen dort, dass es zu vernichten ist, und warten auf die Antwort.',
  'leave.told_none': 'Sonst hat niemand etwas bekommen, also muss es niemandem gesagt werden.',
  'leave.copies': 'Alte Kopien',
  'leave.copies_says':
    'In Sicherungen liegt nur, was mit Ihrem Schlüssel versiegelt ist. Spätestens am {{date}} gibt es nirgends mehr eine Kopie des Schlüssels.',
  'leave.keep': 'Bewahren Sie diese Adresse auf',
  'leave.keep_says':
    'Sie ist der einzige Weg zu Ihrer Quittung, weil wir Sie danach nicht mehr kennen. Sie verrät nichts über Sie.',
  'leave.copy_address': 'Adresse kopieren',
  'leave.copied': 'Kopiert.',
  'leave.confirm': 'Wenn Sie sicher sind',
  'leave.type': 'Schreiben Sie hier <code></code>',
  'leave.destroy': 'Jetzt vernichten',
  'leave.end': 'Alles andere jetzt beenden',
  'leave.stay': 'Ich bleibe',
  'leave.take_first': 'Vorher können Sie <copy>alles mitnehmen</copy>.',
  'leave.starting': 'Es beginnt',

  'receipt.title': 'Quittung',
  'receipt.recorded': 'Es ist notiert, dass Sie gehen. Das Vernichten beginnt jetzt.',
  'receipt.contract':
    'Sie sind gegangen. Was unser Vertrag mit Ihnen braucht, wird an seinem Ende vernichtet.',
  'receipt.running': 'Wir vernichten, was wir über Sie wussten.',
  'receipt.waiting_recipients':
    'Was wir über Sie wussten, ist vernichtet. Wir warten, bis die anderen bestätigen, dass sie dasselbe getan haben.',
  'receipt.done': 'Was wir über Sie wussten, ist vernichtet.',
  'receipt.lead_open':
    'Diese Seite verfolgt es von selbst. Sie können sie schließen und jederzeit zu dieser Adresse zurückkehren.',
  'receipt.lead_done':
    'Bewahren Sie diese Seite auf: Sie ist der Beleg. Sie verrät nichts über Sie, also kann niemand sagen, wessen sie ist.',
  'receipt.is_done': 'geschehen',
  'receipt.is_now': 'zurzeit',
  'receipt.is_ahead': 'kommt noch',
  'receipt.step_recorded': 'notiert',
  'receipt.step_running': 'hier vernichtet',
  'receipt.step_waiting': 'von den anderen bestätigt',
  'receipt.step_done': 'Quittung unterschrieben',
  'receipt.gone': 'Was vernichtet wurde',
  'receipt.going': 'Was vernichtet wird',
  'receipt.recipients': 'Wem es gesagt wurde',
  'receipt.recipients_told': 'Was sie bekommen hatten, haben vernichtet: {{names}}.',
  'receipt.suppressed': 'Was uns davon abhält, Ihnen wieder zu schreiben',
  'receipt.fingerprints_one':
    'Wir behalten {{count}} Fingerabdruck, aus dem niemand eine Adresse lesen kann.',
  'receipt.fingerprints_other':
    'Wir behalten {{count}} Fingerabdrücke, aus denen niemand eine Adresse lesen kann.',
  'receipt.copies': 'Alte Kopien',
  'receipt.key_gone':
    'Spätestens am {{date}} gibt es nirgends mehr eine Kopie des Schlüssels, sodass keine Sicherung mehr lesbar ist.',
  'receipt.logs_swept':
    'Die letzten Protokolldateien der Datenbank, die es berührten, sind bis {{date}} beseitigt.',
  'receipt.when': 'Wann',
  'receipt.asked_at': 'Sie haben am {{date}} darum gebeten.',
  'receipt.done_at': 'Am {{date}} war es getan.',
  'receipt.signature': 'Unterschrift',
  'receipt.checking': 'Ihr Browser prüft die Unterschrift.',
  'receipt.valid':
    'Ihr Browser hat es geprüft: Wir haben diese Quittung unterschrieben, und niemand hat sie seither geändert.',
  'receipt.mismatch':
    'Die Unterschrift ist unsere, aber was dieser Seite gesagt wurde, weicht vom Unterschriebenen ab. Trauen Sie nur der gespeicherten Datei, und fragen Sie uns.',
  'receipt.invalid':
    'Das haben wir nicht unterschrieben, oder es wurde geändert. Bewahren Sie es auf und fragen Sie uns, oder wer uns beaufsichtigt.',
  'receipt.key_unknown':
    'Der Schlüssel, mit dem unterschrieben wurde, ist nicht unter denen, die wir zurzeit veröffentlichen; darum ließ es sich hier nicht prüfen.',
  'receipt.keys_away':
    'Unsere veröffentlichten Schlüssel ließen sich gerade nicht lesen, darum wurde nicht geprüft. Laden Sie die Seite neu, um es noch einmal zu versuchen.',
  'receipt.cannot_check':
    'Dieser Browser kann die Unterschrift nicht prüfen. Die gespeicherte Datei kann jeder andere prüfen.',
  'receipt.signed_with':
    'Schlüssel {{kid}}, {{alg}}. Unsere Schlüssel stehen unter <keys>{{address}}</keys>.',
  'receipt.elsewhere': 'Wie andere es prüfen können',
  'receipt.elsewhere_file':
    'Speichern Sie die Quittung. Die Datei enthält eine Zeile aus drei Teilen mit Punkten dazwischen: eine JSON Web Signature (JWS, RFC 7515). Der erste Teil nennt den Schlüssel, der zweite sagt alles, was auf dieser Seite steht, der dritte ist die Unterschrift.',
  'receipt.elsewhere_key':
    'Nehmen Sie den Schlüssel namens {{kid}} von <keys>{{address}}</keys>. Am besten bewahren Sie ihn mit der Quittung auf.',
  'receipt.elsewhere_check':
    'Geben Sie beides einem Programm, das JSON Web Signatures prüft; jede Programmiersprache hat eines. Es sagt, ob der dritte Teil mit diesem Schlüssel die ersten beiden unterschreibt ({{alg}}).',
  'receipt.elsewhere_read':
    'Lesen Sie den zweiten Teil (base64url, dann JSON): „erasure“ ist das Ende der Adresse dieser Seite, „holdings“ und „kept“ sind die Listen oben.',
  'receipt.save': 'Quittung speichern',
  'receipt.print': 'Drucken',
  'receipt.unknown': 'Unter dieser Adresse gibt es keine Quittung.',
  'receipt.unknown_lead':
    'Prüfen Sie, ob die Adresse vollständig ist. Wir können sie nicht für Sie suchen, weil eine Quittung niemanden nennt.',

  'privacy.opening': 'Wie {{organisation}} nutzt, was Sie uns sagen.',
  'privacy.lead':
    'Diese Seite wird aus dem berechnet, was unser System zulässt, nie von Hand geschrieben. Was hier nicht steht, kann nicht geschehen.',
  'privacy.purposes': 'Wofür',
  'privacy.says': 'Wir nutzen es{{why}}.',
  'privacy.until': 'bis {{date}}',
  'privacy.bases': 'Nur {{bases}}.',
  'privacy.kept': 'Aufbewahrt {{kept}}.',
  'privacy.silence_one': 'Nach {{count}} Monat ohne ein Wort fragen wir erneut.',
  'privacy.silence_other': 'Nach {{count}} Monaten ohne ein Wort fragen wir erneut.',
  'term.grant_one': '{{count}} Monat lang',
  'term.grant_other': '{{count}} Monate lang',
  'term.last_word_one': 'bis {{count}} Monat nach unserem letzten Wort',
  'term.last_word_other': 'bis {{count}} Monate nach unserem letzten Wort',
  'term.until_grant_one': 'bis zu seinem eigenen Tag, höchstens {{count}} Monat',
  'term.until_grant_other': 'bis zu seinem eigenen Tag, höchstens {{count}} Monate',
  'term.until_relation': 'bis der Vertrag und seine Fristen enden',
  'term.until_open': 'bis Sie widerrufen',
  'privacy.recipients': 'Wer etwas bekommt',
  'privacy.recipients_none': 'Niemand außerhalb bekommt etwas.',
  'privacy.sold': 'Was wir verkaufen',
  'privacy.sold_none': 'Nichts. Unser System kann einen Verkauf nicht einmal aufschreiben.',
  'privacy.yours': 'Was Sie tun können',
  'privacy.yours_says':
    'Auf <me>Ihrer eigenen Seite</me> sehen Sie, was wir wissen, woher, wer es angesehen und wer es bekommen hat. Sie können es berichtigen, mitnehmen, alles widerrufen und gehen.',
  'basis.consent': 'wenn Sie zustimmen',
  'basis.contract': 'wenn unser Vertrag mit Ihnen es braucht',
  'basis.legal_obligation': 'wenn das Gesetz es verlangt',
  'basis.legitimate_interest': 'wenn wir einen Grund haben, abgewogen gegen Ihre Interessen',
  'basis.vital_interest': 'wenn ein Leben davon abhängt',
  'basis.public_task': 'wenn eine öffentliche Aufgabe es braucht',

  'confirm.opening': 'Stimmen Sie dem zu?',
  'confirm.lead':
    'Jemand bei {{organisation}} hat notiert, dass Sie es tun. Es gilt nur, wenn Sie es selbst sagen.',
  'confirm.noted': 'Notiert am {{date}}.',
  'confirm.agree': 'Ich stimme zu',
  'confirm.refuse': 'Ich stimme nicht zu',
  'confirm.refused': 'Es ist notiert. Sie stimmen dem nicht zu.',
  'confirm.refused_lead':
    'Es ist nichts damit geschehen, und wir fragen nicht noch einmal. Wozu Sie zugestimmt haben, steht auf <me>Ihrer eigenen Seite</me>.',
  'confirm.silence':
    'Wenn Sie nichts tun, bleibt es ein Nein. Widerrufen können Sie jederzeit auf <me>Ihrer eigenen Seite</me>.',
  'confirm.done': 'Danke. Sie stimmen dem nun zu.',
  'confirm.done_lead':
    'Sie können es jederzeit auf <me>Ihrer eigenen Seite</me> widerrufen, so leicht, wie Sie es gegeben haben.',
  'confirm.nothing': 'Es ist nichts mehr zu bestätigen.',
  'confirm.nothing_lead': 'Wozu Sie zugestimmt haben, steht auf <me>Ihrer eigenen Seite</me>.',
  'confirm.gone': 'Dieser Link gilt nicht mehr.',
  'confirm.gone_lead':
    'Er wurde benutzt oder ist zu alt. Durch ihn wurde nichts vereinbart. Wozu Sie zugestimmt haben, steht auf <me>Ihrer eigenen Seite</me>.',
}
