/** Makes elements; text is always text, never markup. */

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [properties] `class`, `aria-*`, `role` and `data-*` become attributes, `on*` listeners
 * @param {...(Node | string | null | undefined | false)} children
 */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value)
    else if (name === 'class') node.className = value
    else if (/^(aria-|data-|role$|for$)/.test(name)) node.setAttribute(name, String(value))
    else node[name] = value
  }
  node.append(
    ...children.filter((child) => child !== null && child !== undefined && child !== false),
  )
  return node
}

const SVG = 'http://www.w3.org/2000/svg'

const SHAPES = {
  send: 'M3 20.5 21.5 12 3 3.5v6.6L15 12 3 13.9z',
  clip: 'M16.5 6.5v10.2a4.5 4.5 0 0 1-9 0V5.5a3 3 0 0 1 6 0v10.3a1.5 1.5 0 0 1-3 0V6.5H9v9.3a3 3 0 0 0 6 0V5.5a4.5 4.5 0 0 0-9 0v11.2a6 6 0 0 0 12 0V6.5z',
  close:
    'M6.4 5 12 10.6 17.6 5 19 6.4 13.4 12l5.6 5.6-1.4 1.4L12 13.4 6.4 19 5 17.6 10.6 12 5 6.4z',
  reply:
    'M10 8.5V4.2L2.5 11.7l7.5 7.5v-4.4c5.4 0 9.1 1.7 11.8 5.5C20.7 14.900 17.500 9.600 10 8.500z',
  menu: 'M4 6.500h16v2H4zm0 4.500h16v2H4zm0 4.500h11v2H4z',
  file: 'M6 2.500h8l5 5V20a1.500 1.500 0 0 1-1.500 1.500h-11.500A1.500 1.500 0 0 1 4.500 20V4A1.500 1.500 0 0 1 6 2.500zm7 1.700V8.500h4.300z',
  down: 'M12 16.500 5 9.500l1.400-1.400 5.600 5.600 5.600-5.600L19 9.500z',
}

/** A drawn sign; decoration, so hidden from readers of the page. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', 'icon')
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', SHAPES[name])
  path.setAttribute('fill', 'currentColor')
  svg.append(path)
  return svg
}
