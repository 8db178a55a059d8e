import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** Radar data as Tech Radar's backend reads it from the URL in its configuration. */
const radar = {
  title: 'Radar of the journey',
  quadrants: [
    { id: 'languages', name: 'Languages' },
    { id: 'frameworks', name: 'Frameworks' },
    { id: 'infrastructure', name: 'Infrastructure' },
    { id: 'process', name: 'Process' },
  ],
  rings: [
    { id: 'adopt', name: 'ADOPT', color: '#5BA300' },
    { id: 'trial', name: 'TRIAL', color: '#009EB0' },
    { id: 'assess', name: 'ASSESS', color: '#C7BA00' },
    { id: 'hold', name: 'HOLD', color: '#E09B96' },
  ],
  entries: [
    {
      id: 'rolling-hosts',
      key: 'rolling-hosts',
      title: 'Rolling plugin hosts',
      quadrant: 'infrastructure',
      description: 'Served by the plugin host of this test',
      timeline: [{ moved: 0, ringId: 'adopt', date: '2026-11-01' }],
    },
  ],
};

/** Serves the radar on a free port of the loopback interface. */
export async function startRadarServer() {
  let reads = 0;
  const server = http.createServer((_request, response) => {
    reads += 1;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(radar));
  });
  await new Promise<void>(resolve =>
    server.listen(0, '127.0.0.1', () => resolve()),
  );
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/radar.json`,
    host: `localhost:${port}`,
    reads: () => reads,
    stop: () => new Promise(resolve => server.close(resolve)),
  };
}
