import { screen } from '@testing-library/react';
import { renderLifecycle } from '../../__testUtils__/renderLifecycle';

describe('the environments', () => {
  it('lists them with their worst news', async () => {
    renderLifecycle('/environments');

    expect(await screen.findByText('Development')).toBeInTheDocument();
    expect(screen.getByText('1 not healthy')).toBeInTheDocument();
  });

  it('says when one is not known', async () => {
    renderLifecycle('/environments/nowhere');

    expect(await screen.findByText('ENVIRONMENT_NOT_FOUND')).toBeVisible();
  });
});
