/** Two validators of OpenAPI documents that know nothing of each other: the specification's own schema, and Redocly's rules. */
import { Validator } from '@seriousme/openapi-schema-validator';
import { createConfig, lintFromString } from '@redocly/openapi-core';

/** The rules of the specification, and what tools stumble over; none of style. */
const rules = {
  'no-identical-paths': 'error',
  'no-ambiguous-paths': 'off',
  'no-unused-components': 'error',
  'operation-operationId': 'error',
  'operation-operationId-unique': 'error',
  'operation-operationId-url-safe': 'error',
  'operation-parameters-unique': 'error',
  'path-declaration-must-exist': 'error',
  'path-not-include-query': 'error',
  'path-parameters-defined': 'error',
  'no-undefined-server-variable': 'error',
  'no-enum-type-mismatch': 'error',
  'no-required-schema-properties-undefined': 'error',
  'no-schema-type-mismatch': 'error',
  'spec-components-invalid-map-name': 'error',
} as const;

/** Everything the two object to. */
export async function objections(document: object): Promise<string[]> {
  const { valid, errors } = await new Validator().validate(structuredClone(document) as Record<string, unknown>);
  const config = await createConfig({ extends: ['spec'], rules });
  const problems = await lintFromString({
    source: JSON.stringify(document),
    absoluteRef: '/openapi.json',
    config,
  });
  return [
    ...(valid ? [] : [`the schema of OpenAPI: ${JSON.stringify(errors)}`]),
    ...problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer ?? ''})`),
  ];
}
