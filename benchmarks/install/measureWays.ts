import http from 'node:http';

/** One way to the same plugin. */
export interface Way {
  name: string;
  options: http.RequestOptions;
}

const WARM_UP = 200;

/**
 * Milliseconds of requests, one after the other over a kept-alive connection, by the name of the way. The ways take turns, so
 * that whatever else the machine does hits all of them alike.
 */
export async function measureWays(
  ways: Way[],
  requests: number,
): Promise<Map<string, number[]>> {
  const agents = new Map(
    ways.map(({ name }) => [
      name,
      new http.Agent({ keepAlive: true, maxSockets: 1 }),
    ]),
  );
  const samples = new Map<string, number[]>(ways.map(({ name }) => [name, []]));
  for (let i = 0; i < requests + WARM_UP; i++)
    for (const { name, options } of ways) {
      const ms = await measure({ ...options, agent: agents.get(name)! });
      if (i >= WARM_UP) samples.get(name)!.push(ms);
    }
  for (const agent of agents.values()) agent.destroy();
  return samples;
}

function measure(options: http.RequestOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const request = http.get(options, response => {
      response.resume();
      response.once('end', () =>
        response.statusCode === 200
          ? resolve(performance.now() - started)
          : reject(new Error(`${options.path}: ${response.statusCode}`)),
      );
    });
    request.once('error', reject);
  });
}
