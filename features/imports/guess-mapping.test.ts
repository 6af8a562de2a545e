import { expect, test } from 'vitest'
import { guessMapping } from './guess-mapping.ts'

/** What a header line alone, or with rows, is mapped to; columns that are left out are not in it. */
function mapped(header: string, ...rows: string[]): Record<string, string> {
  const { columns } = guessMapping(
    header.split(','),
    rows.map((row) => row.split(',')),
  )
  return Object.fromEntries(columns.flatMap(({ column, field }) => (field === null ? [] : [[column, field]])))
}

test('HubSpot', () => {
  expect(
    mapped(
      "Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Job Title,Company Name,Contact owner,Lifecycle Stage,Lead Status,Create Date,Country/Region,Marketing contact status,Unsubscribed from all email,Legal basis for processing contact's data,Original Source",
    ),
  ).toEqual({
    'Record ID': 'external_id',
    'First Name': 'given_name',
    'Last Name': 'family_name',
    Email: 'email',
    'Phone Number': 'phone',
    'Mobile Phone Number': 'phone.other',
    'Company Name': 'company',
    'Create Date': 'source.collected_at',
    'Country/Region': 'country',
    'Unsubscribed from all email': 'opt_out.email',
    "Legal basis for processing contact's data": 'claim.basis',
  })
})

test('Salesforce', () => {
  expect(
    mapped(
      'ID,SALUTATION,FIRSTNAME,LASTNAME,TITLE,EMAIL,PHONE,MAILINGSTREET,MAILINGCITY,MAILINGPOSTALCODE,MAILINGCOUNTRY,OTHERSTREET,OTHERCITY,BIRTHDATE,HASOPTEDOUTOFEMAIL,HASOPTEDOUTOFFAX,DONOTCALL,CREATEDDATE',
      '1,Dr,Ísa,Þ,Buyer,a@e.is,+354 555 0102,Vegur 1,Vík,870,Ísland,,,1990-06-17,false,false,true,2021-01-01',
    ),
  ).toEqual({
    ID: 'external_id',
    SALUTATION: 'title',
    FIRSTNAME: 'given_name',
    LASTNAME: 'family_name',
    EMAIL: 'email',
    PHONE: 'phone',
    MAILINGSTREET: 'street',
    MAILINGCITY: 'city',
    MAILINGPOSTALCODE: 'postcode',
    MAILINGCOUNTRY: 'country',
    BIRTHDATE: 'birth_date',
    HASOPTEDOUTOFEMAIL: 'opt_out.email',
    DONOTCALL: 'opt_out.phone',
    CREATEDDATE: 'source.collected_at',
  })
})

test('Mailchimp', () => {
  expect(
    mapped(
      'Email Address,First Name,Last Name,Address,Phone Number,Birthday,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,CC,REGION,UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON,CLEAN_TIME,LAST_CHANGED,LEID,EUID,NOTES,TAGS',
    ),
  ).toEqual({
    'Email Address': 'email',
    'First Name': 'given_name',
    'Last Name': 'family_name',
    Address: 'street',
    'Phone Number': 'phone',
    Birthday: 'birth_date',
    OPTIN_TIME: 'claim.consent_at',
    CONFIRM_TIME: 'claim.consent_at',
    CC: 'country',
    UNSUB_TIME: 'opt_out.email',
    CLEAN_TIME: 'opt_out.email',
    EUID: 'external_id',
  })
})

test('Google, as it was and as it is since 2024', () => {
  const common = {
    'E-mail 1 - Value': 'email',
    'E-mail 2 - Value': 'email.other',
    'Phone 1 - Value': 'phone',
    'Address 1 - Street': 'street',
    'Address 1 - City': 'city',
    'Address 1 - Postal Code': 'postcode',
    'Address 1 - Country': 'country',
    'Address 1 - Extended Address': 'street.more',
    Birthday: 'birth_date',
    'Name Prefix': 'title',
  }
  const parts =
    'E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Value,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - PO Box,Address 1 - Region,Address 1 - Postal Code,Address 1 - Country,Address 1 - Extended Address,Address 2 - Street,Address 2 - City'
  expect(
    mapped(
      `Name,Given Name,Additional Name,Family Name,Yomi Name,Name Prefix,Birthday,Gender,Notes,Organization 1 - Name,${parts}`,
    ),
  ).toEqual({
    ...common,
    Name: 'full_name',
    'Given Name': 'given_name',
    'Family Name': 'family_name',
    'Organization 1 - Name': 'company',
  })
  expect(
    mapped(
      `First Name,Middle Name,Last Name,Phonetic First Name,Name Prefix,File As,Organization Name,Organization Title,Birthday,Notes,Labels,${parts}`,
    ),
  ).toEqual({
    ...common,
    'First Name': 'given_name',
    'Last Name': 'family_name',
    'Organization Name': 'company',
  })
})

test('Outlook takes one whole address: the one with most values', () => {
  const header =
    'First Name,Last Name,Title,E-mail Address,E-mail 2 Address,Home Phone,Business Phone,Mobile Phone,Primary Phone,Business Fax,Job Title,Company,Business Street,Business City,Business Postal Code,Business Country/Region,Home Street,Home City,Home Postal Code,Home Country/Region,Birthday'
  const row =
    'Eva,Maier,Dr.,e@example.de,,+49 30 5550142,,+49 170 5550142,,,Buyer,Maier AG,,Berlin,,,Weg 1,Bonn,53111,Germany,1/2/1980'
  expect(mapped(header, row)).toEqual({
    'First Name': 'given_name',
    'Last Name': 'family_name',
    Title: 'title',
    'E-mail Address': 'email',
    'E-mail 2 Address': 'email.other',
    'Home Phone': 'phone.other',
    'Business Phone': 'phone.other',
    'Mobile Phone': 'phone',
    'Primary Phone': 'phone.other',
    Company: 'company',
    'Home Street': 'street',
    'Home City': 'city',
    'Home Postal Code': 'postcode',
    'Home Country/Region': 'country',
    Birthday: 'birth_date',
  })
})

