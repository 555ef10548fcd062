"""What stands on a page beside an essay, by language: buttons and lines of sites, the frame of Project Gutenberg, mail headers.

The names of elements by which pages mark such things in HTML are no words of a language: see readers/documents/boilerplate.
"""

from __future__ import annotations

_UNIT = r"(?:second|sec|minute|min|hour|hr|day|week|wk|month|mo|year|yr)s?"
_MINUTES = r"\d+[ -]?min(?:ute)?s?"
# Lines of sites: each must be a whole paragraph, near the front or the end. "14 min read" within a sentence is the author's.
SITE_LINES = {
    "*": r"""
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
GUTENBERG_FIELDS = "Title|Author|Authors|Translator|Editor|Illustrator|Language|Release Date|Posting Date"
TRANSCRIBER = r"[\[\s]*(?:Transcriber|Transcription)(?:['’]?s?['’]?)? notes?\b"
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
