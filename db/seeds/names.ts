/** What the invented people of the demo organisation are called, by language. Nobody in particular. */
export interface NameStock {
  readonly language: string
  readonly country: string
  /** How many of a hundred people are called so. */
  readonly weight: number
  readonly given: readonly string[]
  readonly family: readonly string[]
  /** Where they live when they do not live where the bank is. */
  readonly places: readonly Place[]
}

export interface Place {
  readonly city: string
  readonly postcode: string
  readonly street: string
}

const list = (text: string): readonly string[] => text.split(/[,،、]\s*/u)

/** `city|postcode|street; …` */
const places = (text: string): readonly Place[] =>
  text.split('; ').map((place) => {
    const [city, postcode, street] = place.split('|')
    return { city: city!, postcode: postcode!, street: street! }
  })

/** The branches' own towns. */
export const HOME_PLACES = places(
  'Hamburg|20457|Am Kaispeicher; Hamburg|22765|Reepergang; Hamburg|20359|Lotsenstieg; Lübeck|23552|Salzspeicherweg; Kiel|24103|Fördeblick; Bremen|28195|Schlachtebogen; Rostock|18055|Warnowzeile; Stralsund|18439|Sundpromenade; Berlin|10179|Spreekehre; Berlin|12043|Kanalufer; Flensburg|24937|Nordertor; Cuxhaven|27472|Altes Bollwerk',
)

