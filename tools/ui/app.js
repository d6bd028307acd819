// Pages work without this file. It adds: the "More" menu, focus on errors, drafts that save themselves, a warning before time runs out.
document.body.classList.add('js-enabled', 'nhsuk-frontend-supported')
initAll()

// Wide tables open at the newest month
document.querySelectorAll('[data-scroll-end]').forEach((box) => { box.scrollLeft = box.scrollWidth })

const store = (() => {
  try { sessionStorage.setItem('-', ''); sessionStorage.removeItem('-'); return sessionStorage } catch { return null }
})()

// A shared computer must not hand one person's words to the next
document.querySelectorAll('form[data-sign-out]').forEach((form) => form.addEventListener('submit', () => store?.clear()))

// Drafts: <form data-draft-url> is saved to the server a moment after typing stops; offline, the text waits in this tab
document.querySelectorAll('form[data-draft-url]').forEach((form) => {
  const key = `draft:${document.body.dataset.person || ''}:${location.pathname}:${form.dataset.draftUrl}`
  const status = form.querySelector('[data-draft-status]')
  const say = (words) => { if (status && words) status.querySelector('[data-words]').textContent = words }
  const typed = () => [...new FormData(form)].filter(([name, value]) => typeof value === 'string' && name !== 'csrfmiddlewaretoken')
  let timer, sending, again

  const send = async () => {
    if (sending) { again = true; return }
    sending = true
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: 'POST', body: new FormData(form), credentials: 'same-origin', redirect: 'error',
        headers: { Accept: 'application/json', 'X-Requested-With': 'fetch' }
      })
      if (!answer.ok) throw new Error(answer.status)
      const said = await answer.json().catch(() => ({}))
      store?.removeItem(key)
      seen()
      say(said.message || status?.dataset.saved)
    } catch {
      store?.setItem(key, JSON.stringify({ at: Date.now(), fields: typed() }))
      say(status?.dataset.offline)
    }
    sending = false
    if (again) { again = false; send() }
  }

  function later () { clearTimeout(timer); timer = setTimeout(send, 1500) }

  // Still here after it was sent: the answer was a refusal, or never came
  const sent = store?.getItem(`sent:${key}`)
  if (sent) { store.setItem(key, sent); store.removeItem(`sent:${key}`) }
  const kept = JSON.parse(store?.getItem(key) || 'null')
  if (kept && Date.now() - kept.at < 864e5) {
    const names = new Set(kept.fields.map(([name]) => name))
    form.querySelectorAll('[name]').forEach((field) => {
      if (field.type === 'hidden' || field.type === 'file') return
      const values = kept.fields.filter(([name]) => name === field.name).map(([, value]) => value)
      if (field.type === 'checkbox' || field.type === 'radio') field.checked = values.includes(field.value)
      else if (names.has(field.name)) field.value = values.shift()
    })
    say(status?.dataset.restored)
    later()
  }
  form.addEventListener('input', later)
  form.addEventListener('change', later)
  window.addEventListener('online', () => { if (store?.getItem(key)) send() })
  form.addEventListener('submit', () => {
    clearTimeout(timer)
    store?.setItem(`sent:${key}`, JSON.stringify({ at: Date.now(), fields: typed() }))
    store?.removeItem(key)
  })
})

// What was sent is safe once another page answers; if that page asks to sign in again, the words wait for their form
for (const name of Object.keys(store || {}).filter((name) => name.startsWith('sent:'))) {
  if (!document.body.dataset.idleSeconds) store.setItem(name.slice(5), store.getItem(name))
  store.removeItem(name)
}

// Five minutes before the session ends: one click to stay. Any tab that talks to the server counts for all.
const idle = Number(document.body.dataset.idleSeconds || 0) * 1000
const warning = document.querySelector('dialog[data-timeout]')
let last = Date.now()
function seen () { last = Date.now(); try { localStorage.setItem('seen', last) } catch { /* private mode: this tab only */ } }
if (idle && warning) {
  const lead = Math.min(5 * 60 * 1000, idle / 2)
  seen()
  window.addEventListener('storage', (event) => { if (event.key === 'seen') { last = Number(event.newValue); if (warning.open) warning.close() } })
  warning.querySelector('[data-stay]').addEventListener('click', async () => {
    const answer = await fetch(document.body.dataset.keepUrl, { credentials: 'same-origin', cache: 'no-store', redirect: 'error' }).catch(() => null)
    // Any page keeps the session; only one for somebody signed in says how long it lasts
    const stays = (await answer?.text())?.includes('data-idle-seconds')
    if (stays) { seen(); warning.close() } else location.reload()
  })
  setInterval(() => {
    const left = last + idle - Date.now()
    if (left <= 0) location.reload()
    else if (left <= lead && !warning.open) warning.showModal()
  }, Math.min(15000, lead / 2))
}
