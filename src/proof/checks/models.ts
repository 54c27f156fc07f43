import { LOCAL_MODEL, modelListResponse } from '../../contract/llm.ts';
import { REFUSALS } from '../../contract/refusals.ts';
import type { Check } from '../check.ts';
import { CheckFailure } from '../check-failure.ts';
import { granted } from '../grants.ts';
import { plain, shown } from '../plain-text.ts';

/** The catalog lists the product's model, to token holders only. */
export const models: Check = {
  id: 'models',
  title: 'Model catalog lists codex-chatgpt',
  group: 'llm',
  service: 'bus-llm',
  proves:
    'The LLM API lists the model codex-chatgpt to a caller with a valid token, and nothing to one without.',
  doesNotProve: 'That the model answers: the catalog never asks the backend.',
  route: 'llm.models',
  async run(context) {
    const { http, runtime } = context;
    const token = await granted(context, 'BUS_API_TOKEN');
    const list = await http.json(
      { purpose: 'with a token', target: 'llm.models', token, status: [200] },
      modelListResponse,
      'PR-MODELS-SHAPE',
    );
    const ids = list.data.map(({ id }) => id);
    if (new Set(ids).size !== ids.length)
      throw new CheckFailure('PR-MODELS-SHAPE', 'a model is listed twice');
    const model = list.data.find(({ id }) => id === LOCAL_MODEL.id);
    if (model === undefined) {
      throw new CheckFailure('PR-MODELS-MISSING', `${LOCAL_MODEL.id} is not among ${shown(ids)}`);
    }
    if (runtime.profile.tier === 'local' && model.owned_by !== LOCAL_MODEL.owned_by) {
      throw new CheckFailure(
        'PR-MODELS-OWNER',
        `expected ${LOCAL_MODEL.owned_by}, got ${shown(model.owned_by)}`,
      );
    }
    await http.call({
      purpose: 'without a token',
      target: 'llm.models',
      status: REFUSALS.llm.invalidToken.allowed,
      accepted: 'PR-MODELS-PUBLIC',
    });
    return { status: 'PASS', observed: `Lists ${plain(ids.join(', '))}; without a token it is refused.` };
  },
};
