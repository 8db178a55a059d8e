import net from 'node:net';

/** True when nothing listens on the port of the loopback interface. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}

/** The first free port from `preferred` upwards; looks at 200 ports. */
export async function findFreePort(preferred: number): Promise<number> {
  for (let port = preferred; port < preferred + 200 && port < 65536; port++)
    if (await isPortFree(port)) return port;
  throw new Error(`No free port between ${preferred} and ${preferred + 199}`);
}
