import type { Node, Typed } from '../rewrite/ast.js';
import type { Session } from '../rewrite/scope.js';

export type Returns = string | ((types: (string | undefined)[]) => string | undefined);

/** What a call is rewritten with. */
export interface CallContext {
  session: Session;
  /** Folded, as written. */
  name: string;
  /** Where the call stands in the statement. */
  position: number | undefined;
  distinct: boolean;
}

/** One function of Redshift: how many arguments, what it gives, and how DuckDB is told. */
export interface FunctionRule {
  min: number;
  max: number;
  /** The result's type; undefined when it is not known before DuckDB runs. */
  returns: Returns | undefined;
  /** DuckDB's function or our macro, when it only goes by another name; `rs_<name>` without this or `rewrite`. */
  target?: string;
  rewrite?(args: Typed[], context: CallContext): Node;
  /** Arguments that are not text are refused (JSON, SUPER) or kept: a SUPER argument becomes text unless this is set. */
  takesSuper?: boolean;
  aggregate?: boolean;
  /** Turns DuckDB's aggregate into Redshift's type, around a window too. */
  finish?(node: Node, types: (string | undefined)[]): Node;
  /** The column's name when the call stands unnamed; the function's own by default. */
  label?: string;
}
