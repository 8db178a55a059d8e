import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { PlanProblem } from '@sceneshift/backstage-plugin-lifecycle-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { PlanProblems } from './PlanProblems';

const older = {
  description: 'Choose shop 1.0.0 instead of 2.0.0',
  changes: [
    {
      action: 'install' as const,
      pluginId: 'shop',
      packages: { shop: '1.0.0' },
    },
  ],
};

const problem: PlanProblem = {
  code: 'VERSIONS_CONFLICT',
  severity: 'blocking',
  message: 'No versions of these packages go together.',
  explanation:
    'Because shop 2.0.0 requires hello ^1.0.0, shop is not 2.0.0. (1)\nSo, because of (1), no set of versions works.',
  fixes: [
    older,
    {
      description: 'Move to Backstage 1.56.0',
      backstageRelease: '1.56.0',
    },
  ],
};

describe('VersionsConflict', () => {
  it('tells each line with its number, and offers as buttons what the dialog can do', async () => {
    const onFix = jest.fn();
    renderInTestApp(<PlanProblems problems={[problem]} onFix={onFix} />);
    const [first, conclusion] = within(
      (await screen.findAllByRole('list'))[0]!,
    ).getAllByRole('listitem');
    expect(first).toHaveTextContent(
      '1Because shop 2.0.0 requires hello ^1.0.0, shop is not 2.0.0.',
    );
    expect(conclusion).toHaveTextContent('no set of versions works.');
    expect(within(first!).getByText('^1.0.0').tagName).toBe('CODE');
    // The full stop after the second one is no part of it.
    expect(within(first!).getAllByText('2.0.0')).toHaveLength(2);
    expect(screen.getByText('Move to Backstage 1.56.0')).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: older.description }),
    );
    expect(onFix).toHaveBeenCalledWith(older);
  });

  it('only tells the fixes where nothing can be planned', async () => {
    renderInTestApp(<PlanProblems problems={[problem]} />);
    expect(await screen.findByText(older.description)).toBeVisible();
    expect(
      screen.queryByRole('button', { name: older.description }),
    ).not.toBeInTheDocument();
  });
});
