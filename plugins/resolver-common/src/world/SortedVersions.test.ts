import { SemVer } from 'semver';
import { SortedVersions } from './SortedVersions';

const sorted = (...texts: string[]) =>
  SortedVersions.of(texts.map(text => new SemVer(text)));

describe('SortedVersions', () => {
  it('sorts by precedence, then by build metadata', () => {
    const texts = ['1.10.0', '1.2.0+b', '1.2.0', '1.2.0+a', '1.2.0-rc.1'];
    expect(sorted(...texts).texts()).toEqual([
      '1.2.0-rc.1',
      '1.2.0',
      '1.2.0+a',
      '1.2.0+b',
      '1.10.0',
    ]);
  });

  it('finds a version by its text', () => {
    const versions = sorted('1.0.0', '1.0.0+a', '1.0.0+b', '2.0.0');
    const found = ['1.0.0', '1.0.0+b', '1.0.0+c', '2.0.0', '3.0.0'].map(text =>
      versions.indexOf(new SemVer(text)),
    );
    expect(found).toEqual([0, 2, -1, 3, -1]);
  });
});
