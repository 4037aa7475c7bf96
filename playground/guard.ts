/** Keeps other people's web pages away from the playground: only this machine's names, only its own page's posts. */

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

/** The refusal, or null when the request may go on. */
export function refuseForeign(request: Request): Response | null {
  const host = request.headers.get('host') ?? new URL(request.url).host
  if (!LOOPBACK.has(nameOf(host)))
    return refusal('this page answers only on the loopback interface')
  if (request.method === 'GET' || request.method === 'HEAD') return null
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin') return refusal('posts come only from this page')
  const origin = request.headers.get('origin')
  if (origin !== null && origin !== `http://${host}`)
    return refusal('posts come only from this page')
  return null
}

function nameOf(host: string): string {
  return host.replace(/:\d*$/, '').toLowerCase()
}

function refusal(reason: string): Response {
  return new Response(`${reason}\n`, { status: 403 })
}
