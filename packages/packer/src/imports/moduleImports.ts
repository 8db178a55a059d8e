import {
  isNode,
  nameOf,
  parseJavaScript,
  stringOf,
  visit,
  type SyntaxNode,
} from './syntax';

/**
 * What one JavaScript file takes from other modules: specifier to names. `*` is "the namespace as a whole",
 * an empty set an import for its effect alone.
 */
export type ModuleImports = Map<string, Set<string>>;

class ImportReader {
  readonly imports: ModuleImports = new Map();
  /** Local names that hold a module's namespace. */
  readonly #namespaces = new Map<string, string>();

  enterBinding(node: SyntaxNode, parent: SyntaxNode | undefined) {
    switch (node.type) {
      case 'ImportDeclaration':
        this.#importDeclaration(node);
        break;
      case 'ExportNamedDeclaration':
        this.#exportNamed(node);
        break;
      case 'ExportAllDeclaration':
        this.#add(stringOf(node.source), '*');
        break;
      case 'CallExpression':
      case 'ImportExpression':
        this.#load(node, parent);
        break;
      case 'VariableDeclarator':
        this.#declare(node.id, node.init);
        break;
      case 'AssignmentExpression':
        this.#declare(node.left, node.right);
        break;
      default:
    }
  }

  enterUse(node: SyntaxNode) {
    if (node.type === 'VariableDeclarator' && isNode(node.init, 'Identifier')) {
      const module = this.#namespaces.get(node.init.name as string);
      if (module && isNode(node.id, 'ObjectPattern')) {
        this.#destructure(module, node.id);
      }
    }
    if (node.type !== 'MemberExpression' || !isNode(node.object)) return;
    const local = rootIdentifier(node.object);
    const module = local && this.#namespaces.get(local);
    if (module) this.#add(module, propertyOf(node));
  }

  #importDeclaration(node: SyntaxNode) {
    const module = stringOf(node.source);
    this.#add(module);
    for (const specifier of node.specifiers as SyntaxNode[]) {
      if (specifier.type === 'ImportNamespaceSpecifier') {
        this.#bind(nameOf(specifier.local), module);
      } else {
        this.#add(module, nameOf(specifier.imported) ?? 'default');
      }
    }
  }

  #exportNamed(node: SyntaxNode) {
    const module = stringOf(node.source);
    if (module === undefined) return;
    this.#add(module);
    for (const specifier of node.specifiers as SyntaxNode[]) {
      this.#add(module, nameOf(specifier.local));
    }
  }

  /** `require('x')` and `import('x')`, by what surrounds them. */
  #load(node: SyntaxNode, parent: SyntaxNode | undefined) {
    const module = loadedModule(node);
    if (module === undefined) return;
    this.#add(module);
    if (parent?.type === 'MemberExpression' && parent.object === node) {
      this.#add(module, propertyOf(parent));
    } else if (isReExport(parent)) {
      this.#add(module, '*');
    }
  }

  /** `x = require('m')`, `x = interop(require('m'))`, `x = interop(y)`, `{ a } = require('m')`. */
  #declare(target: unknown, value: unknown) {
    const module = this.#moduleOf(value);
    if (module === undefined) return;
    if (isNode(target, 'Identifier')) {
      this.#bind(target.name as string, module);
    } else if (isNode(target, 'ObjectPattern')) {
      this.#destructure(module, target);
    }
  }

  #moduleOf(value: unknown): string | undefined {
    if (!isNode(value)) return undefined;
    if (value.type === 'AwaitExpression') return this.#moduleOf(value.argument);
    if (value.type === 'Identifier') {
      return this.#namespaces.get(value.name as string);
    }
    const module = loadedModule(value);
    if (module !== undefined || value.type !== 'CallExpression') return module;
    return isInterop(value.callee)
      ? this.#moduleOf((value.arguments as unknown[])[0])
      : undefined;
  }

  #destructure(module: string, pattern: SyntaxNode) {
    for (const property of pattern.properties as SyntaxNode[]) {
      const known = property.type === 'Property' && !property.computed;
      this.#add(module, known ? nameOf(property.key) : '*');
    }
  }

  #bind(local: string | undefined, module: string | undefined) {
    if (local !== undefined && module !== undefined) {
      this.#namespaces.set(local, module);
    }
  }

  #add(module: string | undefined, name?: string) {
    if (module === undefined) return;
    const names = this.imports.get(module) ?? new Set<string>();
    if (name !== undefined) names.add(name);
    this.imports.set(module, names);
  }
}

/**
 * Reads the imports of a published file: ES modules, and CommonJS in the shapes that rollup, TypeScript,
 * esbuild and people write. Names are those that the code mentions, not those that a package declares.
 */
export function readModuleImports(text: string): ModuleImports {
  const program = parseJavaScript(text);
  const reader = new ImportReader();
  visit(program, (node, parent) => reader.enterBinding(node, parent));
  // Uses may stand before a hoisted binding, hence the second pass.
  visit(program, node => reader.enterUse(node));
  return reader.imports;
}

function loadedModule(node: SyntaxNode): string | undefined {
  if (node.type === 'ImportExpression') return stringOf(node.source);
  const isRequire =
    node.type === 'CallExpression' && nameOf(node.callee) === 'require';
  return isRequire ? stringOf((node.arguments as unknown[])[0]) : undefined;
}

/** `x.Name`, `x.default.Name` and `x["default"].Name` all speak of `x`. */
function rootIdentifier(node: SyntaxNode): string | undefined {
  if (node.type === 'Identifier') return node.name as string;
  const isDefault =
    node.type === 'MemberExpression' && propertyOf(node) === 'default';
  return isDefault && isNode(node.object, 'Identifier')
    ? (node.object.name as string)
    : undefined;
}

function propertyOf(node: SyntaxNode): string {
  if (!node.computed) return nameOf(node.property) ?? '*';
  return stringOf(node.property) ?? '*';
}

/** The helpers that bundlers put around `require`. */
function isInterop(callee: unknown): boolean {
  const name = isNode(callee, 'MemberExpression')
    ? propertyOf(callee)
    : nameOf(callee);
  return /interop|import(Star|Default)|__toESM/i.test(name ?? '');
}

function isReExport(parent: SyntaxNode | undefined): boolean {
  if (parent?.type === 'AssignmentExpression') {
    return isNode(parent.left, 'MemberExpression');
  }
  if (parent?.type !== 'CallExpression') return false;
  const name = isNode(parent.callee, 'MemberExpression')
    ? propertyOf(parent.callee)
    : nameOf(parent.callee);
  return /export|assign|keys/i.test(name ?? '');
}
