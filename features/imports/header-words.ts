import { foldText } from '../../core/fold.ts'
import type { Target } from './mapping-targets.ts'

/** What a header word names: a target, one that other columns or the values decide, or something left out. */
export type Meaning = Target | 'name' | 'title?' | LeftOut

/** Why a known column is left out. */
export type LeftOut = 'no_field' | 'old_system' | 'never_imported'

/**
 * Header words of HubSpot, Salesforce, Mailchimp, Brevo, Google, Outlook, Shopify, Zoho, Dynamics and of people's own
 * tables in English, German, French, Spanish and their neighbours; folded, without spaces and punctuation.
 */
const WORDS: Record<Meaning, string> = {
  given_name: `firstname first forename givenname christianname fname vorname rufname prenom nombredepila primernombre
    voornaam roepnaam fornavn fornamn etunimi imie jmeno nombres fnafn eiginnafn`,
  family_name: `lastname last surname familyname lname secondname nachname familienname zuname nomdefamille apellido
    apellidos primerapellido cognome sobrenome apelido achternaam etternavn efternavn efternamn sukunimi nazwisko
    prijmeni eftirnafn kenninafn`,
  full_name: `fullname displayname contactname personname completename vollstandigername vorundnachname
    vornamenachname namevollstandig nomcomplet nometprenom nomprenom prenomnom nombrecompleto nombreyapellidos
    nomecompleto nomecognome volledigenaam fulltnavn customername clientname fn`,
  name: 'name nom nombre nome naam navn namn nimi nafn nazwa',
  title: `salutation honorific honorificprefix prefix nameprefix namensprafix anrede anredetitel akadtitel
    akademischertitel titelanrede civilite tratamiento tratamento aanhef academictitle courtesytitle`,
  'title?': 'title titel titre titulo titolo',
  language: `language lang locale preferredlanguage preferredlocale sprache bevorzugtesprache korrespondenzsprache
    langue langueparlee idioma lingua taal sprak jezyk tungumal communicationlanguage`,
  customer_number: `customernumber customerno customernr customerid custno clientnumber clientno clientid
    accountnumber accountno kundennummer kundennr kundenr kdnr kundenid debitorennummer debitornr mitgliedsnummer
    mitgliedsnr numeroclient noclient nclient codeclient referenceclient numerodecliente nocliente codigocliente
    codicecliente klantnummer klantnr kundnummer`,
  email: `email emailaddress mail mailaddress eaddress emailadresse emailadress mailadresse primaryemail emailprimary
    primaryemailaddress email1 email1value email1address emailadresse1 adressemail adresseemail adresseelectronique
    adressedemessagerie courriel adressecourriel mel correo correoelectronico direcciondecorreo emailusuario
    direcciondecorreoelectronico direccionemail indirizzoemail postaelettronica enderecodeemail emailadres epost
    epostadresse epostadress sahkoposti adresemail netfang emailcontacto emailaddressprimary`,
  'email.other': `email2 email3 email4 email5 email2value email3value email4value email5value email2address
    email3address email2adresse email3adresse emailadresse2 emailadresse3 email2adressedemessagerie secondaryemail
    secondemail otheremail otheremails alternateemail alternativeemail additionalemail additionalemailaddresses
    additionalemails weitereemail zweiteemail autreemail emailsecondaire otrocorreo`,
  phone: `phone phonenumber phoneno telephone telephonenumber tel telno telefon telefonnummer telefonnr telnr fon
    festnetz rufnummer phone1 phone1value primaryphone mainphone haupttelefon numerodetelephone notelephone
    numerotelephone telefono numerodetelefono telefonofijo fixe telephonefixe telefone telefoon telefoonnummer
    puhelin simi simanumer landlinenumber landline mobile mobilephone mobilephonenumber mobileno mobilenumber
    mobilenummer cell cellphone cellular handy handynummer handynr mobil mobilnummer mobiltelefon mobilfunk
    mobilfunknummer portable telephoneportable telephonemobile telportable telmobile movil telefonomovil celular
    cellulare mobiel gsm natel farsimi sms whatsapp homephone businessphone workphone carphone officephone`,
  'phone.other': `phone2 phone3 phone4 phone2value phone3value phone4value telefon2 telefon3 telephone2 telefono2
    otherphone otherphones homephone2 businessphone2 mobilephone2 mobiltelefon2 secondaryphone alternatephone
    additionalphone weiterestelefon companymainphone telefonfirma phonewhatsapp`,
  street: `street streetaddress streetname address address1 addressline1 line1 postaladdress strasse strassehausnr
    strassehausnummer strasseundhausnummer strassenr strasseundnr str anschrift adresse adresse1 adressezeile1
    postanschrift rue adressepostale adresseligne1 calle direccion direccion1 domicilio via indirizzo rua morada
    endereco straat adres gate gata katuosoite ulica heimilisfang heimili`,
  'street.number': 'hausnummer hausnr housenumber houseno huisnummer numerodevoie numerocivico',
  'street.more': `street2 street3 address2 address3 addressline2 addressline3 line2 extendedaddress adresszusatz
    adressezusatz adresse2 adressezeile2 zusatz complementdadresse complementadresse complement adresseligne2
    direccion2 apartment unit`,
  postcode: `postcode postalcode zip zipcode zippostalcode postalzip plz postleitzahl codepostal cp codigopostal cap
    codicepostale cep codigopostalcp postnummer postnr postinumero kodpocztowy psc iranyitoszam postnumer`,
  city: `city town suburb ort stadt wohnort gemeinde ville localite commune ciudad poblacion localidad municipio citta
    comune cidade localidade plaats woonplaats stad by poststed postort ort1 miasto mesto varos baer`,
  country: `country countryregion countryname countrycode land landregion pais paisregion paese nazione maa
    pays paysregion codepays laendercode landercode landerkennzeichen landkennzeichen isocountry cc`,
  birth_date: `birthday birthdate birthdaydate dateofbirth dob born geburtstag geburtsdatum gebdatum gebdat geborenam
    datedenaissance naissance neele anniversaire datenaissance fechadenacimiento fechanacimiento cumpleanos nacimiento
    datadinascita compleanno datadenascimento nascimento geboortedatum fodselsdato fodselsdag fodelsedatum
    syntymaaika dataurodzenia faedingardagur`,
  household: 'household householdsize haushalt haushaltsgrosse foyer hogar',
  income: 'income annualincome yearlyincome einkommen jahreseinkommen revenus revenuannuel ingresos',
  debts: 'debts schulden dettes deudas',
  holdings: 'holdings portfolio depot vermogen patrimoine',
  device: 'device devicemodel gerat appareil dispositivo',
  // never guessed: a fact about someone's difficulty is told by the person, not by a column
  circumstance: '',
  // nor what goes to the vault: whoever imports says so
  card: '',
  iban: '',
  national_id: '',
  company: `company companyname organization organizationname organisation organisationname organization1name
    organization1 employer firma firmenname unternehmen unternehmensname arbeitgeber societe entreprise
    nomdelasociete raisonsociale organisme empresa nombredelaempresa compania azienda societa ragionesociale bedrijf
    bedrijfsnaam foretag firmanavn yritys fyrirtaeki account accountname associatedcompany defaultaddresscompany`,
  external_id: `id recordid contactid crmid externalid extid uid uuid guid euid leid vid objectid identifiant
    identificador datensatzid datensatznr contactrecordid personid leadid userid memberid`,
  'source.collected_at': `createdate createddate created createdat createdon createdtime datecreated dateadded addedtime
    addedon added registrationdate registeredat signupdate signedupat erstelltam erstelldatum angelegtam anlagedatum
    erfasstam erstellungsdatum creele datedecreation datecreation ajoutele creadoel fechadecreacion fechacreacion
    fechaalta fechadealta datadicreazione aangemaaktop oprettet skapad firstseen profilecreatedon subscribedate`,
  'opt_out.email': `unsubscribedfromallemail unsubscribefromallemail hasoptedoutofemail emailblacklisted emailoptout
    optoutemail emailoptedout optedoutofemail emailoptoutdate unsubtime unsubscribed unsubscribedat unsubscribedtime
    unsubscribedon unsubscribedate unsubscribemode unsubscribedmode unsubscribe unsubscribetime cleantime donotemail
    donotbulkemail donotallowemails donotallowbulkemails nobulkemails nobulkemailsuseroptout noemail noemails
    emailsuppressions emailbounced emailbouncedreason emailbounceddate bounced bouncedat hardbounce hardbounced
    invalidemail abgemeldet abgemeldetam newsletterabgemeldet newsletterabmeldung keineemails keineemail
    emailsperre desinscrit desinscritle desabonne desabonnele nepasenvoyerdemail pasdemail dadodebaja baja
    fechadebaja noenviaremail disiscritto uitgeschreven afgemeld`,
  'opt_out.sms': `smsblacklisted smsoptout optoutsms smsoptedout smsunsubscribed donotsms donottext notext nosms
    hasoptedoutofsms hasoptedoutoftext smsabgemeldet keinesms pasdesms smssuppressions`,
  'opt_out.phone': `donotcall donotphone donotallowphonecalls phoneoptout optoutphone calloptout hasoptedoutofcall
    nophone nocalls donotcallregistry nichtanrufen telefonsperre anrufsperre keineanrufe keintelefon nepasappeler
    nepastelephoner pasdappel bloctel nollamar nollame nonchiamare nietbellen`,
  'opt_out.post': `donotmail donotpostalmail donotallowmails directmailoptout postoptout nopost nopostalmail
    postsperre keinepost keinbrief nepasecrire pasdecourrier noenviarcorreo`,
  'opt_out.all': `optout optedout donotcontact donotmarket donotprocess dnc suppressed suppression
    globaloptout marketingoptout gdproptout werbesperre werbewiderspruch werbungnein keinewerbung kontaktsperre
    widerspruch widersprochen nichtkontaktieren robinson robinsonliste nepascontacter nepassolliciter opposition
    oppositionmarketing nocontactar listarobinson blacklist blacklisted sperrkennzeichen`,
  'claim.basis': `legalbasisforprocessingcontactsdata legalbasis lawfulbasis legalground gdprbasis rechtsgrundlage
    baselegale baselegal basejuridica basegiuridica grondslag consent consentstatus consentgiven gdprconsent
    emailconsent smsconsent marketingconsent emailmarketingconsent smsmarketingconsent acceptsmarketing
    acceptsemailmarketing acceptssmsmarketing acceptswhatsappmarketing optin emailoptin smsoptin doubleoptin
    optedin marketingpermission marketingpermissions permission permissions einwilligung einwilligungserklarung
    werbeeinwilligung datenschutzeinwilligung dsgvo consentement consentementrgpd rgpd consentimiento consenso
    toestemming newsletter newsletteranmeldung abonne subscribed subscriptionstatus subscriberstatus emailstatus
    emailsubscriberstatus marketingstatus emailmarketing emailpermissionstatus`,
  'claim.consent_at': `optintime optindate confirmtime consentdate consenttime consenttimestamp consentat consentedat
    emailconsentdate emailmarketingconsenttimestamp smsmarketingconsenttimestamp gdprconsentdate doubleoptindate
    doubleoptintime optintimestamp confirmedat subscribedat subscribedon einwilligungam einwilligungvom
    einwilligungsdatum datumeinwilligung angemeldetam dateconsentement dateduconsentement inscritle dateinscription
    fechaconsentimiento fechadeconsentimiento`,
  no_field: `jobtitle job position function role department occupation profession beruf abteilung stellung funktion
    fonction poste service puesto cargo departamento ruolo functie organizationtitle organizationdepartment
    organization1title organization1department middlename additionalname weiterevornamen deuxiemeprenom segundonombre
    suffix namesuffix nickname spitzname surnom fileas initials maidenname shortname phoneticfirstname
    phoneticmiddlename phoneticlastname givenyomi surnameyomi companyyomi yominame gender geschlecht sexe sexo sex
    state region province provincecode stateregion bundesland kanton departement county district notes note notizen
    bemerkung bemerkungen remarques notas comments description tags labels groupmembership categories kategorien
    website webpage url webseite siteweb sitioweb homepage fax faxnumber faxnummer telefax businessfax homefax
    otherfax hasoptedoutoffax pager photo image imageurl avatar formatted addressformatted skype linkedin twitter
    facebook imaddress spouse anniversary relation relation1value hobby interests score rating memberrating latitude
    longitude timezone gmtoff dstoff optinip confirmip ip ipaddress amount montant betrag umsatz totalspent
    totalorders location officelocation birthplace`,
  old_system: `contactowner owner ownerid leadowner accountowner besitzer zustandig verantwortlich commercial
    proprietaire propietario lifecyclestage leadstatus leadsource originalsource stage status phase source quelle
    herkunft provenance origen marketingcontactstatus lastmodifieddate modifiedtime modifiedon lastchanged updatedat
    modifieddate lastactivitydate lastactivitytime lastactivity lastcontacted geandertam modifiele individualid
    createdby modifiedby createdbyid lastmodifiedbyid recordtypeid isdeleted systemmodstamp unsubcampaigntitle
    unsubcampaignid unsubreason unsubreasonother cleancampaigntitle cleancampaignid`,
  never_imported: `password passwort kennwort motdepasse contrasena passwordhash creditcard creditcardnumber cardnumber
    kreditkarte kreditkartennummer cartebancaire cvv cvc securitycode iban bic bankaccount kontonummer rib ssn
    socialsecuritynumber nationalid passport ausweisnummer steuernummer health gesundheit diagnosis religion konfession
    ethnicity race politicalparty sexualorientation disability behinderung`,
}

