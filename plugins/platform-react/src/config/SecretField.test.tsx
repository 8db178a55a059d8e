import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderChangeDialog } from '../__testUtils__/renderChangeDialog';

describe('a secret of the configuration', () => {
  it('stores a secret first and puts only its name into the configuration', async () => {
    const user = userEvent.setup({ delay: null });
    const api = renderChangeDialog();

    await user.type(await screen.findByLabelText(/^Token/), 's3cret');
    await user.click(screen.getByRole('button', { name: 'Store secret' }));

    expect(
      await screen.findByText('Stored as tech-radar-token'),
    ).toBeInTheDocument();
    expect(api.putSecret).toHaveBeenCalledWith(
      'development',
      'tech-radar-token',
      's3cret',
    );
    await waitFor(() =>
      expect(api.createPlan).toHaveBeenLastCalledWith(
        'development',
        [
          expect.objectContaining({
            config: { techRadar: { token: { $secret: 'tech-radar-token' } } },
          }),
        ],
        expect.anything(),
      ),
    );
    expect(
      JSON.stringify(jest.mocked(api.createPlan).mock.calls),
    ).not.toContain('s3cret');
  });
});