export const STOCKS: readonly NameStock[] = [
  {
    language: 'de',
    country: 'DE',
    weight: 34,
    given: list(
      'Anneke, Jörg, Käthe, Björn, Friederike, Hannes, Lotte, Malte, Silke, Uwe, Wiebke, Jürgen, Antje, Bärbel, Detlef, Gesa, Henning, Imke, Karl-Heinz, Leonie, Mareike, Nils, Öznur, Paula, Rüdiger, Svenja, Thorben, Ulrike, Volker, Anna-Lena',
    ),
    family: list(
      'Brackwede, Deichmüller, Ellerbrock, Fährmann, Grünewald, Hasselfeldt, Jürgensen, Kröger, Lüttmann, Möhring, Nissenbaum, Oltmanns, Petersdotter, Querfurth, Rübsamen, Schäferkamp, Störtenbeck, Tönnsmann, Uhlenhorst, von der Wisch, Wöhlers, Zollenkop, Brandtstätter, Hufnagel, Weißenberg, Groß-Bölting',
    ),
    places: places('Wien|1020|Praterkehre; Basel|4057|Rheinschanze; Konstanz|78462|Seegasse'),
  },
  {
    language: 'tr',
    country: 'TR',
    weight: 8,
    given: list(
      'Ayşe, Çağla, Emre, Gökçe, İbrahim, Işıl, Mehmet, Nuray, Ömer, Şebnem, Tuğba, Ümit, Yağmur, Zeynep',
    ),
    family: list(
      'Akarsulu, Bozdağlı, Çınargil, Demirkaya, Elmastaş, Güneşli, İncebel, Karaköylü, Özgürses, Şenocaklı, Tunçbilek, Yıldızhan',
    ),
    places: places('İzmir|35210|Kordon Sokak; Bursa|16040|Çekirge Yolu'),
  },
  {
    language: 'pl',
    country: 'PL',
    weight: 7,
    given: list(
      'Agnieszka, Bożena, Czesław, Dorota, Grażyna, Jędrzej, Kacper, Łucja, Małgorzata, Paweł, Stanisław, Zofia, Żaneta',
    ),
    family: list(
      'Bielawska, Ćwiklińska, Dąbrowiak, Gęsiorek, Jabłonkowski, Kołodziejak, Łękawski, Niedźwiedź, Oświęcimka, Piórkowska, Śliwczyński, Wróblewiak, Żurawlow',
    ),
    places: places('Gdańsk|80-831|ulica Żurawia; Szczecin|70-561|ulica Portowa'),
  },
  {
    language: 'pt',
    country: 'PT',
    weight: 6,
    given: list(
      'António, Beatriz, Conceição, Diogo, Fátima, Gonçalo, Inês, João, Luísa, Mafalda, Nuno, Simão, Vitória',
    ),
    family: list(
      'Abrantes de Sá, Bragançal, Conceição Vaz, Figueirinha, Guimarãesto, Leitão da Rocha, Magalhãis, Negrões, Patrício, Quintanilha, Salgueirão, Teixeirinha',
    ),
    places: places('Porto|4050-083|Rua das Gaivotas; Faro|8000-138|Largo do Sal'),
  },
  {
    language: 'en',
    country: 'IE',
    weight: 6,
    given: list(
      'Aoife, Caoimhe, Ciarán, Dáithí, Éabha, Fionnuala, Niamh, Oisín, Órla, Pádraig, Ríona, Séamus, Siobhán, Tadhg',
    ),
    family: list(
      "Ní Dhálaigh, Ó Branagáin, O'Carragher, Mac Giolla Rua, MacEnhill, Ó Súilleabán, O'Tierneigh, Nic Aoidhín, Mulgannon, Fitzhenrick, Brannockley",
    ),
    places: places('Galway|H91 X0X0|Long Strand Walk; Cork|T12 X0X0|Merchants Quay Lane'),
  },
  {
    language: 'is',
    country: 'IS',
    weight: 3,
    given: list('Ásdís, Birna, Einar, Guðrún, Hrafnhildur, Jökull, Kári, Þóra, Sigríður, Ævar, Örn'),
    family: list(
      'Ásgrímsdóttir, Björgúlfsson, Eyjólfsdóttir, Hallsteinsson, Ísleifsdóttir, Snæbjörnsson, Þorgrímsdóttir, Ævarsson',
    ),
    places: places('Reykjavík|101|Hafnarstígur; Akureyri|600|Strandbraut'),
  },
  {
    language: 'vi',
    country: 'VN',
    weight: 5,
    given: list(
      'Anh Thư, Bảo Châu, Đức Huy, Hải Yến, Khánh Linh, Minh Quân, Ngọc Ánh, Phương Thảo, Quốc Bảo, Thùy Dương, Văn Tài',
    ),
    family: list('Nguyễn, Trần, Lê, Phạm, Huỳnh, Đặng, Võ, Bùi, Đỗ, Hồ'),
    places: places('Hải Phòng|04000|Đường Bến Cảng'),
  },
  {
    language: 'fr',
    country: 'FR',
    weight: 4,
    given: list('Aurélie, Benoît, Chloé, Éloïse, François, Gaëlle, Hélène, Joël, Loïc, Maëlys, Noémie, Zoé'),
    family: list(
      "Beaucanal, d'Estréville, Lechêne-Morel, Montperrin, Quaifleury, Rochambelle, Saint-Aubernin, Vauclairet",
    ),
    places: places('Brest|29200|rue des Vigies; Le Havre|76600|quai aux Sables'),
  },
  {
    language: 'ar',
    country: 'MA',
    weight: 5,
    given: list('أمينة، بلال، جميلة، حسن، خديجة، رانية، سامي، عائشة، فاطمة، كريم، ليلى، مريم، نور، يوسف'),
    family: list('البحراوي، التازي، الحدادين، الرملي، السنوسي، الشامي، الصيادي، العطار، القلعاوي، المرسى'),
    places: places('Tanger|90000|شارع الميناء; Agadir|80000|زنقة البحر'),
  },
  {
    language: 'he',
    country: 'IL',
    weight: 2,
    given: list('אביגיל, בועז, דליה, הדס, יעל, לירון, מיכל, נועם, עומר, רחל, שירה, תמר'),
    family: list('אלמוגי, בן־חוף, גלבועי, הרדופי, כרמלי, נחשוני, סלעית, צוקרמן, רותמי, שקמוני'),
    places: places('Haifa|31000|דרך הנמל'),
  },
  {
    language: 'zh-Hans',
    country: 'CN',
    weight: 4,
    given: list('伟, 芳, 秀英, 建国, 晓梅, 志强, 雨桐, 浩然, 诗涵, 子轩, 嘉怡, 海燕'),
    family: list('欧阳, 林, 陈, 黄, 周, 吴, 徐, 孙, 赵, 沈, 诸葛, 上官'),
    places: places('宁波|315000|海曙港路; 厦门|361000|鹭江道口'),
  },
  {
    language: 'ja',
    country: 'JP',
    weight: 2,
    given: list('葵, 陽菜, 蓮, さくら, 健太, 美咲, 翔, 千尋, 直樹, ゆかり, 大輔'),
    family: list('港川, 潮見, 浜辺, 佐久間, 長谷部, 小野寺, 五十嵐, 西園寺, 藤代, 渡会'),
    places: places('横浜市|231-0001|海岸通り; 神戸市|650-0041|波止場町'),
  },
  {
    language: 'ko',
    country: 'KR',
    weight: 2,
    given: list('서연, 민준, 지우, 하은, 도윤, 수빈, 예준, 은지, 현우, 다은'),
    family: list('김, 이, 박, 최, 정, 강, 남궁, 황보, 선우'),
    places: places('부산|48900|항구로'),
  },
  {
    language: 'th',
    country: 'TH',
    weight: 2,
    given: list('กมลา, จันทรา, ชาญชัย, ณัฐพล, ดวงใจ, ธนากร, ปรียา, พิมพ์ใจ, มานพ, สุดารัตน์'),
    family: list('ทะเลทอง, ท่าเรือเดิม, นาคสมุทร, บุญท่าพระ, ปากน้ำไกล, ลมเหนือ, เรืองฝั่ง'),
    places: places('ภูเก็ต|83000|ถนนท่าเรือ'),
  },
  {
    language: 'hi',
    country: 'IN',
    weight: 3,
    given: list('अनन्या, आरव, ईशा, काव्या, दीपक, निशा, प्रिया, मीरा, रोहन, विक्रम, शांति, सुनीता'),
    family: list('सागरवाला, बंदरगाही, तटवर्ती, नाविकर, मोतीवाल, लहरपुरी, शंखधरी, द्वीपेश'),
    places: places('मुंबई|400001|समुद्र मार्ग'),
  },
  {
    language: 'el',
    country: 'GR',
    weight: 3,
    given: list('Αθηνά, Βασίλης, Γιώργος, Δέσποινα, Ελένη, Θάλεια, Ιάσονας, Κατερίνα, Μυρτώ, Νίκος, Σοφία'),
    family: list('Αλιφέρης, Βραχάτη, Γαλανόπουλος, Θαλασσινού, Καραβιώτης, Λιμανάκη, Μελτεμίδης, Φαρόπουλος'),
    places: places('Πειραιάς|185 35|Οδός Φάρου; Χανιά|731 32|Ακτή Λιμένος'),
  },
  {
    language: 'uk',
    country: 'UA',
    weight: 4,
    given: list('Богдана, Віталій, Ганна, Дмитро, Євгенія, Зоряна, Їва, Лариса, Микола, Оксана, Юрій'),
    family: list('Береговенко, Гаваньчук, Довгопристань, Маякевич, Набережнюк, Парусенко, Хвилюк, Якірченко'),
    places: places('Одеса|65000|вулиця Причальна'),
  },
]
