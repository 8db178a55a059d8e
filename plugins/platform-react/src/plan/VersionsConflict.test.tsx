import type { PlanProblem } from '@sceneshift/backstage-plugin-lifecycle-common';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { PlanProblems } from './PlanProblems';

const problem: PlanProblem = {
  code: 'VERSIONS_CONFLICT',
  severity: 'blocking',
  message: 'No versions of these packages go together.',
  explanation:
    'Because shop 2.0.0 requires hello ^1.0.0, … (1)\nSo, no set of versions works.',
  fixes: [
    {
      description: 'Choose shop 1.0.0 instead of 2.0.0',
      changes: [
        { action: 'install', pluginId: 'shop', packages: { shop: '1.0.0' } },
      ],
    },
    { description: 'Move to Backstage 1.56.0' },
  ],
};

describe('VersionsConflict', () => {
  it('tells each line, and offers as buttons what the dialog can do', async () => {
    const onFix = jest.fn();
    render(<PlanProblems problems={[problem]} onFix={onFix} />);
    expect(screen.getByText('So, no set of versions works.')).toBeVisible();
    expect(screen.getByText('Move to Backstage 1.56.0')).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', {
        name: 'Choose shop 1.0.0 instead of 2.0.0',
      }),
    );
    expect(onFix).toHaveBeenCalledWith({ shop: '1.0.0' });
    expect(screen.getAllByRole('button')).toHaveLength(1);
  });

  it('only tells the fixes where nothing can be planned', () => {
    render(<PlanProblems problems={[problem]} />);
    expect(screen.queryByRole('button')).not.toBeInTheDocument();
  });
});
