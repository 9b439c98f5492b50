/**
 * The least that any service of this kind does: asks the model and keeps its answer, unsigned, `argv[3]` times
 * in sequence over one kept connection to each endpoint. `argv[2]` is a {@link import("../candidates.ts").BarePlan}.
 */
const https = require('node:https');

const { model, bucket } = JSON.parse(process.argv[2]);
const calls = Number(process.argv[3]);
const agent = new https.Agent({ keepAlive: true });

function send(method, url, headers, body) {
  return new Promise((resolve, reject) => {
    const request = https.request(url, { method, agent, headers }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => resolve(Buffer.concat(parts).toString('utf8')));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function main() {
  for (let call = 1; call <= calls; call += 1) {
    const answer = await send('POST', model.url, { 'content-type': 'application/json' }, model.body);
    const { generation } = JSON.parse(answer);
    await send('PUT', bucket.url, { 'content-type': 'text/plain; charset=utf-8' }, generation);
    if (call === 1) process.emit('firstAnswer');
  }
  agent.destroy();
}

void main();
