// npm ci --ignore-scripts && npm run build      (needs Node 20 or newer; writes into ../../peerwork/static and ../../tests/assets)
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compile } from 'sass'

const here = fileURLToPath(new URL('.', import.meta.url))
const modules = `${here}node_modules/`
const built = `${here}../../peerwork/static/peerwork/`
const tests = `${here}../../tests/assets/`
for (const folder of [`${built}images/`, tests]) mkdirSync(folder, { recursive: true })

const { css } = compile(`${here}scss/main.scss`, { style: 'compressed', loadPaths: [modules], quietDeps: true })
const images = new Set(css.match(/url\((?!["']?(data:|#))[^)]*\)/g)?.map((url) => url.replace(/^url\(["']?|["']?\)$/g, '')))
for (const image of images) {
  if (!image.startsWith('./images/')) throw new Error(`The style sheet must fetch nothing from elsewhere: ${image}`)
  copyFileSync(`${modules}nhsuk-frontend/dist/nhsuk/assets/${image}`, built + image)
}
writeFileSync(`${built}app.css`, css + '\n')

// One module file: the library with its exports dropped (nothing imports it), then our own code.
const library = readFileSync(`${modules}nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.js`, 'utf8')
  .replace(/\/\/# sourceMappingURL=.*\s*$/, '').replace(/export\{[^}]*\};?\s*$/, '')
if (!/function initAll\b/.test(library)) throw new Error('initAll is not in the library under that name any more')
writeFileSync(`${built}app.js`, `/* nhsuk-frontend 10.6.1, MIT: see licences.txt */\n${library}\n${readFileSync(`${here}app.js`, 'utf8')}`)

copyFileSync(`${modules}axe-core/axe.min.js`, `${tests}axe.min.js`)
copyFileSync(`${modules}axe-core/LICENSE`, `${tests}axe.LICENSE.txt`)
console.log(`app.css ${css.length} bytes, app.js written`)
