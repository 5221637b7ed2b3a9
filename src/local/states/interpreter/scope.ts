import { type Bindings, evaluate, fillIn } from '../language/jsonata.js';
import { fillTemplate, pathField, type Scope } from '../language/template.js';
import type { Json, Machine, QueryLanguage, State } from '../language/types.js';
import { DataError, StatesError } from './errors.js';
import type { Frame, Host } from './host.js';

/** The states that can be tried again. */
const RETRIED = new Set(['Task', 'Map', 'Parallel']);

/** One state being executed: its name, its input, and how its fields are evaluated. */
export class StateRun {
  readonly name: string;
  readonly state: State;
  readonly language: QueryLanguage;
  readonly input: Json;
  readonly frame: Frame;
  readonly host: Host;
  readonly enteredId: number;
  readonly enteredAt: number;
  /** The event before the state was entered. */
  readonly before: number;
  /** Which state of the execution, entered for which time: the same after a kill, as far as branches go the same way. */
  readonly place: string;
  private readonly attemptsBefore: number;
  retryCount = 0;
  token: string | undefined;

  constructor(options: {
    name: string;
    state: State;
    machine: Machine;
    input: Json;
    frame: Frame;
    host: Host;
    enteredId: number;
    enteredAt: number;
    before: number;
    attemptsBefore: number;
  }) {
    this.name = options.name;
    this.state = options.state;
    this.language = options.state.QueryLanguage ?? options.machine.QueryLanguage ?? 'JSONPath';
    this.input = options.input;
    this.frame = options.frame;
    this.host = options.host;
    this.enteredId = options.enteredId;
    this.enteredAt = options.enteredAt;
    this.before = options.before;
    this.attemptsBefore = options.attemptsBefore;
    const { frame } = options;
    this.place = frame.top ? String(options.enteredId) : `${frame.line}/${frame.steps} ${options.name}`;
  }

  /** Attempts that failed before this one, those of the process before the kill among them. */
  get attempt(): number {
    return this.attemptsBefore + this.retryCount;
  }

  /** Records an event of this state, after the last one of its line. */
  record(type: string, member?: string, value?: Record<string, unknown>): number {
    const details = member && value ? ([member, value] as const) : undefined;
    this.frame.previous = this.host.record(type, details, this.frame.previous);
    return this.frame.previous;
  }

  /** The context object, `$$` and `$states.context`. */
  get context(): Json {
    const { host } = this;
    return {
      Execution: {
        Id: host.executionArn,
        Input: host.input,
        StartTime: new Date(host.startedAt).toISOString(),
        Name: host.executionName,
        RoleArn: host.roleArn,
        RedriveCount: 0,
      },
      StateMachine: { Id: host.machineArn, Name: host.machineName },
      State: {
        Name: this.name,
        EnteredTime: new Date(this.enteredAt).toISOString(),
        ...(RETRIED.has(this.state.Type) ? { RetryCount: this.retryCount } : {}),
      },
      ...(this.frame.map === undefined ? {} : { Map: this.frame.map }),
      ...(this.token === undefined ? {} : { Task: { Token: this.token } }),
    };
  }

  scope(input: Json): Scope {
    return { input, context: this.context, variables: this.frame.variables };
  }

  bindings(more: { result?: Json; errorOutput?: Json } = {}): Bindings {
    return { states: { input: this.input, context: this.context, ...more }, variables: this.frame.variables };
  }

  /** What the state works on: its input through InputPath (JSONPath); JSONata has no such field. */
  effectiveInput(): Json {
    if (this.language === 'JSONata') return this.input;
    const path = this.state.InputPath;
    if (path === null) return {};
    return path === undefined ? this.input : pathField(path, this.scope(this.input));
  }

  /** Parameters (JSONPath) or Arguments (JSONata); without either, the effective input. */
  async parameters(): Promise<Json> {
    if (this.language === 'JSONata') {
      return this.state.Arguments === undefined
        ? this.input
        : fillIn(this.state.Arguments, 'Arguments', this.bindings());
    }
    const input = this.effectiveInput();
    return this.state.Parameters === undefined
      ? input
      : fillTemplate(this.state.Parameters, this.scope(input));
  }

  /**
   * A number that stands in the state, behind a path, or in an expression.
   * @throws DataError, EvaluationError
   */
  async number(field: 'TimeoutSeconds' | 'HeartbeatSeconds' | 'MaxConcurrency'): Promise<number | undefined> {
    const path = this.state[`${field}Path` as const];
    if (path !== undefined) {
      const found = pathField(path, this.scope(this.effectiveInput()));
      if (Number.isSafeInteger(Number(found)) && typeof found !== 'object') return Number(found);
      const shown = typeof found === 'string' ? found : JSON.stringify(found);
      throw new DataError(
        `The ${field}Path field refers to value "${shown}" which is not a valid integer: ${path}`,
      );
    }
    const value = this.state[field];
    if (typeof value !== 'string') return value;
    const text = /^\{%([\s\S]*)%\}$/.exec(value)?.[1]?.trim() ?? value;
    return Number(await evaluate(text, field, this.bindings()));
  }

  /** Evaluates Assign and takes the variables over when the state is left. @returns the variables it set */
  async assign(
    fields: Record<string, Json> | undefined,
    result: Json,
    more: { result?: Json; errorOutput?: Json },
  ) {
    if (!fields) return undefined;
    const values =
      this.language === 'JSONata'
        ? await fillIn(fields, 'Assign', this.bindings(more))
        : fillTemplate(fields, this.scope(result));
    if (values === null || typeof values !== 'object' || Array.isArray(values)) {
      throw new StatesError('States.Runtime', 'Assign is not an object');
    }
    return values;
  }
}
