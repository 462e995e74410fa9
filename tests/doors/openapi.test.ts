import { describe, expect, it } from 'vitest';
import { CONTRACT } from '../../functions/doors/contract.ts';
import { openApi } from '../../functions/doors/openapi.ts';
import { ROUTES } from '../../functions/platform/names.ts';

describe('the OpenAPI document', () => {
  const paths = openApi()['paths'] as Record<string, Record<string, { responses: object; requestBody?: object }>>;

  it('has every route of kiosks and staff, and no other', () => {
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual([...ROUTES.kiosk, ...ROUTES.desk].sort());
    expect(Object.keys(CONTRACT).sort()).toEqual(described.sort());
  });

  it('says what a body holds and which errors come', () => {
    const post = paths['/api/interactions']?.['post'];
    expect(post?.requestBody).toMatchObject({
      content: { 'application/json': { schema: { required: ['sentAt', 'interactions'] } } },
    });
    expect(Object.keys(post?.responses ?? {})).toEqual(expect.arrayContaining(['200', '400', '401', '403', '413']));
  });
});
