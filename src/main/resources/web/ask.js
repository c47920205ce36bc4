// Asks the server for JSON below /api/, and sends it what people write.

/** The answer. @throws Error whose message is for the reader, with the HTTP status in `status` */
export function ask(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null));
  return answered(`/api/${path}?${query}`);
}

/** Sends what a person wrote. @return the answer @throws as `ask`; the message begins with "Not saved" */
export async function send(path, body) {
  try {
    return await answered(`/api/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch (e) {
    e.message = `Not saved: ${e.message}`;
    throw e;
  }
}

async function answered(url, request) {
  let answer;
  try {
    answer = await fetch(url, request);
  } catch (e) {
    throw new Error(`the server does not answer (${e.message})`);
  }
  if (!answer.ok) {
    const { error, remedy } = await answer.json().catch(() => ({}));
    const failed = new Error(error ? `${error}${remedy ? `; ${remedy}` : ''}` : `HTTP ${answer.status}`);
    failed.status = answer.status;
    throw failed;
  }
  return answer.json();
}
