/**
 * What the invented people of the benchmarks are called: for each language some common names, and the parts from which
 * rarer family names are put together, so that names repeat as unevenly as real ones do. Nobody in particular.
 */
export interface NameStock {
  readonly language: string
  readonly country: string
  /** How many of a hundred people come from here. */
  readonly weight: number
  /** Most common first. */
  readonly given: readonly string[]
  readonly family: readonly string[]
  /** Rarer family names are one of the first and one of the second; empty where a script allows none. */
  readonly parts: readonly [readonly string[], readonly string[]]
  readonly cities: readonly string[]
  readonly street: string
}

const list = (text: string): readonly string[] => text.split(/[,،、]\s*/u)

export const STOCK: readonly NameStock[] = [
  {
    language: 'de',
    country: 'DE',
    weight: 24,
    given: list(
      'Anna, Peter, Maria, Michael, Thomas, Sabine, Andreas, Monika, Stefan, Petra, Christian, Ursula, Lukas, Lena, Jürgen, Käthe, Björn, Hannelore, Uwe, Friederike, Anna-Lena, Karl-Heinz, Leonie, Felix, Marlene, Jonas, Renate, Wolfgang, Claudia, Klaus, Gisela, Dieter, Helga, Manfred, Brigitte, Frank, Heike, Ralf, Silke, Bernd, Jutta, Matthias, Ingrid, Tobias, Katharina, Sebastian, Julia, Florian, Emilia, Paul',
    ),
    family: list(
      'Müller, Schmidt, Schneider, Fischer, Weber, Meyer, Wagner, Becker, Schulz, Hoffmann, Schäfer, Koch, Bauer, Richter, Klein, Wolf, Schröder, Neumann, Schwarz, Zimmermann, Braun, Krüger',
    ),
    parts: [
      list(
        'Acker, Alten, Bach, Berg, Birken, Brand, Buchen, Burg, Dorn, Eichen, Erlen, Falken, Feld, Fichten, Gold, Grün, Hasel, Heide, Hirsch, Hohen, Holz, Kirch, König, Krug, Lang, Linden, Mühl, Neu, Ober, Rosen, Roth, Sand, Schön, Silber, Sonnen, Stein, Tannen, Wald, Weiden, Wiesen',
      ),
      list(
        'bauer, berg, berger, bach, feld, felder, hof, hofer, horst, hausen, heim, mann, maier, meier, müller, reiter, rode, stein, stätter, thal, wald, weg, auer, brink, brecht, burg',
      ),
    ],
    cities: list('Berlin, Hamburg, München, Köln, Leipzig, Göttingen, Lübeck'),
    street: 'Lindenstraße',
  },
  {
    language: 'en',
    country: 'GB',
    weight: 18,
    given: list(
      'James, Mary, John, Patricia, Robert, Jennifer, David, Elizabeth, William, Susan, Olivia, George, Amelia, Noah, Isla, Oliver, Siobhán, Rhys, Fiona, Callum, Mary-Jane, Aisha, Kwame, Priya, Margaret, Richard, Barbara, Charles, Linda, Daniel, Sarah, Matthew, Karen, Anthony, Nancy, Mark, Betty, Steven, Helen, Paul, Sandra, Andrew, Donna, Kenneth, Carol, Harry, Emily, Jack, Grace',
    ),
    family: list(
      "Smith, Jones, Taylor, Brown, Williams, Wilson, Johnson, Davies, Robinson, Wright, Thompson, Evans, Walker, White, Roberts, Green, Hall, Wood, O'Brien, O'Connor, MacDonald, Campbell",
    ),
    parts: [
      list(
        'Ash, Barn, Beck, Black, Brad, Bram, Brook, Burn, Caster, Clay, Cole, Crom, Dar, East, Elder, Fair, Farn, Glen, Green, Hart, Haw, Hay, High, Holl, King, Lang, Lin, March, Nor, Oak, Pem, Rad, Ship, Stan, Stock, Thorn, Wake, West, Whit, Win',
      ),
      list(
        'bourne, bridge, brook, bury, by, combe, cott, croft, dale, den, field, ford, gate, ham, hurst, land, ley, low, man, more, shaw, ton, ward, well, wick, wood, worth',
      ),
    ],
    cities: list('London, Leeds, Bristol, York, Cardiff, Glasgow'),
    street: 'Mill Lane',
  },
  {
    language: 'fr',
    country: 'FR',
    weight: 9,
    given: list(
      'Marie, Jean, Pierre, Nathalie, Michel, Isabelle, Philippe, Françoise, Chloé, Léa, Hugo, Jean-Luc, Inès, Zoé, Benoît, Noémie, Théo, Maëlle, Monique, Alain, Catherine, Daniel, Sylvie, Bernard, Martine, Christophe, Véronique, Laurent, Sandrine, Olivier, Céline, Nicolas, Aurélie, Louis, Camille, Gabriel',
    ),
    family: list(
      "Martin, Bernard, Dubois, Thomas, Robert, Petit, Durand, Leroy, Moreau, Lefèvre, Garnier, Faure, Rousseau, D'Angelo, Le Gall, Béranger",
    ),
    parts: [
      list(
        'Beau, Bel, Bon, Bois, Cham, Clair, Cour, Des, Du, Font, Grand, La, Le, Mal, Mont, Ru, Saint-, Val',
      ),
      list(
        'bert, bois, camp, chêne, croix, fort, fosse, gny, lac, lier, marais, mont, plessis, pré, rieu, roche, val, vigne, ville, voisin',
      ),
    ],
    cities: list('Lyon, Paris, Nîmes, Angoulême, Lille'),
    street: 'rue des Tilleuls',
  },
  {
    language: 'es',
    country: 'ES',
    weight: 9,
    given: list(
      'María, José, Carmen, Antonio, Josefa, Manuel, Lucía, Javier, Sofía, Íñigo, María José, Núria, Álvaro, Inés, Begoña, Martín, Francisco, Isabel, Juan, Dolores, David, Pilar, Daniel, Teresa, Carlos, Ángela, Miguel, Rosario, Rafael, Cristina, Pedro, Elena, Pablo, Marta, Diego, Paula',
    ),
    family: list(
      'García López, Rodríguez Pérez, González Ruiz, Fernández, Martínez Gil, Sánchez, Gómez Ortiz, Martín, Jiménez, Muñoz, Ibáñez, Núñez Castro',
    ),
    parts: [
      list(
        'Agui, Alba, Alcá, Bena, Cala, Cara, Casta, Cerva, Fuen, Gala, Madri, Mata, Mora, Pala, Quinta, Rosa, Sala, Torre, Vela, Villa',
      ),
      list(
        'gal, jar, lar, les, llana, lobos, mar, mora, ñeda, ño, pardo, rubia, rroya, seca, tero, verde, vides, zar, zález, zo',
      ),
    ],
    cities: list('Madrid, Sevilla, A Coruña, Logroño, Málaga'),
    street: 'Calle Mayor',
  },
  {
    language: 'it',
    country: 'IT',
    weight: 6,
    given: list(
      'Giuseppe, Maria, Giovanni, Anna, Francesco, Giulia, Niccolò, Chiara, Matteo, Rosa, Lorenzo, Aurora, Antonio, Lucia, Luigi, Teresa, Vincenzo, Angela, Mario, Sara, Roberto, Elena, Paolo, Martina, Salvatore, Caterina, Davide, Alessia',
    ),
    family: list(
      "Rossi, Russo, Ferrari, Esposito, Bianchi, Romano, Colombo, Ricci, Marino, De Luca, D'Amico, Greco",
    ),
    parts: [
      list(
        'Al, Bar, Bel, Ber, Can, Cas, Col, Fer, Gal, Gua, Lan, Mar, Mon, Pel, Ros, Sal, San, Tor, Val, Ven',
      ),
      list(
        'bella, ciotti, dini, fredi, gato, lini, manno, netti, pieri, ratti, rello, setti, tano, tini, toni, vani, zetti, zoni',
      ),
    ],
    cities: list('Roma, Torino, Forlì, Bologna'),
    street: 'Via Garibaldi',
  },
  {
    language: 'pl',
    country: 'PL',
    weight: 6,
    given: list(
      'Jan, Anna, Piotr, Katarzyna, Krzysztof, Małgorzata, Łukasz, Agnieszka, Paweł, Zofia, Stanisław, Bożena, Tomasz, Barbara, Marcin, Ewa, Michał, Magdalena, Jakub, Joanna, Adam, Teresa, Marek, Dorota, Grzegorz, Urszula',
    ),
    family: list(
      'Nowak, Kowalski, Wiśniewska, Wójcik, Kowalczyk, Kamiński, Lewandowska, Zieliński, Szymańska, Dąbrowski, Kozłowska, Święcicki',
    ),
    parts: [
      list(
        'Bar, Boro, Brze, Czar, Dąb, Głów, Gór, Jabł, Jar, Kal, Kos, Lip, Maj, Ole, Pod, Rad, Sad, Sok, Wil, Zaw',
      ),
      list(
        'acki, arski, czak, czyk, enko, iński, kowski, ławski, niak, nowicz, ński, oński, owicz, ski, szewski, wiak, zyński',
      ),
    ],
    cities: list('Kraków, Łódź, Gdańsk, Poznań'),
    street: 'ulica Długa',
  },
  {
    language: 'tr',
    country: 'TR',
    weight: 6,
    given: list(
      'Mehmet, Fatma, Mustafa, Ayşe, Ahmet, Emine, İbrahim, Zeynep, Işıl, Çağlar, Gülşen, Oğuz, Hatice, Ali, Elif, Hasan, Meryem, Hüseyin, Sultan, Murat, Zehra, Ömer, Hanife, Yusuf, Merve, Kemal, Özlem',
    ),
    family: list('Yılmaz, Kaya, Demir, Şahin, Çelik, Yıldız, Öztürk, Aydın, Özdemir, Arslan, Doğan, Kılıç'),
    parts: [
      list(
        'Ak, Al, Ay, Bal, Boz, Can, Dağ, Er, Gök, Gül, Kara, Kırım, Koç, Öz, Sarı, Su, Şen, Taş, Tun, Yüce',
      ),
      list(
        'bay, baş, bulut, can, çalı, dağ, demir, gül, han, kan, kaya, kurt, man, oğlu, pınar, soy, taş, tekin, türk, yol',
      ),
    ],
    cities: list('İstanbul, Ankara, İzmir, Muğla'),
    street: 'Atatürk Caddesi',
  },
  {
    language: 'vi',
    country: 'VN',
    weight: 3,
    given: list('Thị Lan, Văn Hùng, Minh Khai, Thu Hà, Đức Anh, Ngọc Bích, Quang Huy, Thanh Tâm'),
    family: list('Nguyễn, Trần, Lê, Phạm, Hoàng, Huỳnh, Phan, Vũ, Võ, Đặng, Bùi, Đỗ, Hồ, Ngô, Dương, Lý'),
    parts: [[], []],
    cities: list('Hà Nội, Đà Nẵng, Huế'),
    street: 'Phố Huế',
  },
  {
    language: 'ru',
    country: 'UA',
    weight: 5,
    given: list(
      'Александр, Елена, Сергей, Ольга, Владимир, Наталья, Андрей, Анна, Юлія, Тарас, Ярослав, Ксения, Дмитрий, Татьяна, Алексей, Ирина, Михаил, Светлана, Николай, Людмила, Юрий, Галина, Богдан, Оксана',
    ),
    family: list(
      'Иванова, Смирнов, Кузнецова, Попов, Шевченко, Коваленко, Бондаренко, Волкова, Соловьёв, Морозова',
    ),
    parts: [
      list(
        'Бар, Бел, Бор, Вер, Гол, Гор, Добр, Жел, Зим, Кар, Кос, Лаз, Мар, Ник, Орл, Пав, Ром, Сав, Тим, Чер',
      ),
      list('аков, анова, евич, енко, ецкий, инова, илов, ицкая, нов, овская, ович, онов, ский, чук, шин, юк'),
    ],
    cities: list('Київ, Одеса, Рига'),
    street: 'вулиця Садова',
  },
  {
    language: 'el',
    country: 'GR',
    weight: 2,
    given: list('Γιώργος, Μαρία, Δημήτρης, Ελένη, Κωνσταντίνος, Αικατερίνη, Ιωάννης, Σοφία'),
    family: list('Παπαδόπουλος, Βλάχος, Αγγελόπουλος, Νικολάου, Γεωργίου, Παππάς, Οικονόμου, Μακρή'),
    parts: [
      list('Αλεξ, Βασ, Γερ, Δημ, Καρ, Λαμπρ, Μαν, Πετρ, Σταυρ, Χρισ'),
      list('άκης, ίδης, όπουλος, άτος, ινός, ούδης, άκου, ίου'),
    ],
    cities: list('Αθήνα, Θεσσαλονίκη'),
    street: 'Οδός Ερμού',
  },
  {
    language: 'ar',
    country: 'EG',
    weight: 4,
    given: list('محمد، فاطمة، أحمد، مريم، علي، عائشة، يوسف، ليلى، عبد الله، نور'),
    family: list('الحسن، المصري، حداد، خوري، الشامي، منصور، البغدادي، نجار، عثمان، السيد'),
    parts: [
      list('ال، بن ، أبو '),
      list('كرم، صالح، زيد، سالم، ناصر، فارس، جابر، طاهر، عمار، راشد، حمدان، سليم'),
    ],
    cities: list('القاهرة، الإسكندرية'),
    street: 'شارع النيل',
  },
  {
    language: 'he',
    country: 'IL',
    weight: 1,
    given: list('יוסף, מרים, דוד, שרה, משה, רחל, נועם, תמר'),
    family: list('כהן, לוי, מזרחי, פרץ, ביטון, דהן, פרידמן, אזולאי'),
    parts: [[], []],
    cities: list('תל אביב, חיפה'),
    street: 'רחוב הרצל',
  },
  {
    language: 'hi',
    country: 'IN',
    weight: 3,
    given: list('राम, सीता, अमित, प्रिया, राहुल, अनीता, विकास, सुनीता'),
    family: list('शर्मा, वर्मा, गुप्ता, सिंह, कुमार, पटेल, मिश्रा, यादव, जोशी, अग्रवाल'),
    parts: [[], []],
    cities: list('दिल्ली, मुंबई'),
    street: 'गांधी मार्ग',
  },
  {
    language: 'zh',
    country: 'CN',
    weight: 2,
    given: list('伟、芳、娜、秀英、敏、静、丽、强、磊、小明、建国、晓燕、雨桐、子轩'),
    family: list('王、李、张、刘、陈、杨、黄、赵、周、吴、徐、孙、欧阳、司马、诸葛'),
    parts: [[], []],
    cities: list('北京、上海、成都'),
    street: '人民路',
  },
  {
    language: 'ja',
    country: 'JP',
    weight: 1,
    given: list('翔太、陽菜、健一、由美子、大輔、さくら、拓也、美咲、タケシ、恵'),
    family: list('佐藤、鈴木、高橋、田中、渡辺、伊藤、山本、中村、小林、加藤、長谷川、五十嵐'),
    parts: [
      list('青、石、上、大、川、北、黒、小、白、高、竹、中、西、松、森'),
      list('井、岡、川、木、沢、島、田、谷、野、原、村、本、山'),
    ],
    cities: list('東京都、大阪市'),
    street: '桜通り',
  },
  {
    language: 'ko',
    country: 'KR',
    weight: 1,
    given: list('민준、서연、지훈、수진、영수、은영、현우、지은、하늘'),
    family: list('김、이、박、최、정、강、조、윤、장、남궁'),
    parts: [[], []],
    cities: list('서울특별시、부산광역시'),
    street: '세종대로',
  },
]
