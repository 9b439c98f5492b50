/** Asks for a post that is being written, and reloads the page once there is something to show. */
const notice = document.getElementById('waiting');
const everyMs = Number(notice?.dataset.seconds ?? 5) * 1_000;

async function look(): Promise<void> {
  const status = await fetch(location.href, { headers: { accept: 'application/json' } }).then(
    (response) => response.status,
    () => 0,
  );
  // No answer, still being written, or throttled.
  if (![0, 202, 429, 503].includes(status)) {
    location.reload();
  } else {
    setTimeout(look, everyMs);
  }
}

setTimeout(look, everyMs);
