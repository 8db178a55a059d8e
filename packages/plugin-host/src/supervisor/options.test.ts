import { readCommandLine } from './options';

describe('readCommandLine', () => {
  const needed = [
    ...['--url', 'http://127.0.0.1:7007/', '--environment', 'development'],
    ...['--key-file', '/k', '--data', '/d'],
  ];

  it('reads what is needed and has defaults for the rest', () => {
    expect(readCommandLine(needed)).toMatchObject({
      url: 'http://127.0.0.1:7007',
      listen: { host: '127.0.0.1', port: 7100 },
      keepHostsOnExit: false,
      orphanTimeoutS: 600,
    });
    expect(readCommandLine(['--help'])).toBeUndefined();
  });

  it.each<[string[], string]>([
    [[], '--url is missing'],
    [[...needed, '--listen', '7100'], 'is not HOST:PORT'],
    [[...needed, '--listen', '0.0.0.0:7100'], 'needs --address'],
    [[...needed, '--disk-budget-mb', 'much'], 'is not a positive number'],
    [[...needed, '--colour'], 'Unknown option'],
  ])('says what is wrong with %j', (args, message) => {
    expect(() => readCommandLine(args)).toThrow(message);
  });
});