/** Every word in the order of its list, which is the order of preference where two columns name the same. */
export const HEADER_WORDS: readonly {
  readonly word: string
  readonly meaning: Meaning
  readonly rank: number
}[] = Object.entries(WORDS).flatMap(([meaning, words]) =>
  words
    .split(/\s+/u)
    .flatMap((word, rank) => (word === '' ? [] : [{ word, meaning: meaning as Meaning, rank }])),
)

const MEANINGS = new Map(HEADER_WORDS.map(({ word, meaning, rank }) => [word, { meaning, rank }]))

/** Where an address or a number belongs: `Home Street`, `MAILINGCITY`, `Ort geschäftlich`, `Address 1 - City`. */
const GROUP_BEFORE =
  /^(address\d|defaultaddress|default|mailing|billing|shipping|delivery|home|business|work|office|primary|private|permanent|other|weiterer?s?r?|lieferung|rechnung)(?=.)/u
const GROUP_BEHIND =
  /(?<=.)(geschaftlich|privat|bureau|domicile|autre|particular|trabajo|casa|arbeit|home|work|business)$/u

/** What may stand in a group. */
const GROUPED = new Set<Meaning>([
  ...(['street', 'street.number', 'street.more', 'postcode', 'city', 'country'] as const),
  ...(['email', 'email.other', 'phone', 'phone.other', 'company', 'no_field'] as const),
])

