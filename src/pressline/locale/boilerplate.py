"""What stands on a page beside an essay, by language.

Buttons and lines of sites, the frame of Project Gutenberg, mail headers.

The names of elements by which pages mark such things in HTML are no words of a language: see readers/documents/boilerplate.
"""

from __future__ import annotations

_UNIT = r"(?:second|sec|minute|min|hour|hr|day|week|wk|month|mo|year|yr)s?"
_MINUTES = r"\d+[ -]?min(?:ute)?s?"
# Lines of sites: each must be a whole paragraph, near the front or the end. "14 min read" within a sentence is the author's.
SITE_LINES = {
    "*": r"""
    (?:.{0,40}[\s\\/:])?[\w-]{1,12}\.(?:txt|asc|nfo|zip) |
    facebook | twitter | linkedin | whatsapp | reddit | tumblr | telegram | pocket | blogthis! |
    ←.{0,80} | .{0,80}→ | [·•|\-–—]+ | \d{1,3}\s*[·•|]\s*\d{1,3}""",
    "en": rf"""
    \d+\s*{_UNIT}\.?\s+ago | (?:just\s+now|yesterday) | {_MINUTES}(?:\s+read)?\.? |
    (?:reading|read)\s+time:?.{{0,20}} | share(?:\s+(?:this|on|via|it).{{0,40}})?:? | tweet(?:\s+this)? |
    (?:e-?)?mail(?:\s+this)? | print | pin(?:terest|\s+it)? | copy\s+link | email\s*this | share\s+to\s+\w+ | save | listen |
    follow(?:ing)? | subscribe(?:\s+(?:now|to\s+.{{1,40}}))? | sign\s+(?:in|up) | log\s?(?:in|out) |
    get\s+(?:the\s+)?app | open\s+in\s+app | write | search | menu | home | about(?:\s+(?:us|me))? |
    contact(?:\s+us)? | archive | all\s+posts | skip\s+to\s+(?:main\s+)?content | member-only\s+story | upgrade |
    start\s+writing | (?:\d+|no)\s+(?:comments?|responses?|likes?|claps?|views?|shares?|followers|restacks) |
    \d+(?:\.\d+)?k?\s+followers | comments?(?:\s+\(\d+\))? | responses?(?:\s+\(\d+\))? | likes? | like\s+this:? |
    like\s+loading\.* | loading\.* | reply | restack | (?:leave|post|add|write)\s+a\s+(?:comment|reply) |
    leave\s+a\s+reply | view\s+all(?:\s+\w+)? | related(?:\s+(?:posts?|articles?|stories))?:? | recent\s+posts |
    you\s+(?:may|might)\s+also\s+like:? | see\s+all | read\s+more | more\s+from\s+.{{1,40}} |
    recommended\s+(?:from|for)\s+.{{1,40}} | (?:previous|next|older|newer)(?:\s+(?:post|article|story|posts))? |
    thanks\s+for\s+reading.{{0,80}} | subscribe\s+for\s+free.{{0,80}} |
    (?:posted|filed|tagged)\s+(?:in|under|with):?\s.{{1,80}} |
    (?:labels|tags|categories|category|topics):\s.{{1,80}} | posted\s+by\s.{{1,60}}\sat\s.{{1,40}} |
    (?:powered|published)\s+(?:by|with)\s.{{1,40}} | ©?\s*\d{{4}}\s.{{1,40}}all\s+rights\s+reserved\.? |
    privacy(?:\s+policy)? | terms(?:\s+of\s+(?:use|service))? | cookies?(?:\s+policy)? | accept(?:\s+all)? |
    (?:help|status|blog|careers|press|teams)
    (?:\s+(?:help|status|about|careers|press|blog|privacy|terms|text\s+to\s+speech|teams))+ |
    advertisement | (?:top|bottom)\s+of\s+(?:page|form) | to\s+(?:get|read)\s+.{{0,60}}subscribe.{{0,40}}""",
    "fr": rf"{_MINUTES}\s+de\s+lecture\.?",
    "de": rf"{_MINUTES}\s+lesezeit\.?",
    "es": rf"{_MINUTES}\s+de\s+lectura\.?",
    "it": rf"{_MINUTES}\s+di\s+lettura\.?",
    "nl": rf"{_MINUTES}\s+leestijd\.?",
}
READING_TIME = {"en": r"\d+ min(?:ute)?s? read"}  # behind a byline and a day
THANKS = {"en": r"thanks for reading ([^.!]{3,60})[.!]"}  # names the site
# After these at the end, nothing of the essay follows: comments, and what else the site has.
SITE_SECTIONS = {
    "en": (
        r"(?:leave|post|add|write) a (?:comment|reply)|related(?: (?:posts?|articles?|stories))?:?|recent posts"
        r"|you (?:may|might) also like:?|more from .{1,40}|recommended (?:from|for) .{1,40}|share this:|like this:"
        r"|\d+ (?:comments|responses|thoughts on .{1,100})|responses \(\d+\)|comments \(\d+\)|discussion about this post"
    )
}
DATED = {"en": "updated|last updated|published|posted|originally published"}  # before "on" and a day
# Services by which a page is shared: names, which no language translates, and what buttons beside them say.
SHARING = frozenset(
    {"facebook", "twitter", "x", "whatsapp", "telegram", "linkedin", "pinterest", "reddit", "tumblr", "pocket", "messenger"}
    | {"bluesky", "mastodon", "threads", "instagram", "line", "vk", "xing", "flipboard", "hacker news", "google+", "google"}
    | {"e-mail", "email", "mail", "copiar link", "copy link", "link kopieren", "print", "drucken", "imprimer", "imprimir"}
)
# The frame of Project Gutenberg: where it ends and starts again, lines of its head, the note of who transcribed the text.
GUTENBERG_START = r"\*{2,3}\s*START OF (?:THIS|THE) PROJECT GUTENBERG"
GUTENBERG_STOP = r"\*{2,3}\s*END OF (?:THIS|THE) PROJECT GUTENBERG|\*?\*?\*?\s*End of (?:the |this )?Project Gutenberg"
GUTENBERG_LINES = (
    r"(?:The )?Project Gutenberg(?:'s|’s)?\s|This eBook is for the use of anyone|\*{2,3}\s*START OF|Release Date:|Posting Date:"
    r"|[A-Z][a-z]+,? \d{4}\s+\[E(?:text|Book) ?#|Character set encoding:"
    r"|(?:Last|Most recently) updated:|\[?Last updated:|Language:\s+\w+$"
    r"|(?:HTML|Text) file produced by|Produced by\s|E-?text prepared by|Transcribed from the"
    r"|This (?:file|e-?text) was (?:first )?(?:produced|prepared)|Credits:\s"
    r"|Note: Project Gutenberg also has|Note: Images of the original pages|\*\*\*"
)
# The title of a page: "The Project Gutenberg eBook of Walking, by Henry David Thoreau", and the other way round.
GUTENBERG_TITLE = (
    r"(?:The )?Project Gutenberg(?:'s|’s)? (?:e-?book of )?(?P<behind>[^,;]\S.{0,200}?)"
    r"(?:,? by |, par |; author: )(?P<writer>\S.{1,80}?)\.?"
    r"|(?P<before>\S.{0,200}?),? by (?P<author>\S.{1,80}?)(?:,\s|\s?[—–-]\s?)(?:a|the) Project Gutenberg e-?book\.?"
)
GUTENBERG_FIELDS = "Title|Author|Authors|Translator|Editor|Illustrator|Language|Release Date|Posting Date"
TRANSCRIBER = (
    r"[\[\s]*(?:(?:Transcriber|Transcription)(?:['’]?s?['’]?)? notes?"
    r"|Anmerkung(?:en)? (?:zur Transkription|de[rs] Bearbeiters?)|Notes? (?:du|de|de la) transcript\w+"
    r"|Notas? (?:del|do|de la) [Tt]ranscri\w+|Opmerkingen van de bewerker|Note? del trascrittore)\b"
)
# Headers of mails and posts (RFC 5322, RFC 5536), which no program translates; where a reader has joined the lines, those
# in MAIL_ON_LINE start a new one.
MAIL_FIELDS = (
    r"From|Subject|Date|To|Cc|Newsgroups|Message-I[Dd]|Organi[sz]ation|Reply-To|Sender|Lines|References|Title|Author|X-[\w-]+"
    r"|Approved|Path|Followup-To|Keywords|Summary|Distribution|Xref|Return-Path|Received|M[Ii][Mm][Ee]-Version|In-Reply-To"
    r"|Content-[\w-]+|Article|Status|Delivered-To|List-[\w-]+|Precedence|Sent"
)
# What programs for mail show in place of them.
MAIL_ALIASES = {
    "Von": "From",
    "Betreff": "Subject",
    "Datum": "Date",
    "Gesendet": "Date",
    "An": "To",
    "De": "From",
    "Objet": "Subject",
    "Envoyé": "Date",
    "À": "To",
    "Asunto": "Subject",
    "Fecha": "Date",
    "Enviado": "Date",
    "Para": "To",
    "Da": "From",
    "Oggetto": "Subject",
    "Inviato": "Date",
    "Van": "From",
    "Onderwerp": "Subject",
    "Assunto": "Subject",
    "Sent": "Date",
    "Title": "Title",
}
MAIL_ON_LINE = "Subject|Date|To|Newsgroups|Message-ID"
REPLIES = {"en": "Re|Fwd?", "de": "AW", "sv": "SV"}  # before a subject
# What registries write over a document: "Neutral Citation Number: [2022] EWHC 3114 (Admin)", "Case No: CO/0653/2012".
REGISTERED = {"en": r"number|no\.?|citation|reference|ref\.?|docket"}
# What links back from a note show.
BACK_LINKS = {
    "en": r"jump (?:back )?up|back|return|go back|up",
    "fr": "retour",
    "de": "zurück",
    "it": "torna",
    "es": "volver",
    "pt": "voltar",
    "nl": "terug",
}
# Lines of menus, forms and feet of sites in a pasted page. Each must be a whole line, and several must stand together: a
# chapter called "Search" or "Contact" is the author's.
MENU_LINES = {
    "*": (
        r"(?:(?:facebook|twitter|instagram|youtube|linkedin|whatsapp|telegram|pinterest|mastodon|bluesky|tiktok|google ?\+|rss"
        r"|feed|e-?mail|x|seenthis|tweet(?:er)?|flipboard|reddit|share|mail)\b[\s|·•,+/]*)+|©.{0,200}|.{1,60} [»›] .{1,120}"
        r"|follow @\w+|(?:powered|propulsé|hébergé) (?:by|par) .{1,40}|menu|newsletter|blog|podcasts?|videos?|tags?"
    ),
    "en": (
        r"skip to .{1,30}|search(?: .{1,20})?|navigation|home|topics|sections|jobs|careers|masthead|store|shop|advertis\w+"
        r"|privacy(?: \w+)?|terms(?: .{1,20})?|cookies?(?: \w+)?|sitemap|site map|contact(?: us)?|about(?: us)?|subscribe"
        r"|sign (?:me )?(?:up|in)|log ?in|register|comments?|leave a (?:reply|comment)|website|name|your (?:name|e-?mail.*)"
        r"|cancel|submit|archives?|categories|filed (?:under|in).{0,60}|more (?:from|in) .{1,40}|most (?:read|popular)"
        r"|related.{0,20}|see all.{0,30}|all rights reserved.?|share (?:on|this).{0,60}"
        r"|do not sell.{0,40}|you are now subscribed!?"
        r"|related stories|recent posts|latest.{0,20}|donate|login|close|our partners|join us|get more .{1,30}|rate this.{0,20}"
    ),
    "de": (
        r"navigation|such(?:e|en|begriff.{0,20})|startseite|kontakt|impressum|datenschutz\w*|themen|mitmachen|über uns|anmelden"
        r"|abonnieren|teilen|kommentare?|agb|was denkst du\??|(?:dein )?name|(?:deine )?e-?mail(?:-adresse)?|website"
        r"|nächste[rs]?(?: vorherige[rs]?)?|vorherige[rs]?(?: nächste[rs]?)?|abgelegt in:.{1,200}|getaggt mit:.{1,200}"
        r"|schlagwörter:?.{0,200}|mehr (?:von|zum thema).{0,60}|drucken|per e-mail senden|zum inhalt springen|ansprechpartner"
        r"|meistgelesen|unsere partner|kommentar (?:schreiben|hinterlassen)|antworten abbrechen"
    ),
    "fr": (
        r"recherche(?:r)?|accueil|navigation|contact|à propos|qui sommes[- ]nous ?\??|plan du site|mentions légales|partager"
        r"|s[’']abonner|(?:se )?conne(?:xion|cter)|aller au .{1,40}|catégories|thématiques|liens|fil rss|(?:nos )?partenaires"
        r"|(?:articles )?les plus lus|articles les plus lus|à lire aussi|gardons le contact|soumettre .{1,30}|contributeurs"
        r"|télécharger .{1,40}|imprimer|abonnez-vous.{0,60}|votre adresse e-?mail.{0,3}|commentaires?|réseaux|équipe"
        r"|pour citer cet article"
    ),
    "es": (
        r"inicio|buscar|contacto|acerca de|quiénes somos|compartir|suscríbe\w+|menú|comentarios?|aviso legal"
        r"|política de .{1,30}"
        r"|iniciar sesión|registrarse|etiquetas|categorías|archivo|ir al contenido|lo más leído|imprimir|boletín|mapa del sitio"
    ),
    "it": (
        r"cerca|contatti|chi siamo|condividi|iscriviti|accedi|commenti|categorie|archivio|vai al contenuto|note legali|stampa"
        r"|i più letti|informativa .{1,30}|mappa del sito"
    ),
    "pt": (
        r"início|pesquisar|buscar|contato|contacto|sobre(?: nós)?|quem somos|compartilhar|partilhar|assine|comentários?"
        r"|categorias|arquivo|ir para o conteúdo|mapa do site|mais lidas"
    ),
    "nl": (
        r"zoeken?|contact|over ons|delen|abonneren|inloggen|reacties?|categorieën|archief|naar de inhoud|meest gelezen"
        r"|privacybeleid|voorwaarden|adverteren|vacatures"
    ),
    "sv": r"sök|hem|kontakt|om oss|dela|prenumerera|logga in|kommentarer|kategorier|arkiv|hoppa till innehåll|mest läst",
    "da": r"søg|forside|kontakt|om os|del|abonner|log ind|kommentarer|kategorier|arkiv|mest læste",
    "pl": r"szukaj|strona główna|kontakt|o nas|udostępnij|zaloguj(?: się)?|komentarze|kategorie|archiwum|polityka prywatności",
    "ru": r"поиск|главная|контакты|о нас|поделиться|войти|регистрация|комментарии|рубрики|архив|реклама|подписаться|вход",
    "ja": r"検索|ホーム|お問い合わせ|シェア|コメント|カテゴリー?|アーカイブ|ログイン|メニュー|プライバシーポリシー",
}
AUTHOR_BOX = {"en": "author", "de": "autor(?:in)?", "fr": "auteure?", "es": "autora?"}  # behind a name, under an essay
# Where the tail of a mailing list, a news reader or a bulletin board starts.
LIST_TAILS = (
    r"end of (?:article|file|message|digest) ?\d*\b"
    r"|the (?:above|preceding) (?:article|essay|text|file|message|post)\w* (?:is|was)"
    r"|(?:another|this) (?:file|text) (?:was |is )?(?:downloaded|brought to you|courtesy|from)"
    r"|to (?:leave|unsubscribe|subscribe) "
    r"|you received this (?:message|e-?mail)|this (?:message|post|article) was (?:posted|sent) (?:to|via|from)"
    r"|(?:x|\*|-|=)*\s*downloaded from|.{0,40}mailing list$"
)
# A line that a program which cut a text in parts has put at its seams: "----FEMA pt 2 continued ----", "BEGIN ZINE.003".
SEAMS = r"[-=*_~]{3,}\s*\S.{0,60}\b(?:continued|cont[’']?d)\b.{0,20}?[-=*_~]*|(?:BEGIN|END)(?: OF)? [A-Z][\w-]*\.?\d+[\w.]*"
