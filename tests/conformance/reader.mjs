// node reader.mjs MODULES CHROMIUM BOOK.epub [PICTURE.png WIDTH light|dark INDEX]
//
// Opens a book in foliate-js in a browser without a window, and reads it as a person does: brings every call on the screen,
// clicks it with the mouse, and reads the pop-up; then goes back from the notes by their links. Prints one JSON object.
// With four more arguments it only takes a picture of the section number INDEX at a WIDTH in pixels.
// Nothing is served and nothing fetched: the browser is handed files of MODULES and the book, and all else is refused.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'

const [modules, executablePath, book, picture, width = '700', scheme = 'light', at = '0'] = process.argv.slice(2)
const require = createRequire(path.join(path.resolve(modules), 'x.js'))
const { chromium } = require('playwright-core')
const foliate = path.dirname(require.resolve('foliate-js/view.js'))
const ORIGIN = 'http://localhost'

const PAGE = `<!doctype html><meta charset="utf-8"><title>reader</title><meta name="color-scheme" content="light dark">
<style>body { margin: 0 } body > foliate-view { display: block; height: 100vh }
dialog { width: 24em; max-width: 80vw; height: 14em; padding: 0; border: 1px solid; border-radius: 6px }
dialog foliate-view { display: block; height: 100% }</style>
<dialog></dialog>
<script type="module">
import '/foliate/view.js'
import { FootnoteHandler } from '/foliate/footnotes.js'
const has = (element, kind) => (element.getAttributeNS('http://www.idpf.org/2007/ops', 'type') ?? '').split(/\\s+/).includes(kind)
const links = (doc, kind) => [...doc.querySelectorAll('a')].filter(a => has(a, kind))
const page = () => view.renderer.getContents()[0]
const pause = () => new Promise(done => setTimeout(done, 30))
const view = document.createElement('foliate-view')
const popup = document.querySelector('dialog')
const notes = new FootnoteHandler()
let shown = null
notes.addEventListener('before-render', ({ detail }) => { popup.replaceChildren(detail.view); popup.show() })
notes.addEventListener('render', ({ detail }) => {
    const text = detail.view.renderer.getContents()[0].doc.body.textContent.replace(/\\s+/g, ' ').trim()
    shown = { kind: detail.type, hidden: detail.hidden, text }
})
view.addEventListener('link', event => {
    const handled = notes.handle(view.book, event)
    if (!handled) shown = { followed: event.detail.href }
    handled?.catch(error => { shown = { error: String(error) } })
})

// Where an element stands on the screen, in pixels; its first line if it has several.
function spot(element) {
    const frame = element.ownerDocument.defaultView.frameElement.getBoundingClientRect()
    const [box] = element.getClientRects()
    return box && { x: frame.x + box.x + box.width / 2, y: frame.y + box.y + box.height / 2 }
}
// The place of an element once it stands still on the screen; null when it does not within five seconds.
async function still(find) {
    for (let turn = 0, last = null; turn < 160; turn += 1, await pause()) {
        const element = find()
        const place = element ? spot(element) : null
        if (onScreen(place) && last?.x === place.x && last.y === place.y) return place
        last = place
    }
    return null
}
const onScreen = place => Boolean(place) && place.x >= 0 && place.x <= innerWidth && place.y >= 0 && place.y <= innerHeight

const sections = kind => Promise.all(view.book.sections.map(async section => links(await section.createDocument(), kind)))
window.reader = {
    open: async () => {
        const blob = await (await fetch('/book.epub')).blob()
        document.body.append(view)
        await view.open(new File([blob], 'book.epub'))
        view.renderer.setAttribute('flow', 'paginated')
        view.renderer.setAttribute('max-column-count', '1')
        await view.renderer.next()
    },
    list: async kind => (await sections(kind)).flatMap((found, index) =>
        found.map((a, nth) => ({ kind, index, nth, label: a.textContent.trim(), href: a.getAttribute('href') }))),
    // Brings a link on the screen; the place to click.
    bring: async ({ kind, index, nth }) => {
        popup.close()
        shown = null
        await view.renderer.goTo({ index, anchor: doc => links(doc, kind)[nth] })
        return still(() => page() && page().index === index ? links(page().doc, kind)[nth] : null)
    },
    shown: () => shown,
    // Whether the reader stands at the call that a link back leads to.
    arrived: async id => Boolean(await still(() => links(page()?.doc ?? document, 'noteref').find(call => call.id === id))),
    pages: async () => Promise.all((view.book.pageList ?? []).map(async ({ label, href }) => {
        const { index, anchor } = view.book.resolveHref(href)
        const place = anchor(await view.book.sections[index].createDocument())
        return { label, leads: place?.getAttribute?.('aria-label') ?? null }
    })),
    contents: () => (view.book.toc ?? []).map(({ label }) => label),
    language: () => view.book.metadata.language,
    show: async index => {
        await view.renderer.goTo({ index })
    },
}
</script>`
const KINDS = { '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }

async function answer(route, refused) {
    const url = new URL(route.request().url())
    if (url.origin !== ORIGIN) {
        refused.push(url.href)
        return route.abort()
    }
    if (url.pathname === '/') return route.fulfill({ contentType: 'text/html', body: PAGE })
    if (url.pathname === '/book.epub') return route.fulfill({ contentType: 'application/epub+zip', body: await readFile(book) })
    const file = path.join(foliate, url.pathname.replace(/^\/foliate\//, '/'))
    const body = await readFile(file).catch(() => null)
    if (!body) return route.fulfill({ status: 404, body: '' })
    return route.fulfill({ contentType: KINDS[path.extname(file)] ?? 'application/octet-stream', body })
}

async function click(page, link) {
    const place = await page.evaluate(link => window.reader.bring(link), link)
    if (!place) return { error: 'it is not on the screen' }
    await page.mouse.click(place.x, place.y)
    await page.waitForFunction(() => window.reader.shown(), null, { timeout: 5000 }).catch(() => {})
    return await page.evaluate(() => window.reader.shown()) ?? { error: 'nothing came' }
}

async function read(page) {
    const calls = [], backs = []
    for (const call of await page.evaluate(() => window.reader.list('noteref'))) {
        calls.push({ ...call, ...await click(page, call) })
    }
    for (const back of await page.evaluate(() => window.reader.list('backlink'))) {
        const { followed, error } = await click(page, back)
        const arrived = await page.evaluate(id => window.reader.arrived(id), back.href.split('#')[1])
        backs.push({ ...back, followed, error, arrived })
    }
    return {
        calls, backs,
        pages: await page.evaluate(() => window.reader.pages()),
        contents: await page.evaluate(() => window.reader.contents()),
        language: await page.evaluate(() => window.reader.language()),
    }
}

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] })
try {
    const page = await browser.newPage({ viewport: { width: Number(width), height: 900 }, colorScheme: scheme })
    const refused = [], said = []
    await page.route('**/*', route => answer(route, refused))
    page.on('pageerror', error => said.push(String(error)))
    await page.goto(`${ORIGIN}/`)
    await page.waitForFunction(() => window.reader)
    await page.evaluate(() => window.reader.open())
    if (picture) {
        await page.evaluate(index => window.reader.show(index), Number(at))
        await page.waitForTimeout(400)
        await page.screenshot({ path: picture })
    } else {
        console.log(JSON.stringify({ ...await read(page), refused, said }))
    }
} finally {
    await browser.close()
}
