import { modelListResponse } from '../../contract/llm.ts';
import { SetupError } from '../../reasons/setup-error.ts';
import { boundedGet, withConnections } from '../bounded-get.ts';
import type { Collector } from '../collector.ts';
import { collectorToken } from '../collector-token.ts';
import { jsonFile } from '../json-file.ts';
import { parseAnswer } from '../parse-answer.ts';

const PATH = '/v1/models';

/** The models that the stack offers, asked for as a customer asks. */
export const modelCatalogCollector: Collector = {
  id: 'model-catalog',
  title: 'Model catalog',
  deadlineMs: 20_000,
  capBytes: 512 * 1024,
  paths: () => ['stack/models.json'],
  async collect({ host, runtime, signal }) {
    const access = await runtime.access(signal);
    const token = await collectorToken(access, 'BUS_API_TOKEN');
    if (token === undefined) throw new SetupError('BN-NO-TOKEN', `GET ${PATH}`);
    const answer = await withConnections(access.transport, (dispatcher) =>
      boundedGet(`${access.gatewayUrl}${PATH}`, { dispatcher, signal, clock: host.monotonic, token }),
    );
    if ('reason' in answer) return [{ path: 'stack/models.json', reason: answer.reason }];
    const models = answer.status === 200 ? parseAnswer(modelListResponse, answer.body) : undefined;
    if (models === undefined)
      throw new SetupError('BN-BAD-ANSWER', `GET ${PATH} gave status ${answer.status}`);
    return [jsonFile('stack/models.json', models, 'the models that the stack offers')];
  },
};
