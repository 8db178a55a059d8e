import { parse, type Options } from 'acorn';

/** A node of an ESTree syntax tree, as far as the import table needs to look. */
export interface SyntaxNode {
  type: string;
  [key: string]: unknown;
}

const OPTIONS: Options = {
  ecmaVersion: 'latest',
  allowHashBang: true,
  allowReturnOutsideFunction: true,
  allowAwaitOutsideFunction: true,
  allowSuperOutsideMethod: true,
};

/** Parses JavaScript, as a module where it can be one. */
export function parseJavaScript(text: string): SyntaxNode {
  try {
    return toNode(parse(text, { ...OPTIONS, sourceType: 'module' }));
  } catch {
    // Sloppy-mode scripts use syntax that modules forbid; an error here is the file's own.
    return toNode(parse(text, { ...OPTIONS, sourceType: 'script' }));
  }
}

function toNode(program: object): SyntaxNode {
  return program as SyntaxNode;
}

/** True for syntax nodes, optionally of one type. */
export function isNode(value: unknown, type?: string): value is SyntaxNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as SyntaxNode).type === 'string' &&
    (type === undefined || (value as SyntaxNode).type === type)
  );
}

/** Visits every node in the order of the source, parents first. */
export function visit(
  root: SyntaxNode,
  enter: (node: SyntaxNode, parent: SyntaxNode | undefined) => void,
) {
  const stack: Array<[SyntaxNode, SyntaxNode | undefined]> = [
    [root, undefined],
  ];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const [node, parent] = next;
    enter(node, parent);
    const children = Object.values(node)
      .flat()
      .filter(child => isNode(child));
    for (const child of children.reverse()) stack.push([child, node]);
  }
}

/** The value of a string literal, or of a template without expressions. */
export function stringOf(value: unknown): string | undefined {
  if (isNode(value, 'Literal') && typeof value.value === 'string') {
    return value.value;
  }
  if (isNode(value, 'TemplateLiteral')) {
    const [quasi, ...more] = value.quasis as SyntaxNode[];
    const cooked = (quasi?.value as { cooked?: string } | undefined)?.cooked;
    return more.length === 0 ? cooked : undefined;
  }
  return undefined;
}

/** The name of an identifier, or of a string used as one. */
export function nameOf(value: unknown): string | undefined {
  if (isNode(value, 'Identifier')) return value.name as string;
  return stringOf(value);
}
