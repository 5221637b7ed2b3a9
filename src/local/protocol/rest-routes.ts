import type { WireRequest } from './codec.js';
import { type Operation, type ServiceModel, structureOf } from './model.js';

interface Route {
  action: string;
  method: string;
  /** Path segments; `{Name}` takes one, `{Name+}` the rest. */
  segments: string[];
  /** Query parameters that the URI itself names, e.g. `list-type=2`, `versioning`. */
  literals: [string, string][];
  /** S3 tells operations apart by parameters and headers that are required (`uploadId`, `x-amz-copy-source`). */
  requiredQuery: string[];
  requiredHeaders: string[];
  needsBucket: boolean;
}

const routesByModel = new WeakMap<ServiceModel, Route[]>();

function routesOf(model: ServiceModel): Route[] {
  let routes = routesByModel.get(model);
  if (!routes) {
    routes = Object.entries(model.operations).flatMap(([action, operation]) =>
      routeOf(model, action, operation),
    );
    routesByModel.set(model, routes);
  }
  return routes;
}

function routeOf(model: ServiceModel, action: string, operation: Operation): Route[] {
  if (!operation.http) return [];
  const [method, uri] = operation.http;
  const [path = '/', query = ''] = uri.split('?');
  const shape = structureOf(model, operation.input);
  const required = model.id === 's3' ? shape.required : [];
  const traits = required.map((name) => shape.members[name]?.[1]);
  return [
    {
      action,
      method,
      segments: split(path),
      literals: [...new URLSearchParams(query)].filter(([name]) => name !== 'x-id'),
      requiredQuery: traits.flatMap((trait) => trait?.httpQuery ?? []),
      requiredHeaders: traits.flatMap((trait) => trait?.httpHeader?.toLowerCase() ?? []),
      needsBucket: model.id === 's3' && shape.members.Bucket?.[1]?.httpLabel === 1,
    },
  ];
}

function split(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/** The operation that a REST request names and the labels in its path; undefined when there is none. */
export function matchRoute(
  model: ServiceModel,
  request: WireRequest,
): { action: string; labels: Record<string, string> } | undefined {
  let best: { action: string; labels: Record<string, string>; score: number } | undefined;
  for (const route of routesOf(model)) {
    if (route.method !== request.method) continue;
    const labels = labelsOf(model, route, request.path);
    if (!labels || !conditionsHold(route, request)) continue;
    const literalSegments = route.segments.filter((segment) => !segment.startsWith('{')).length;
    const score =
      literalSegments * 100 +
      (route.literals.length + route.requiredQuery.length + route.requiredHeaders.length) * 10;
    if (!best || score > best.score) best = { action: route.action, labels, score };
  }
  return best;
}

function conditionsHold(route: Route, request: WireRequest): boolean {
  const value = (name: string) => request.query.find(([key]) => key === name)?.[1];
  return (
    route.literals.every(
      ([name, text]) => value(name) !== undefined && (text === '' || value(name) === text),
    ) &&
    route.requiredQuery.every((name) => value(name) !== undefined) &&
    route.requiredHeaders.every((name) => request.headers[name] !== undefined)
  );
}

function labelsOf(model: ServiceModel, route: Route, path: string): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  let rest = path.replace(/^\//, '');
  if (model.id === 's3') {
    // Path style: the bucket is the first segment, the model's URIs begin behind it.
    const slash = rest.indexOf('/');
    const bucket = slash < 0 ? rest : rest.slice(0, slash);
    if (route.needsBucket !== (bucket !== '')) return undefined;
    if (bucket) labels.Bucket = decodeURIComponent(bucket);
    rest = slash < 0 ? '' : rest.slice(slash + 1);
  }
  for (const [index, segment] of route.segments.entries()) {
    const label = /^\{(\w+)(\+?)\}$/.exec(segment);
    if (label?.[2]) {
      if (rest === '') return undefined;
      labels[label[1] ?? ''] = decodeURIComponent(rest);
      return labels;
    }
    const slash = rest.indexOf('/');
    const part = slash < 0 ? rest : rest.slice(0, slash);
    if (part === '') return undefined;
    if (label) labels[label[1] ?? ''] = decodeURIComponent(part);
    else if (part !== segment) return undefined;
    rest = slash < 0 ? '' : rest.slice(slash + 1);
    if (index === route.segments.length - 1) return rest === '' ? labels : undefined;
  }
  return rest === '' ? labels : undefined;
}
