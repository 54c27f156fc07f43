import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../src/catalog/openapi.ts';
import { ROUTES } from '../../src/contract/routes.ts';

/** As a reader gets it: through JSON, so that nothing in it is code. */
const document = JSON.parse(JSON.stringify(openApiDocument(ROUTES, '1.2.3')));

describe('the OpenAPI document', () => {
  it('is accepted by a validator of OpenAPI 3.1', async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(document));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  it('is refused by that validator once something is wrong with it', async () => {
    const broken = structuredClone(document);
    broken.paths['/v1/models'].get.responses = undefined;
    broken.paths['/v1/models'].get.security = 'bearer';
    expect((await new Validator().validate(broken)).valid).toBe(false);
  });

  it('holds every route once, with its owner, exposure and the command that proves it', () => {
    const operations = Object.values<Record<string, Record<string, unknown>>>(document.paths).flatMap(
      (item) => Object.values(item),
    );
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(
      ROUTES.map(({ id }) => id).sort(),
    );
    for (const operation of operations) {
      expect(operation['x-bus-exposure']).toMatch(/^(public|internal|webhook)$/);
      expect(operation['x-bus-proof-command']).toMatch(/curl|openssl/);
    }
    expect(document.paths['/v1/models'].get).toMatchObject({
      tags: ['bus-api-provider-llm'],
      security: [{ signedCaller: ['llm:proxy'] }],
      'x-bus-audience': 'ai.hg.fi/api',
    });
  });

  it('points at nothing outside of itself, and at nothing that is missing', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to);
    expect([...new Set(references)]).toEqual(['#/components/schemas/Error']);
  });
});
