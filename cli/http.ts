/** The program's one HTTP server: health, metrics, the webhook, and the playground where there is one. */
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { UserError } from './errors.ts'
import type { Log } from './log.ts'

/** Answers a request, or returns null for one that is not its own. */
export type Handler = (request: Request) => Promise<Response | null>

export interface HttpServer {
  /** Where it listens, such as `http://127.0.0.1:8080`. */
  url: string
  close(): Promise<void>
}

/** Starts to listen; each request goes to the first handler that answers it. Throws a `UserError` when the port is taken. */
export async function startHttp(
  { host, port, log }: { host: string; port: number; log: Pick<Log, 'warn'> },
  handlers: Handler[],
): Promise<HttpServer> {
  const app = new Hono()
  app.all('*', async (context) => {
    for (const handle of handlers) {
      const response = await handle(context.req.raw)
      if (response) return response
    }
    return context.text('Not Found', 404)
  })
  // Who asked went away, or a handler failed: without this the error would be printed whole.
  app.onError((error, context) => {
    log.warn({ err: error }, 'a request could not be answered')
    return context.body(null, 500)
  })
  const server = createAdaptorServer({ fetch: app.fetch })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(explainListening(error, host, port)))
    server.listen(port, host, resolve)
  })
  // `address()` is a string only for a pipe, and this server listens on a port.
  const { port: taken } = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        // Streams of events never end by themselves.
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}

function explainListening(error: Error, host: string, port: number): Error {
  const code = 'code' in error ? error.code : ''
  if (code === 'EADDRINUSE')
    return new UserError(`PORT: адрес ${host}:${port} занят другой программой; укажите другой PORT`)
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return new UserError(`HOST: «${host}» не адрес этого компьютера`)
  if (code === 'EACCES')
    return new UserError(`PORT: для порта ${port} у программы нет прав; укажите порт больше 1023`)
  return error
}
