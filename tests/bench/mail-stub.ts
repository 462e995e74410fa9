import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort } from 'node:worker_threads';

/** SES on this machine: takes whatever comes, and says its port. In a thread of its own, so that what it does is not counted to us. */
const TAKEN =
  '<SendRawEmailResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><SendRawEmailResult><MessageId>taken</MessageId></SendRawEmailResult></SendRawEmailResponse>';
const server = createServer((request, response) => {
  request.resume().on('end', () => response.setHeader('content-type', 'text/xml').end(TAKEN));
});
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