test('German, French and Spanish headers', () => {
  expect(
    mapped(
      'Anrede,Titel,Vorname,Name,Straße,Hausnummer,PLZ,Ort,Land,Geburtsdatum,Telefon,E-Mail,Kundennummer,Werbesperre',
    ),
  ).toEqual({
    Anrede: 'title',
    Vorname: 'given_name',
    Name: 'family_name',
    Straße: 'street',
    Hausnummer: 'street.number',
    PLZ: 'postcode',
    Ort: 'city',
    Land: 'country',
    Geburtsdatum: 'birth_date',
    Telefon: 'phone',
    'E-Mail': 'email',
    Kundennummer: 'customer_number',
    Werbesperre: 'opt_out.all',
  })
  expect(
    mapped(
      'Civilité,Prénom,Nom,Courriel,Tél. portable,Adresse,Code postal,Ville,Pays,Date de naissance,Désinscrit le',
    ),
  ).toEqual({
    Civilité: 'title',
    Prénom: 'given_name',
    Nom: 'family_name',
    Courriel: 'email',
    'Tél. portable': 'phone',
    Adresse: 'street',
    'Code postal': 'postcode',
    Ville: 'city',
    Pays: 'country',
    'Date de naissance': 'birth_date',
    'Désinscrit le': 'opt_out.email',
  })
  expect(mapped('Nombre,Apellidos,Correo electrónico,Teléfono móvil,Población,Fecha de baja')).toEqual({
    Nombre: 'given_name',
    Apellidos: 'family_name',
    'Correo electrónico': 'email',
    'Teléfono móvil': 'phone',
    Población: 'city',
    'Fecha de baja': 'opt_out.email',
  })
})

test('a Name is what its neighbours leave for it', () => {
  expect(mapped('Name,Email')).toMatchObject({ Name: 'full_name' })
  expect(mapped('Name,Vorname')).toMatchObject({ Name: 'family_name' })
  expect(mapped('Name,Nachname')).toMatchObject({ Name: 'given_name' })
  expect(mapped('Name,Vorname,Nachname')).toMatchObject({ Name: 'full_name' })
})

test('a Title is a form of address where its values are, else a job, for which there is no field', () => {
  expect(mapped('Name,Title', 'Ada,Dr.', 'Bob,Mr')).toMatchObject({ Title: 'title' })
  expect(mapped('Name,Title', 'Ada,Buyer', 'Bob,Head of Sales')).not.toHaveProperty('Title')
})

test('without a header the values tell, and nobody may be sure', () => {
  const rows = [
    ['Ada', 'ada@example.com', '+49 30 5550142', 'debts: 5000'],
    ['Bob', 'bob@example.com', '030 5550143', ''],
  ]
  const { columns } = guessMapping(['Column 1', 'Column 2', 'Column 3', 'Column 4'], rows)
  expect(columns.map(({ field, sure, why }) => [field, sure, why])).toEqual([
    [null, false, 'unknown'],
    ['email', false, 'values'],
    ['phone', false, 'values'],
    [null, false, 'unknown'],
  ])
})

test('values that do not fit their header make the guess unsure', () => {
  const [column] = guessMapping(['Email'], [['Ada'], ['Bob']]).columns
  expect(column).toMatchObject({ field: 'email', sure: false, holds: 'text' })
})

test('what must not be imported is not, and circumstances are never guessed', () => {
  const { columns } = guessMapping(['Password', 'CVV', 'IBAN', 'Religion', 'Circumstance'], [])
  expect(columns.map(({ field, why }) => [field, why])).toEqual([
    [null, 'never_imported'],
    [null, 'never_imported'],
    [null, 'never_imported'],
    [null, 'never_imported'],
    [null, 'unknown'],
  ])
})

test('a column of values wins over an empty one of a better name', () => {
  expect(mapped('Phone,Mobile', ',+49 170 5550142')).toEqual({ Phone: 'phone.other', Mobile: 'phone' })
})

test('a Status that says unsubscribed is not taken for bookkeeping, nor is a tag', () => {
  expect(mapped('Email,Status', 'a@example.com,Subscribed', 'b@example.com,Cleaned')).toMatchObject({
    Status: 'claim.basis',
  })
  expect(mapped('Email,Status', 'a@example.com,active', 'b@example.com,Unsubscribed')).toMatchObject({
    Status: 'claim.basis',
  })
  expect(mapped('Email,Tags', 'a@example.com,vip opted-out', 'b@example.com,')).toMatchObject({
    Tags: 'claim.basis',
  })
  expect(mapped('Email,Status', 'a@example.com,active', 'b@example.com,new')).not.toHaveProperty('Status')
})

test('the second of two columns of one name means what the first does', () => {
  expect(mapped('Email,UNSUB_TIME,UNSUB_TIME (2),Email (2)')).toEqual({
    Email: 'email',
    UNSUB_TIME: 'opt_out.email',
    'UNSUB_TIME (2)': 'opt_out.email',
    'Email (2)': 'email.other',
  })
})
