/**
 * The minimum that any such service does: calls the model (its URL and the body) and stores the response (the
 * post's URL), unsigned, a number of times in sequence over one keep-alive connection to each endpoint.
 */
const https = require('node:https');

const [, , modelUrl, modelBody, postUrl, callsText] = process.argv;
const calls = Number(callsText);
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
    const answer = await send('POST', modelUrl, { 'content-type': 'application/json' }, modelBody);
    const { generation } = JSON.parse(answer);
    await send('PUT', postUrl, { 'content-type': 'text/plain; charset=utf-8' }, generation);
    if (call === 1) process.emit('firstAnswer');
  }
  agent.destroy();
}

void main();
