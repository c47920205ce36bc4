// The stream of events. The browser reconnects by itself after most failures. This reconnects after the others and after a
// long silence.

const SILENCE_MILLIS = 20_000;
const PAUSE_MILLIS = 2_000;

/**
 * @param names of the events
 * @param take called with name and parsed data
 * @param state called with "live", "waiting" or "refused"
 */
export function follow(names, take, state) {
  let source = null;
  let lastId = '';
  let heard = Date.now();
  let timer = null;

  function connect() {
    clearTimeout(timer);
    timer = null;
    source?.close();
    heard = Date.now();
    source = new EventSource(lastId ? `/events?after=${encodeURIComponent(lastId)}` : '/events');
    for (const name of names) {
      source.addEventListener(name, (event) => {
        heard = Date.now();
        lastId = event.lastEventId || lastId;
        take(name, JSON.parse(event.data));
      });
    }
    source.onopen = () => state('live');
    source.onerror = () => {
      state('waiting');
      if (source.readyState === EventSource.CLOSED) {
        again();
      }
    };
  }

  function again() {
    // Random, so that not all pages reconnect at the same moment when a server comes back.
    timer ??= setTimeout(connect, PAUSE_MILLIS * (1 + Math.random()));
  }

  setInterval(() => {
    if (timer === null && Date.now() - heard > SILENCE_MILLIS) {
      state('waiting');
      connect();
    }
  }, 5_000);
  // After a phone wakes up, its connection may be dead without an error.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && Date.now() - heard > PAUSE_MILLIS * 2) {
      connect();
    }
  });
  addEventListener('pagehide', () => source?.close());
  addEventListener('pageshow', (event) => event.persisted && connect());
  connect();
}
