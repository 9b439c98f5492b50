/** Looks at the address of a post that is being written, and loads the page anew once there is something to show. */
const notice = document.getElementById('waiting');
const everyMs = Number(notice?.dataset.seconds ?? 5) * 1_000;

async function look(): Promise<void> {
  const status = await fetch(location.href, { headers: { accept: 'application/json' } }).then(
    (response) => response.status,
    () => 0,
  );
  // No answer, still being written, or too busy: another look may end otherwise.
  if (![0, 202, 429, 503].includes(status)) {
    location.reload();
  } else {
    setTimeout(look, everyMs);
  }
}

setTimeout(look, everyMs);
