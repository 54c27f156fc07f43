import { z } from 'zod';
import { errorEnvelope } from '../contract/errors.ts';
import type { Route } from '../contract/routes.ts';

/** Version of the specification that {@link openApiDocument} follows (https://spec.openapis.org/oas/v3.1.0). */
const OPENAPI_VERSION = '3.1.0';

/** A JSON object. */
type Json = Readonly<Record<string, unknown>>;

const ERROR_REF = { $ref: '#/components/schemas/Error' } as const;

/**
 * How each kind of caller shows who it is; a path token is a parameter and no scheme. The names hold none of the words by
 * which a redactor knows a secret: what follows such a word is taken out, and here that would be the scopes.
 */
const SECURITY_SCHEMES: Json = {
  signedCaller: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'HS256 token; x-bus-audience names the audience that a route takes',
  },
  internalCaller: {
    type: 'apiKey',
    in: 'header',
    name: 'X-Bus-Internal-Key',
    description: 'Shared key of the internal token endpoint',
  },
  stripeWebhook: {
    type: 'apiKey',
    in: 'header',
    name: 'Stripe-Signature',
    description: 'HMAC over the raw body with the webhook secret',
  },
};

/**
 * The route catalog as an OpenAPI document. Facts that OpenAPI has no field for stand under `x-bus-…`.
 * @param routes of the catalog; ids become operation ids
 * @param version of this program, e.g. `1.2.0`
 */
export function openApiDocument(routes: readonly Route[], version: string): Json {
  const modules = [...new Set(routes.map(({ module }) => module))];
  return {
    openapi: OPENAPI_VERSION,
    info: {
      title: 'BusDK AI product stack',
      version,
      summary: 'Every route that the gateway of the stack exposes',
      description:
        'Generated from the route catalog of bus-setup. Internal routes share the port of the public ones: a gateway ' +
        'that strangers reach should publish none of them but the Stripe webhook.',
    },
    servers: [
      {
        url: 'http://{host}:{port}',
        description: 'Gateway of the local stack',
        variables: { host: { default: '127.0.0.1' }, port: { default: '8080' } },
      },
    ],
    tags: modules.map((name) => ({ name, description: `Routes that the module ${name} owns` })),
    paths: pathsOf(routes),
    components: {
      securitySchemes: SECURITY_SCHEMES,
      schemas: { Error: jsonSchema(errorEnvelope) },
    },
  };
}

function pathsOf(routes: readonly Route[]): Json {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const item = paths[route.path] ?? {};
    item[route.method.toLowerCase()] = operation(route);
    paths[route.path] = item;
  }
  return paths;
}

function operation(route: Route): Json {
  const parameters = [...pathParameters(route.path), ...queryParameters(route.query)];
  const notes = [route.localNote, route.note].filter((each) => each !== undefined);
  return {
    operationId: route.id,
    tags: [route.module],
    summary: route.summary,
    ...(notes.length === 0 ? {} : { description: notes.join('; ') }),
    security: security(route),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(route.request === undefined
      ? {}
      : { requestBody: { content: { 'application/json': { schema: jsonSchema(route.request) } } } }),
    responses: responses(route),
    'x-bus-exposure': route.exposure,
    'x-bus-service': route.service,
    'x-bus-upstream': route.upstream,
    'x-bus-audience': route.audience,
    'x-bus-scopes': route.scopes,
    'x-bus-scope-rule': route.scopeRule,
    'x-bus-local-only': route.localOnly,
    'x-bus-assumed': route.assumed,
    'x-bus-proof-command': route.proofCommand,
  };
}

/** An empty list says that a route is open, also where a document as a whole asks for credentials. */
function security(route: Route): readonly Json[] {
  switch (route.auth) {
    case 'bearer':
      return route.scopeRule === 'any-of'
        ? route.scopes.map((scope) => ({ signedCaller: [scope] }))
        : [{ signedCaller: [...route.scopes] }];
    case 'internal-key':
      return [{ internalCaller: [] }];
    case 'stripe-signature':
      return [{ stripeWebhook: [] }];
    case 'none':
    case 'path-token':
      return [];
  }
}

function pathParameters(path: string): readonly Json[] {
  return [...path.matchAll(/\{([a-z_]+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', minLength: 1 },
  }));
}

function queryParameters(query: z.ZodType | undefined): readonly Json[] {
  if (query === undefined) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(query, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }));
}

function responses(route: Route): Json {
  const content =
    route.response === undefined
      ? {}
      : { content: { 'application/json': { schema: jsonSchema(route.response) } } };
  const success = route.successStatus.map((status) => [
    String(status),
    { description: route.summary, ...(status === 204 ? {} : content) },
  ]);
  const refusal = {
    description: 'refused or failed',
    content: { 'application/json': { schema: ERROR_REF } },
  };
  return Object.fromEntries(route.upstream === null ? success : [...success, ['default', refusal]]);
}

/** What goes over the wire, before the program reads it into its own shape. */
function jsonSchema(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' });
  return rest;
}
