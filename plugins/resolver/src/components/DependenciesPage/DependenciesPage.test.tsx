import { renderInTestApp } from '@backstage/frontend-test-utils';
import { lifecycleApiRef } from '@sceneshift/backstage-platform-react';
import { fireEvent, screen } from '@testing-library/react';
import { resolverApiRef, type DependencyGraph } from '../../api/ResolverApi';
import { DependenciesPage } from './DependenciesPage';

const node = { version: '1.0.0', kind: 'package' as const };

function renderPage(graph: DependencyGraph) {
  renderInTestApp(<DependenciesPage />, {
    apis: [
      [
        lifecycleApiRef,
        {
          listEnvironments: async () => ({
            items: [{ name: 'development', current: true }],
          }),
        } as never,
      ],
      [resolverApiRef, { getGraph: async () => graph }],
    ],
  });
}

describe('DependenciesPage', () => {
  beforeAll(() => {
    globalThis.ResizeObserver ??= class {
      observe() {}
      unobserve() {}
      disconnect() {}
    };
  });

  it('tells why a package is here and what would break', async () => {
    renderPage({
      backstageRelease: '1.55.0',
      nodes: [
        {
          ...node,
          name: 'shop',
          reasons: ['It was installed for itself'],
          neededBy: [],
        },
        {
          ...node,
          name: 'hello',
          reasons: ['shop needs it (^1.0.0)'],
          neededBy: ['shop'],
        },
      ],
      edges: [
        {
          from: 'shop',
          to: 'hello',
          kind: 'dependency',
          range: '^1.0.0',
          satisfied: true,
        },
      ],
    });
    // A bare click: the library pans on pointer events, which need a layout that jsdom does not have.
    fireEvent.click(await screen.findByText('hello 1.0.0'));
    expect(await screen.findByText('shop needs it (^1.0.0)')).toBeVisible();
  });

  it('says that nothing is installed', async () => {
    renderPage({ backstageRelease: '1.55.0', nodes: [], edges: [] });
    expect(await screen.findByText('Nothing is installed')).toBeVisible();
  });
});
