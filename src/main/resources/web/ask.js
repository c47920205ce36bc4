// Asks the server for JSON below /api/.

/** The answer. @throws Error whose message is for the reader, with the HTTP status in `status` */
export async function ask(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null));
  const url = `/api/${path}?${query}`;
  let answer;
  try {
    answer = await fetch(url);
  } catch (e) {
    throw new Error(`The server does not answer: ${e.message}`);
  }
  if (!answer.ok) {
    const { error, remedy } = await answer.json().catch(() => ({}));
    const failed = new Error(error ? `${error}${remedy ? `; ${remedy}` : ''}` : `HTTP ${answer.status}`);
    failed.status = answer.status;
    throw failed;
  }
  return answer.json();
}