/** Words inside of a header that nobody puts there without meaning an objection. */
const OBJECTION =
  /unsub|optout|optedout|blacklist|suppress|donot|abgemeldet|abmeldung|widerspr|desinscri|desabonn|desuscri|opposition|sperr/u

export interface HeaderWord {
  readonly meaning: Meaning
  /** Which address or number it belongs to, '' for the only one. */
  readonly group: string
  /** Smaller is preferred among columns of the same meaning. */
  readonly rank: number
  /** False where it was recognised by a part of it. */
  readonly sure: boolean
}

/** What a header says about its column; null where none of its words is known. */
export function readHeader(header: string): HeaderWord | null {
  // the second of two columns of one name was numbered: see `name-columns.ts`
  const key = foldText(header.replace(/ \(\d+\)$/u, '')).replace(/[^\p{L}\p{N}]+/gu, '')
  const exact = MEANINGS.get(key)
  if (exact !== undefined) return { ...exact, group: '', sure: true }
  const grouped = readGrouped(key) ?? readGrouped(key.replace(/[2-9]$/u, ''))
  if (grouped !== null) {
    // Straße geschäftlich 2 goes on where Straße geschäftlich ends
    const goesOn = grouped.meaning === 'street' && /[2-9]$/u.test(key)
    return goesOn ? { ...grouped, meaning: 'street.more' } : grouped
  }
  return OBJECTION.test(key) ? { meaning: objectionTo(key), rank: 0, group: '', sure: false } : null
}

function readGrouped(key: string): HeaderWord | null {
  for (const pattern of [GROUP_BEFORE, GROUP_BEHIND]) {
    const group = pattern.exec(key)?.[1]
    const found = group === undefined ? undefined : MEANINGS.get(key.replace(pattern, ''))
    if (group !== undefined && found !== undefined && GROUPED.has(found.meaning))
      return { meaning: found.meaning, rank: 1000 + found.rank, group, sure: true }
  }
  return null
}

/** The channel of an objection; without one it is against e-mail where a list is left, else against everything. */
function objectionTo(key: string): Target {
  if (/sms|text|whatsapp/u.test(key)) return 'opt_out.sms'
  if (/phone|call|telefon|anruf|appel/u.test(key)) return 'opt_out.phone'
  if (/postal|brief|courrier/u.test(key)) return 'opt_out.post'
  const isList = /e?mail|newsletter|unsub|abgemeldet|abmeldung|desinscri|desabonn|desuscri/u
  return isList.test(key) ? 'opt_out.email' : 'opt_out.all'
}
