import {
  isNode,
  nameOf,
  parseJavaScript,
  stringOf,
  visit,
  type SyntaxNode,
} from '../imports/syntax';

/** Paths that a published file gives to pages in so many words; computed ones are not seen. */
export function findPageRoutes(text: string): string[] {
  const routes = new Set<string>();
  if (!text.includes('PageBlueprint')) return [];
  visit(parseJavaScript(text), node => {
    if (isPageBlueprintCall(node)) collectPaths(node, routes);
  });
  return [...routes];
}

/** `PageBlueprint.make(…)` and `PageBlueprint.makeWithOverrides(…)`. */
function isPageBlueprintCall(node: SyntaxNode): boolean {
  return (
    node.type === 'CallExpression' &&
    isNode(node.callee, 'MemberExpression') &&
    nameOf(node.callee.object) === 'PageBlueprint'
  );
}

function collectPaths(call: SyntaxNode, routes: Set<string>) {
  visit(call, node => {
    if (node.type !== 'Property') return;
    const key = nameOf(node.key);
    const path = stringOf(node.value);
    const isPath = key === 'path' || key === 'defaultPath';
    if (isPath && path?.startsWith('/')) routes.add(path);
  });
}
