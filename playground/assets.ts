/** The page's own files, read once; nothing else of the disk can be asked for. */
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
}

/** No inline script, no foreign resource, no frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export const SAFE_HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/** `/` is the page; `/playground/<name>` its styles and modules. */
export function loadAssets(): (path: string) => Response | null {
  const folder = join(import.meta.dirname, 'page')
  const assets = new Map<string, { type: string; body: string }>()
  for (const name of readdirSync(folder)) {
    const type = TYPES[extname(name)]
    if (type)
      assets.set(`/playground/${name}`, { type, body: readFileSync(join(folder, name), 'utf8') })
  }
  return (path) => {
    const asset = assets.get(path === '/' ? '/playground/page.html' : path)
    if (!asset) return null
    return new Response(asset.body, { headers: { ...SAFE_HEADERS, 'content-type': asset.type } })
  }
}
