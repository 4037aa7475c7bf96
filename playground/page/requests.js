/** Asks the server to do what people do; failures come back as errors with the server's words. */

export async function act(name, body) {
  const isForm = body instanceof FormData
  const response = await fetch(`/playground/${name}`, {
    method: 'POST',
    headers: isForm ? {} : { 'content-type': 'application/json' },
    body: isForm ? body : JSON.stringify(body),
  })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error ?? 'Не получилось')
  return answer.result
}
