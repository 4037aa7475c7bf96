/** Keeps other people's web pages away from the playground: only this machine's names, only its own page's posts. */

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** The refusal, or null when the request may go on. */
export function refuseForeign(request: Request): Response | null {
  const host = request.headers.get('host') ?? new URL(request.url).host
  if (!LOOPBACK.has(nameOf(host)))
    return refusal('this page answers only on the loopback interface')
  const site = request.headers.get('sec-fetch-site')
  if (request.method === 'GET' || request.method === 'HEAD') return refuseEmbedded(request, site)
  if (site !== null && site !== 'same-origin') return refusal('posts come only from this page')
  const origin = request.headers.get('origin')
  if (origin !== null && origin !== `http://${host}`)
    return refusal('posts come only from this page')
  return null
}

/** A link to the page is followed from anywhere; a picture that is a call of a method is not fetched. */
function refuseEmbedded(request: Request, site: string | null): Response | null {
  const isOwn = site === null || site === 'same-origin' || site === 'none'
  if (isOwn || new URL(request.url).pathname === '/') return null
  return refusal('this page is not part of another one')
}

function nameOf(host: string): string {
  return host.replace(/:\d*$/, '').toLowerCase()
}

function refusal(reason: string): Response {
  return new Response(`${reason}\n`, { status: 403 })
}
