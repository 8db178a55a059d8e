/** A request as `resolve` takes it. */
export interface BenchmarkRequest {
  packages: Record<string, Record<string, Facts>>;
  roots: Record<string, string>;
  installed?: Record<string, string>;
  options?: Record<string, unknown>;
}

interface Facts {
  dependencies?: Record<string, string>;
  conflicts?: Record<string, string>;
}

/** The shape of a made-up registry. */
export interface Shape {
  packages: number;
  versions: number;
  seed: number;
}

/**
 * A registry in which each package has releases in five majors and depends on up to four earlier packages, at about its own age; a
 * tenth of the ranges are narrow. A third of the packages are asked for, some of them at half their age or younger.
 */
export function registry({
  packages: count,
  versions,
  seed,
}: Shape): BenchmarkRequest {
  const random = generator(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const perMajor = Math.ceil(versions / 5);
  const version = (age: number) =>
    `${Math.floor(age / perMajor) + 1}.${age % perMajor}.0`;
  const names = Array.from(
    { length: count },
    (_, index) => `plugin-${below(1e6)}-${index}`,
  );
  const packages: BenchmarkRequest['packages'] = {};
  names.forEach((name, index) => {
    const targets = Array.from(
      { length: index === 0 ? 0 : below(5) },
      () => names[below(index)]!,
    );
    const known: Record<string, Facts> = {};
    for (let age = 0; age < versions; age++) {
      const dependencies: Record<string, string> = {};
      for (const target of targets) {
        const oldest = Math.max(0, age - below(Math.ceil(versions / 8)));
        if (random() < 0.97)
          dependencies[target] = `${random() < 0.1 ? '~' : '^'}${version(
            oldest,
          )}`;
      }
      known[version(age)] = { dependencies };
    }
    packages[name] = known;
  });
  const asked = names.filter(() => random() < 0.3);
  const roots = Object.fromEntries(
    asked.map(name => [
      name,
      random() < 0.7 ? '*' : `>=${version(Math.floor(versions / 2))}`,
    ]),
  );
  return { packages, roots };
}

/** As `registry`, with two roots at the end of chains that cannot agree on a package. */
export function contradiction(shape: Shape): BenchmarkRequest {
  const { packages, roots } = registry(shape);
  const length = 6;
  const chain = (side: string, range: string) => {
    for (let link = 0; link < length; link++) {
      const next =
        link === length - 1
          ? { core: range }
          : { [`${side}-${link + 1}`]: '*' };
      packages[`${side}-${link}`] = Object.fromEntries(
        Array.from({ length: shape.versions }, (_, age) => [
          `1.${age}.0`,
          { dependencies: next },
        ]),
      );
    }
    roots[`${side}-0`] = '*';
  };
  packages.core = { '1.0.0': {}, '2.0.0': {} };
  chain('left', '^1.0.0');
  chain('right', '^2.0.0');
  return { packages, roots };
}

/** One pigeon more than holes: short to say, and too long to refute for any method of this kind. */
export function pigeons(holes: number): BenchmarkRequest {
  const names = Array.from(
    { length: holes + 1 },
    (_, index) => `pigeon-${String(index).padStart(2, '0')}`,
  );
  const packages = Object.fromEntries(
    names.map(name => [
      name,
      Object.fromEntries(
        names.slice(1).map((_, hole) => {
          const others = names.filter(other => other !== name);
          const conflicts = Object.fromEntries(
            others.map(other => [other, `${hole + 1}.0.0`]),
          );
          return [`${hole + 1}.0.0`, { conflicts }];
        }),
      ),
    ]),
  );
  return {
    packages,
    roots: Object.fromEntries(names.map(name => [name, '*'])),
  };
}

/** mulberry32: the same seed gives the same worlds. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) % 2 ** 32;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
