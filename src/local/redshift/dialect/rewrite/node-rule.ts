import { asText, isCharacter } from '../functions/kinds.js';
import { cast, type Node, type Typed } from './ast.js';
import { expression } from './expression.js';
import type { Scope } from './scope.js';

/** How one kind of node is rewritten: its members, where it stands, the node itself. */
export type NodeRule = (body: Node, scope: Scope, node: Node) => Typed;

/** A value that is true, false or unknown. */
export const bool = (node: Node): Typed => ({ node, type: 'bool' });

/** The expression without its type. */
export const plain = (node: Node, scope: Scope): Node => expression(node, scope).node;

/** The expression as text. */
export function textOf(node: Node, scope: Scope): Node {
  return shown(expression(node, scope));
}

/** A value as text: SUPER and NULL among them. */
export function shown(value: Typed): Node {
  if (value.type === 'super') return asText(value);
  if (value.type === 'null') return cast(value.node, 'VARCHAR');
  return isCharacter(value.type) || value.type === undefined ? value.node : cast(value.node, 'VARCHAR');
}
