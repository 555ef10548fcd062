"""The words of a publication in further languages, a row each, in the order of `Labels`."""

from __future__ import annotations

# Cover, title page, contents, landmarks, pages, start of the text, abstract, "Keywords: ", about the author, about the authors,
# copyright, colophon, table, figure, formula, "Note {note}", "Page {page}", what stands before the number of the page and
# before how many there are, back to the call, back to call {call} of note {note}, back to the call of note {note}, note on
# the author, back to the byline.
ROWS = {
    "ar": (
        "الغلاف|صفحة العنوان|المحتويات|المعالم|الصفحات|بداية النص|ملخص|الكلمات المفتاحية: |عن المؤلف|عن المؤلفين"
        "|حقوق النشر|بيانات النشر|جدول|شكل|صيغة|حاشية {note}|صفحة {page}|صفحة | من |العودة إلى موضع الإحالة"
        "|العودة إلى الإحالة {call} للحاشية {note}|العودة إلى موضع الحاشية {note}|حاشية عن المؤلف"
        "|العودة إلى اسم المؤلف"
    ),
    "bg": (
        "Корица|Заглавна страница|Съдържание|Ориентири|Страници|Начало на текста|Резюме|Ключови думи: |За автора"
        "|За авторите|Авторско право|Каре|Таблица|Фигура|Формула|Бележка {note}|Страница {page}|Страница | от "
        "|Обратно към препратката|Обратно към препратка {call} към бележка {note}"
        "|Обратно към препратката към бележка {note}|Бележка за автора|Обратно към името на автора"
    ),
    "ca": (
        "Coberta|Portada|Sumari|Punts de referència|Pàgines|Inici del text|Resum|Paraules clau: |Sobre l’autor"
        "|Sobre els autors|Drets d’autor|Colofó|Taula|Figura|Fórmula|Nota {note}|Pàgina {page}|Pàgina | de "
        "|Torna a la crida|Torna a la crida {call} de la nota {note}|Torna a la crida de la nota {note}"
        "|Nota sobre l’autor|Torna a la signatura"
    ),
    "cs": (
        "Obálka|Titulní strana|Obsah|Orientační body|Strany|Začátek textu|Abstrakt|Klíčová slova: |O autorovi"
        "|O autorech|Autorská práva|Tiráž|Tabulka|Obrázek|Vzorec|Poznámka {note}|Strana {page}|Strana | z "
        "|Zpět k odkazu|Zpět k odkazu {call} na poznámku {note}|Zpět k odkazu na poznámku {note}"
        "|Poznámka o autorovi|Zpět ke jménu autora"
    ),
    "da": (
        "Omslag|Titelside|Indhold|Pejlemærker|Sider|Tekstens begyndelse|Resumé|Nøgleord: |Om forfatteren"
        "|Om forfatterne|Ophavsret|Kolofon|Tabel|Figur|Formel|Note {note}|Side {page}|Side | af "
        "|Tilbage til henvisningen|Tilbage til henvisning {call} til note {note}"
        "|Tilbage til henvisningen til note {note}|Note om forfatteren|Tilbage til forfatterens navn"
    ),
    "el": (
        "Εξώφυλλο|Σελίδα τίτλου|Περιεχόμενα|Ορόσημα|Σελίδες|Αρχή του κειμένου|Περίληψη|Λέξεις-κλειδιά: "
        "|Για τον συγγραφέα|Για τους συγγραφείς|Πνευματικά δικαιώματα|Κολοφώνας|Πίνακας|Εικόνα|Τύπος"
        "|Σημείωση {note}|Σελίδα {page}|Σελίδα | από |Πίσω στην παραπομπή"
        "|Πίσω στην παραπομπή {call} της σημείωσης {note}|Πίσω στην παραπομπή της σημείωσης {note}"
        "|Σημείωση για τον συγγραφέα|Πίσω στο όνομα του συγγραφέα"
    ),
    "fa": (
        "جلد|صفحهٔ عنوان|فهرست|نشانه‌ها|صفحه‌ها|آغاز متن|چکیده|کلیدواژه‌ها: |دربارهٔ نویسنده|دربارهٔ نویسندگان"
        "|حق نشر|شناسنامه|جدول|شکل|فرمول|یادداشت {note}|صفحهٔ {page}|صفحهٔ | از |بازگشت به ارجاع"
        "|بازگشت به ارجاع {call} یادداشت {note}|بازگشت به ارجاع یادداشت {note}|یادداشت دربارهٔ نویسنده"
        "|بازگشت به نام نویسنده"
    ),
    "fi": (
        "Kansi|Nimiösivu|Sisällys|Maamerkit|Sivut|Tekstin alku|Tiivistelmä|Avainsanat: |Kirjoittajasta"
        "|Kirjoittajista|Tekijänoikeus|Julkaisutiedot|Taulukko|Kuva|Kaava|Viite {note}|Sivu {page}|Sivu | / "
        "|Takaisin viitenumeroon|Takaisin viitteen {note} viitenumeroon {call}"
        "|Takaisin viitteen {note} viitenumeroon|Viite kirjoittajasta|Takaisin kirjoittajan nimeen"
    ),
    "he": (
        "כריכה|שער|תוכן העניינים|ציוני דרך|עמודים|תחילת הטקסט|תקציר|מילות מפתח: |על המחבר|על המחברים"
        "|זכויות יוצרים|קולופון|טבלה|איור|נוסחה|הערה {note}|עמוד {page}|עמוד | מתוך |חזרה להפניה"
        "|חזרה להפניה {call} להערה {note}|חזרה להפניה להערה {note}|הערה על המחבר|חזרה לשם המחבר"
    ),
    "hi": (
        "आवरण|शीर्षक पृष्ठ|विषय-सूची|मुख्य स्थल|पृष्ठ|पाठ का आरंभ|सारांश|बीज शब्द: |लेखक के बारे में"
        "|लेखकों के बारे में|प्रतिलिप्यधिकार|प्रकाशन विवरण|तालिका|चित्र|सूत्र|टिप्पणी {note}|पृष्ठ {page}|पृष्ठ "
        "| / |संकेत पर वापस|टिप्पणी {note} के संकेत {call} पर वापस|टिप्पणी {note} के संकेत पर वापस"
        "|लेखक पर टिप्पणी|लेखक के नाम पर वापस"
    ),
    "hr": (
        "Korice|Naslovnica|Sadržaj|Orijentiri|Stranice|Početak teksta|Sažetak|Ključne riječi: |O autoru"
        "|O autorima|Autorska prava|Impresum|Tablica|Slika|Formula|Bilješka {note}|Stranica {page}|Stranica | od "
        "|Natrag na oznaku|Natrag na oznaku {call} bilješke {note}|Natrag na oznaku bilješke {note}"
        "|Bilješka o autoru|Natrag na ime autora"
    ),
    "hu": (
        "Borító|Címlap|Tartalom|Tájékozódási pontok|Oldalak|A szöveg kezdete|Összefoglaló|Kulcsszavak: "
        "|A szerzőről|A szerzőkről|Szerzői jog|Kolofon|Táblázat|Ábra|Képlet|{note}. jegyzet|{page}. oldal|Oldal: "
        "| / |Vissza a hivatkozáshoz|Vissza a(z) {note}. jegyzet {call}. hivatkozásához"
        "|Vissza a(z) {note}. jegyzet hivatkozásához|Jegyzet a szerzőről|Vissza a szerző nevéhez"
    ),
    "id": (
        "Sampul|Halaman judul|Daftar isi|Penanda|Halaman|Awal teks|Abstrak|Kata kunci: |Tentang penulis"
        "|Tentang para penulis|Hak cipta|Kolofon|Tabel|Gambar|Rumus|Catatan {note}|Halaman {page}|Halaman | dari "
        "|Kembali ke rujukan|Kembali ke rujukan {call} catatan {note}|Kembali ke rujukan catatan {note}"
        "|Catatan tentang penulis|Kembali ke nama penulis"
    ),
    "ja": (
        "表紙|扉|目次|ランドマーク|ページ|本文の始まり|要旨|キーワード：|著者について|著者について|著作権|奥付|表"
        "|図|数式|注{note}|{page}ページ|| / |注番号に戻る|注{note}の{call}番目の参照に戻る|注{note}の参照に戻る"
        "|著者についての注|著者名に戻る"
    ),
    "ko": (
        "표지|속표지|차례|주요 위치|쪽|본문 시작|초록|주제어: |지은이 소개|지은이 소개|저작권|판권|표|그림|수식"
        "|주 {note}|{page}쪽|| / |본문으로 돌아가기|주 {note}의 {call}번째 자리로 돌아가기"
        "|주 {note}의 자리로 돌아가기|지은이에 대한 주|지은이 이름으로 돌아가기"
    ),
    "nb": (
        "Omslag|Tittelside|Innhold|Landemerker|Sider|Tekstens begynnelse|Sammendrag|Nøkkelord: |Om forfatteren"
        "|Om forfatterne|Opphavsrett|Kolofon|Tabell|Figur|Formel|Note {note}|Side {page}|Side | av "
        "|Tilbake til henvisningen|Tilbake til henvisning {call} til note {note}"
        "|Tilbake til henvisningen til note {note}|Note om forfatteren|Tilbake til forfatterens navn"
    ),
    "pl": (
        "Okładka|Strona tytułowa|Spis treści|Punkty orientacyjne|Strony|Początek tekstu|Streszczenie"
        "|Słowa kluczowe: |O autorze|O autorach|Prawa autorskie|Stopka redakcyjna|Tabela|Rysunek|Wzór"
        "|Przypis {note}|Strona {page}|Strona | z |Powrót do odsyłacza|Powrót do odsyłacza {call} przypisu {note}"
        "|Powrót do odsyłacza przypisu {note}|Przypis o autorze|Powrót do nazwiska autora"
    ),
    "ro": (
        "Copertă|Pagină de titlu|Cuprins|Repere|Pagini|Începutul textului|Rezumat|Cuvinte-cheie: |Despre autor"
        "|Despre autori|Drepturi de autor|Casetă tehnică|Tabel|Figură|Formulă|Nota {note}|Pagina {page}|Pagina "
        "| din |Înapoi la trimitere|Înapoi la trimiterea {call} a notei {note}|Înapoi la trimiterea notei {note}"
        "|Notă despre autor|Înapoi la numele autorului"
    ),
    "ru": (
        "Обложка|Титульный лист|Содержание|Ориентиры|Страницы|Начало текста|Аннотация|Ключевые слова: |Об авторе"
        "|Об авторах|Авторские права|Выходные данные|Таблица|Рисунок|Формула|Примечание {note}|Страница {page}"
        "|Страница | из |Назад к знаку сноски|Назад к знаку {call} примечания {note}"
        "|Назад к знаку примечания {note}|Примечание об авторе|Назад к имени автора"
    ),
    "sk": (
        "Obálka|Titulná strana|Obsah|Orientačné body|Strany|Začiatok textu|Abstrakt|Kľúčové slová: |O autorovi"
        "|O autoroch|Autorské práva|Tiráž|Tabuľka|Obrázok|Vzorec|Poznámka {note}|Strana {page}|Strana | z "
        "|Späť k odkazu|Späť k odkazu {call} na poznámku {note}|Späť k odkazu na poznámku {note}"
        "|Poznámka o autorovi|Späť k menu autora"
    ),
    "sl": (
        "Platnica|Naslovna stran|Kazalo|Orientacijske točke|Strani|Začetek besedila|Povzetek|Ključne besede: "
        "|O avtorju|O avtorjih|Avtorske pravice|Kolofon|Tabela|Slika|Formula|Opomba {note}|Stran {page}|Stran "
        "| od |Nazaj na sklic|Nazaj na sklic {call} opombe {note}|Nazaj na sklic opombe {note}|Opomba o avtorju"
        "|Nazaj na ime avtorja"
    ),
    "sr": (
        "Корице|Насловна страна|Садржај|Оријентири|Странице|Почетак текста|Сажетак|Кључне речи: |О аутору"
        "|О ауторима|Ауторска права|Импресум|Табела|Слика|Формула|Напомена {note}|Страница {page}|Страница | од "
        "|Назад на ознаку|Назад на ознаку {call} напомене {note}|Назад на ознаку напомене {note}"
        "|Напомена о аутору|Назад на име аутора"
    ),
    "sv": (
        "Omslag|Titelsida|Innehåll|Landmärken|Sidor|Textens början|Sammanfattning|Nyckelord: |Om författaren"
        "|Om författarna|Upphovsrätt|Kolofon|Tabell|Figur|Formel|Not {note}|Sida {page}|Sida | av "
        "|Tillbaka till hänvisningen|Tillbaka till hänvisning {call} till not {note}"
        "|Tillbaka till hänvisningen till not {note}|Not om författaren|Tillbaka till författarens namn"
    ),
    "tr": (
        "Kapak|Başlık sayfası|İçindekiler|Yer işaretleri|Sayfalar|Metnin başı|Özet|Anahtar kelimeler: "
        "|Yazar hakkında|Yazarlar hakkında|Telif hakkı|Künye|Tablo|Şekil|Formül|Not {note}|Sayfa {page}|Sayfa "
        "| / |Metne dön|{note} numaralı notun {call}. yerine dön|{note} numaralı notun yerine dön"
        "|Yazar hakkında not|Yazar adına dön"
    ),
    "uk": (
        "Обкладинка|Титульна сторінка|Зміст|Орієнтири|Сторінки|Початок тексту|Анотація|Ключові слова: |Про автора"
        "|Про авторів|Авторські права|Вихідні дані|Таблиця|Рисунок|Формула|Примітка {note}|Сторінка {page}"
        "|Сторінка | з |Назад до знака виноски|Назад до знака {call} примітки {note}"
        "|Назад до знака примітки {note}|Примітка про автора|Назад до імені автора"
    ),
    "vi": (
        "Bìa|Trang tên sách|Mục lục|Điểm mốc|Trang|Bắt đầu văn bản|Tóm tắt|Từ khóa: |Về tác giả|Về các tác giả"
        "|Bản quyền|Thông tin xuất bản|Bảng|Hình|Công thức|Chú thích {note}|Trang {page}|Trang | / "
        "|Trở lại chỗ dẫn|Trở lại chỗ dẫn {call} của chú thích {note}|Trở lại chỗ dẫn của chú thích {note}"
        "|Chú thích về tác giả|Trở lại tên tác giả"
    ),
    "zh": (
        "封面|书名页|目录|导航|页|正文开始|摘要|关键词：|作者简介|作者简介|版权|版权页|表|图|公式|注{note}"
        "|第{page}页|| / |返回注码|返回注{note}的第{call}处|返回注{note}的注码|作者注|返回作者名"
    ),
    "zh-TW": (
        "封面|書名頁|目錄|導覽|頁|正文開始|摘要|關鍵詞：|作者簡介|作者簡介|版權|版權頁|表|圖|公式|註{note}"
        "|第{page}頁|| / |返回註碼|返回註{note}的第{call}處|返回註{note}的註碼|作者註|返回作者名"
    ),
}
