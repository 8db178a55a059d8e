import { render, screen } from '@testing-library/react';
import { Readme } from './Readme';

const hostile = `
<script>window.owned = true</script>
<img src="x" onerror="window.owned = true">
<iframe src="https://evil.example"></iframe>
<form action="https://evil.example"><button>Sign in</button></form>
<style>body { display: none }</style>
<a href="javascript:window.owned = true">click</a>
<div id="root" onclick="window.owned = true">text</div>
<svg><a xlink:href="javascript:window.owned = true"><text>svg</text></a></svg>

[also](javascript:window.owned=true) ![pixel](http://tracker.example/p.gif)
[data](data:text/html;base64,PHNjcmlwdD4=)
`;

describe('Readme', () => {
  it('renders tables, lists and links of GitHub markdown', () => {
    render(
      <Readme
        markdown={
          '| a | b |\n|---|---|\n| 1 | 2 |\n\n[docs](https://x.example)'
        }
      />,
    );

    expect(screen.getByRole('cell', { name: '2' })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'docs' })).toHaveAttribute(
      'rel',
      'noopener nofollow ugc',
    );
  });

  it('lets nothing through that could act', () => {
    const { container } = render(<Readme markdown={hostile} />);

    const html = container.innerHTML;
    expect(html).not.toMatch(
      /<script|<iframe|<form|<button|<style|<svg|javascript:|data:|onerror|onclick|http:\/\//i,
    );
    expect(container.querySelector('#root')).toBeNull();
    expect(screen.getByText('click')).not.toHaveAttribute('href');
  });

  it('resolves relative images where it can, and shows their text where it cannot', () => {
    const markdown = '![radar](./docs/radar.png)';
    const { rerender } = render(<Readme markdown={markdown} />);
    expect(screen.getByText('radar')).toBeInTheDocument();

    rerender(
      <Readme
        markdown={markdown}
        resolveUrl={path => `https://registry.example/${path}`}
      />,
    );
    expect(screen.getByRole('img', { name: 'radar' })).toHaveAttribute(
      'src',
      'https://registry.example/./docs/radar.png',
    );
  });
});
